import type { Health } from '../api/client';
import { errorWords, useDetectors, useHealth, useTrunks } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { flagWords } from '../shell/flags';
import { Centre, Hits, Journal, Sip } from './HealthPanels';
import { NextHops } from './NextHopsPanel';
import { Passports } from './PassportsPanel';
import { RejectedPanel } from './RejectedPanel';
import { Reports } from './ReportsPanel';
import { Screening } from './ScreeningPanel';
import { Transports } from './TransportsPanel';
import { Overview } from './TrunksOverview';
import { TrunkTable } from './TrunksTable';
import { Watching } from './WatchingPanel';

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
      {health.data && <Overview trunks={items} health={health.data} />}
      {trunks.isPending ? (
        <p className="empty">{t('app.loading')}</p>
      ) : (
        <TrunkTable trunks={items} />
      )}
      {health.data && (
        <div className="ways">
          <Transports health={health.data} />
          <NextHops trunks={items} />
        </div>
      )}
      {health.data && (
        <div className="panels">
          <Sip health={health.data} />
          {health.data.passports ? <Passports passports={health.data.passports} /> : null}
          <Screening health={health.data} />
          <Reports health={health.data} />
          <Watching health={health.data} />
          <Journal health={health.data} />
          <Centre health={health.data} />
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
