import type { Health, Trunk } from '../api/client';
import { errorWords, useDetectors, useHealth, useTrunks } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Sparkline, SplitBar } from '../parts/charts';
import { Icon } from '../parts/icons';
import { flagWords } from '../shell/flags';
import { historyOf, historySpan } from '../parts/trunk-history';

const classes = ['2xx', '3xx', '4xx', '5xx', '6xx', 'none'] as const;

function Responses({ trunk }: { trunk: Trunk }) {
  const { t, f } = useWords();
  const parts = classes.map((name) => ({
    key: name,
    value: trunk.responses[name],
    className: name === 'none' ? 'c0' : `c${name[0]}`,
  }));
  const list = parts
    .filter((part) => part.value > 0)
    .map((part) => `${part.key === 'none' ? '—' : part.key} ${f.number(part.value, 0)}`)
    .join(' · ');
  return (
    <span className="classes">
      <SplitBar parts={parts} label={t('trunks.responses_alt', { list })} />
      <small className="dim nowrap">{list || '—'}</small>
    </span>
  );
}

function TrunkRow({ trunk }: { trunk: Trunk }) {
  const { t, f } = useWords();
  const shadow = trunk.enforcement === 'shadow';
  const cps = f.number(trunk.calls_per_second, 1, 1);
  return (
    <tr>
      <th scope="row" className="trunk-name">
        <b>{plain(trunk.name, 64)}</b>
        <small className="dim">
          {plain(trunk.carrier, 64)}
          {trunk.country ? ` · ${trunk.country}` : ''} · {t(`trunks.${trunk.kind}`)}
        </small>
      </th>
      <td>
        <span
          className="badge"
          data-verdict={shadow ? 'withhold' : 'divert'}
          data-would={shadow}
          title={t(shadow ? 'trunks.shadow_hint' : 'trunks.enforce_hint')}
        >
          <Icon name={shadow ? 'ghost' : 'policy'} size={13} />
          <span>{t(`trunks.${trunk.enforcement}`)}</span>
        </span>
        <small className="dim block">{t(`trunks.${trunk.mode}`)}</small>
      </td>
      <td className="num strong">{cps}</td>
      <td>
        <Sparkline
          values={historyOf(trunk.name)}
          span={historySpan}
          label={`${t('trunks.history')}: ${cps}`}
        />
      </td>
      <td className="num">{f.number(trunk.live, 0)}</td>
      <td className="num">{f.number(trunk.attempts, 0)}</td>
      <td className="num">{trunk.asr === undefined ? '—' : f.percent(trunk.asr)}</td>
      <td className="num">
        {trunk.acd_s === undefined ? '—' : t('trunks.seconds', { value: f.number(trunk.acd_s, 0) })}
      </td>
      <td className="num">
        {trunk.pdd_ms === undefined ? '—' : t('trunks.ms', { value: f.number(trunk.pdd_ms, 0) })}
      </td>
      <td>
        <Responses trunk={trunk} />
      </td>
      <td className="num">{f.number(trunk.alerted, 0)}</td>
      <td className={trunk.blocked > 0 ? 'num bad strong' : 'num'}>{f.number(trunk.blocked, 0)}</td>
      <td className="num">{f.number(trunk.would_block, 0)}</td>
    </tr>
  );
}

