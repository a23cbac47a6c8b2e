import type { Health, Trunk } from '../api/client';
import { errorWords, useDetectors, useHealth, useTrunks } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { flagWords } from '../shell/flags';
import { Centre, Hits, Journal, Sip } from './HealthPanels';
import { RejectedPanel } from './RejectedPanel';
import { TrunkTable } from './TrunksTable';

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
      <RejectedPanel />
    </>
  );
}
