import type { Trunk } from '../api/client';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Sparkline, SplitBar } from '../parts/charts';
import { Icon } from '../parts/icons';
import { historyOf, historySpan } from '../parts/trunk-history';

/** Statuses named under the bar; all of them are in its title. */
const kShownCodes = 4;
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
  const codes = trunk.answers.map((one) => `${one.status} ${f.number(one.count, 0)}`);
  return (
    <span className="classes" title={codes.join('\n')}>
      <SplitBar parts={parts} label={t('trunks.responses_alt', { list })} />
      <small className="dim nowrap num">{codes.slice(0, kShownCodes).join(' · ') || '—'}</small>
    </span>
  );
}

function TrunkRow({ trunk }: { trunk: Trunk }) {
  const { t, f } = useWords();
  const shadow = trunk.enforcement === 'shadow';
  const cps = f.number(trunk.calls_per_second, 1, 1);
  const turnedAway = trunk.over_ceiling + trunk.refused_overload;
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
      <td className="num">
        {f.number(trunk.attempts, 0)}
        {turnedAway > 0 && (
          <small className="warn block" title={t('trunks.turned_away_hint')}>
            {t('trunks.turned_away', { count: f.number(turnedAway, 0) })}
          </small>
        )}
      </td>
      <td className="num">{trunk.asr === undefined ? '—' : f.percent(trunk.asr)}</td>
      <td className="num">{trunk.ner === undefined ? '—' : f.percent(trunk.ner)}</td>
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

export function TrunkTable({ trunks }: { trunks: readonly Trunk[] }) {
  const { t } = useWords();
  const head = [
    ['trunk'],
    ['mode'],
    ['cps', 'cps_hint'],
    ['history'],
    ['live'],
    ['attempts'],
    ['asr', 'asr_hint'],
    ['ner', 'ner_hint'],
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
