import { useHealth, useTrunks } from '../api/queries';
import { useFeedStatus } from '../feed/feed';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { flagWords } from './flags';

/** How fresh the live picture is. */
export function FeedPulse() {
  const { t, f } = useWords();
  const { state, lagMs, silentMs } = useFeedStatus();
  const seconds = f.number(silentMs / 1000, 0);
  const words =
    state === 'live'
      ? t('feed.live', { lag: f.number(lagMs / 1000, 1, 1) })
      : state === 'frozen'
        ? t('feed.frozen', { seconds })
        : t(`feed.${state}`);
  const hint =
    state === 'live'
      ? t('feed.live_hint')
      : state === 'frozen'
        ? t('feed.frozen_hint', { seconds })
        : words;
  const look = state === 'live' || state === 'frozen' || state === 'offline' ? state : 'waiting';
  return (
    <span className="pulse" data-state={look} data-testid="feed" title={hint}>
      {words}
    </span>
  );
}

/** What everybody must know on every page. */
export function Strips({ demonstration }: { demonstration: boolean }) {
  const words = useWords();
  const { t, f } = words;
  const health = useHealth();
  const feed = useFeedStatus();
  const red = health.data?.flags.filter((flag) => flag.level === 'red') ?? [];
  return (
    <>
      {red[0] && (
        <div className="strip strip-bad" role="alert" data-testid="red-banner">
          <Icon name="alert" />
          <span>{flagWords(red[0], words)}</span>
          {red.length > 1 && <span>{t('flag.more', { count: f.number(red.length - 1, 0) })}</span>}
          <a href="#/trunks">{t('shell.to_health')}</a>
        </div>
      )}
      {health.isError && (
        <div className="strip strip-warn" role="alert">
          <Icon name="alert" />
          {t('shell.health_unknown')}
        </div>
      )}
      {feed.state === 'frozen' && (
        <div className="strip strip-warn" role="alert">
          <Icon name="alert" />
          {t('feed.frozen_hint', { seconds: f.number(feed.silentMs / 1000, 0) })}
        </div>
      )}
      {demonstration && <DemoStrip />}
    </>
  );
}

export function DemoStrip() {
  const { t } = useWords();
  return (
    <div className="strip strip-demo" role="note" data-testid="demo-notice">
      <Icon name="policy" size={14} />
      {t('shell.demo')}
    </div>
  );
}

/** Keeps the figures' short history growing whichever page is open. */
export function TrunkWatch() {
  useTrunks();
  return null;
}