function TrunkTable({ trunks }: { trunks: readonly Trunk[] }) {
  const { t } = useWords();
  const head = [
    ['trunk'],
    ['mode'],
    ['cps', 'cps_hint'],
    ['history'],
    ['live'],
    ['attempts'],
    ['asr', 'asr_hint'],
    ['acd', 'acd_hint'],
    ['pdd', 'pdd_hint'],
    ['responses'],
    ['alerted'],
    ['blocked'],
    ['would_block'],
  ] as const;
  const textual = new Set(['trunk', 'mode', 'history', 'responses']);
  return (
    <section className="panel" aria-labelledby="trunks-title">
      <header>
        <h2 id="trunks-title">{t('trunks.trunks')}</h2>
      </header>
      {trunks.length === 0 ? (
        <p className="empty">{t('trunks.none')}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t('trunks.trunks')}>
          <table className="figures trunks">
            <thead>
              <tr>
                {head.map(([name, hint]) => (
                  <th
                    key={name}
                    scope="col"
                    className={textual.has(name) ? '' : 'num'}
                    title={hint && t(`trunks.${hint}`)}
                  >
                    {hint ? (
                      <abbr title={t(`trunks.${hint}`)}>{t(`trunks.${name}`)}</abbr>
                    ) : (
                      t(`trunks.${name}`)
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {trunks.map((trunk) => (
                <TrunkRow key={trunk.name} trunk={trunk} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function NextHops({ trunks }: { trunks: readonly Trunk[] }) {
  const { t, f } = useWords();
  const hops = trunks.flatMap((trunk) =>
    trunk.next_hops.map((hop) => ({ trunk: trunk.name, ...hop })),
  );
  return (
    <section className="panel" aria-labelledby="hops-title">
      <header>
        <h2 id="hops-title">{t('trunks.next_hops')}</h2>
      </header>
      {hops.length === 0 ? (
        <p className="body dim">{t('trunks.no_next_hops')}</p>
      ) : (
        <table className="figures">
          <tbody>
            {hops.map((hop) => (
              <tr key={`${hop.trunk} ${hop.address}`}>
                <th scope="row" className="plain">
                  {plain(hop.trunk, 64)}
                </th>
                <td className="mono">{plain(hop.address, 64)}</td>
                <td>
                  <span className={hop.up ? 'row tight good' : 'row tight bad strong'}>
                    <Icon name={hop.up ? 'pass' : 'alert'} size={14} />
                    {t(hop.up ? 'trunks.up' : 'trunks.down')}
                  </span>
                </td>
                <td className="dim num nowrap">
                  {hop.since ? t('trunks.since', { time: f.dateTime(new Date(hop.since)) }) : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Fact({ name, value, bad }: { name: string; value: string; bad?: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={bad ? 'bad strong' : ''}>{value}</dd>
    </>
  );
}

function Light({ good, words }: { good: boolean; words: string }) {
  return (
    <p className={good ? 'health-line good' : 'health-line bad'} role={good ? undefined : 'alert'}>
      <Icon name={good ? 'pass' : 'alert'} />
      {words}
    </p>
  );
}

function Journal({ health }: { health: Health }) {
  const { t, f } = useWords();
  const { journal, projection } = health;
  const since = journal.trouble_since ? f.dateTime(new Date(journal.trouble_since)) : '—';
  return (
    <section className="panel" aria-labelledby="journal-title" data-testid="journal">
      <header>
        <h2 id="journal-title">{t('health.journal')}</h2>
      </header>
      <div className="body">
        <Light
          good={journal.healthy}
          words={
            journal.healthy
              ? t('health.journal_ok')
              : t('health.journal_bad', { time: since, trouble: plain(journal.trouble, 200) })
          }
        />
        <dl className="facts wide">
          <Fact name={t('health.appended')} value={f.number(journal.appended, 0)} />
          <Fact name={t('health.committed')} value={f.number(journal.committed, 0)} />
          <Fact name={t('health.lost')} value={f.number(journal.lost, 0)} bad={journal.lost > 0} />
          <Fact
            name={t('health.journal_size')}
            value={t('health.bytes', { value: f.number(journal.bytes / 1048576, 1) })}
          />
        </dl>
      </div>
      <header className="second">
        <h2>{t('health.projection')}</h2>
      </header>
      <div className="body">
        <Light
          good={projection.healthy}
          words={
            projection.healthy
              ? t('health.projection_ok')
              : t('health.projection_bad', { trouble: plain(projection.trouble, 200) })
          }
        />
        <dl className="facts wide">
          <Fact name={t('health.position')} value={f.number(projection.position, 0)} />
          <Fact name={t('health.projection_behind')} value={f.number(projection.behind, 0)} />
        </dl>
      </div>
    </section>
  );
}

function Sip({ health }: { health: Health }) {
  const { t, f } = useWords();
  const { gateway } = health;
  const plainCounts = [
    'datagrams_in',
    'datagrams_out',
    'retransmissions',
    'transactions',
    'live_calls',
    'decisions',
  ] as const;
  const badCounts = ['malformed', 'unknown_source', 'not_enforced'] as const;
  return (
    <section className="panel" aria-labelledby="sip-title">
      <header>
        <h2 id="sip-title">{t('health.sip')}</h2>
      </header>
      <dl className="body facts wide">
        {plainCounts.map((name) => (
          <Fact key={name} name={t(`health.${name}`)} value={f.number(gateway[name], 0)} />
        ))}
        {badCounts.map((name) => (
          <Fact
            key={name}
            name={t(`health.${name}`)}
            value={f.number(gateway[name], 0)}
            bad={name === 'not_enforced' && gateway[name] > 0}
          />
        ))}
        <Fact
          name={t('health.drops')}
          value={[gateway.drops_requested, gateway.drops_confirmed, gateway.drops_failed]
            .map((count) => f.number(count, 0))
            .join(' / ')}
          bad={gateway.drops_failed > 0}
        />
      </dl>
    </section>
  );
}

function Centre({ health }: { health: Health }) {
  const { t, f } = useWords();
  const started = health.gateway.started_at;
  const { consoles } = health;
  return (
    <section className="panel" aria-labelledby="centre-title">
      <header>
        <h2 id="centre-title">{t('health.centre')}</h2>
      </header>
      <dl className="body facts wide">
        <Fact name={t('health.started')} value={started ? f.dateTime(new Date(started)) : '—'} />
        <Fact name={t('health.version')} value={plain(health.version, 40)} />
        <Fact name={t('health.node')} value={plain(health.node, 64)} />
        <Fact name={t('health.store')} value={plain(health.store, 64)} />
        <dt>{t('health.policy')}</dt>
        <dd className="mono" title={plain(health.gateway.policy_digest, 64)}>
          {plain(health.gateway.policy_digest, 64).slice(0, 16) || '—'}
        </dd>
      </dl>
      <header className="second">
        <h2>{t('health.consoles')}</h2>
      </header>
      <dl className="body facts wide">
        <Fact name={t('health.connected')} value={f.number(consoles.connected, 0)} />
        <Fact name={t('health.slow')} value={f.number(consoles.slow, 0)} />
        <Fact
          name={t('health.frozen')}
          value={f.number(consoles.frozen, 0)}
          bad={consoles.frozen > 0}
        />
        <Fact
          name={t('health.worst_lag')}
          value={t('trunks.ms', { value: f.number(consoles.worst_lag_ms, 0) })}
        />
        <Fact name={t('health.resyncs')} value={f.number(consoles.resyncs, 0)} />
      </dl>
    </section>
  );
}

function Hits({
  title,
  counts,
  wordOf,
}: {
  title: string;
  counts: Health['rule_hits'];
  wordOf: (name: string) => string;
}) {
  const { t, f } = useWords();
  const sorted = [...counts].sort((a, b) => b.count - a.count);
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
      </header>
      <div className="body">
        {sorted.length === 0 ? (
          <p className="dim">{t('health.no_hits')}</p>
        ) : (
          <ul className="hits">
            {sorted.map((hit) => (
              <li key={hit.name}>
                <span className="cut" title={plain(hit.name, 64)}>
                  {wordOf(hit.name)}
                </span>
                <span className={hit.count > 0 ? 'num strong' : 'num dim'}>
                  {f.number(hit.count, 0)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Attention({ health }: { health: Health }) {
  const words = useWords();
  if (health.flags.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="attention-title" data-testid="flags">
      <header>
        <h2 id="attention-title">{words.t('health.attention')}</h2>
      </header>
      <ul className="body hits">
        {health.flags.map((flag, index) => (
          <li key={index} className="flag">
            <span className={flag.level === 'red' ? 'row bad strong' : 'row warn'}>
              <Icon name="alert" size={15} />
              {flagWords(flag, words)}
            </span>
            <span className="dim num nowrap">
              {flag.since
                ? words.t('trunks.since', { time: words.f.dateTime(new Date(flag.since)) })
                : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function TrunksPage() {
  const { t, language } = useWords();
  const trunks = useTrunks();
  const health = useHealth();
  const detectors = useDetectors();
  const detectorWord = (name: string) => {
    for (const detector of detectors.values())
      if (detector.name === name) return detector.title[language];
    return plain(name, 64);
  };
  const items = trunks.data?.items ?? [];
  return (
    <>
      <div className="page-head">
        <h1>{t('trunks.title')}</h1>
      </div>
      {trunks.isError && (
        <p className="notice notice-bad" role="alert">
          {errorWords(trunks.error, t)}
        </p>
      )}
      {health.data && <Attention health={health.data} />}
      {trunks.isPending ? (
        <p className="empty">{t('app.loading')}</p>
      ) : (
        <TrunkTable trunks={items} />
      )}
      {health.data && (
        <div className="columns three">
          <Journal health={health.data} />
          <div className="stack">
            <Sip health={health.data} />
          </div>
          <div className="stack">
            <Centre health={health.data} />
          </div>
          <NextHops trunks={items} />
          <Hits
            title={t('health.detectors')}
            counts={health.data.detector_hits}
            wordOf={detectorWord}
          />
          <Hits
            title={t('health.rules')}
            counts={health.data.rule_hits}
            wordOf={(name) => plain(name, 64)}
          />
        </div>
      )}
    </>
  );
}
