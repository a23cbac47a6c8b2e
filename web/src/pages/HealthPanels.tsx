import type { Health } from '../api/client';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';

export function Fact({ name, value, bad }: { name: string; value: string; bad?: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={bad ? 'bad strong' : ''}>{value}</dd>
    </>
  );
}

export function Light({ good, words }: { good: boolean; words: string }) {
  return (
    <p className={good ? 'health-line good' : 'health-line bad'} role={good ? undefined : 'alert'}>
      <Icon name={good ? 'pass' : 'alert'} />
      {words}
    </p>
  );
}

export function Journal({ health }: { health: Health }) {
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

export function Sip({ health }: { health: Health }) {
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
  const badCounts = ['malformed', 'unknown_source', 'receive_dropped', 'not_enforced'] as const;
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

export function Centre({ health }: { health: Health }) {
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

function HitList({
  counts,
  wordOf,
}: {
  counts: Health['rule_hits'];
  wordOf: (name: string) => string;
}) {
  const { f } = useWords();
  return (
    <ul className="hits">
      {counts.map((hit) => (
        <li key={hit.name}>
          <span className="cut" title={plain(hit.name, 64)}>
            {wordOf(hit.name)}
          </span>
          <span className={hit.count > 0 ? 'num strong' : 'num dim'}>{f.number(hit.count, 0)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Hits({
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
  const hit = sorted.filter((one) => one.count > 0);
  const silent = sorted.filter((one) => one.count === 0);
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
      </header>
      <div className="body">
        {sorted.length === 0 ? (
          <p className="dim">{t('health.no_hits')}</p>
        ) : (
          <>
            <HitList counts={hit} wordOf={wordOf} />
            {silent.length > 0 && (
              <details>
                <summary className="dim">
                  {t('health.without_hits', { count: f.number(silent.length, 0) })}
                </summary>
                <HitList counts={silent} wordOf={wordOf} />
              </details>
            )}
          </>
        )}
      </div>
    </section>
  );
}
