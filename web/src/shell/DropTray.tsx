import { useEffect, useRef } from 'react';
import type { Teardown } from '../api/client';
import { useLiveRow } from '../feed/feed';
import { useWords } from '../i18n';
import { PhoneNumber } from '../parts/badges';
import { Icon } from '../parts/icons';
import { tellTeardown } from '../parts/teardown';
import { forgetDrop, useDrops } from './drops';
import { usePlace } from './router';

const keepConfirmedMs = 30_000;

function DropCard({ id }: { id: string }) {
  const { t } = useWords();
  const row = useLiveRow(id);
  // The feed tells the newest state only; the states on the way are kept here.
  const seen = useRef<Teardown[]>([]);
  const newest = row?.teardown;
  if (newest && seen.current[seen.current.length - 1]?.state !== newest.state)
    seen.current.push(newest);
  const story = tellTeardown(seen.current);
  const outcome = story?.outcome ?? 'running';
  useEffect(() => {
    if (outcome !== 'confirmed') return undefined;
    const timer = setTimeout(() => forgetDrop(id), keepConfirmedMs);
    return () => clearTimeout(timer);
  }, [outcome, id]);
  const icon = outcome === 'confirmed' ? 'pass' : outcome === 'failed' ? 'alert' : 'clock';
  return (
    <div className="drop-card" data-state={outcome} data-testid="drop-card" data-call={id}>
      <b role="status">
        <Icon name={icon} size={15} />
        {t(story?.headline ?? 'drop.requested')}
      </b>
      <button
        type="button"
        className="plain-button small"
        aria-label={t('app.close')}
        onClick={() => forgetDrop(id)}
      >
        <Icon name="cross" size={13} />
      </button>
      <a href={`#/calls/${id}`} className="quiet row">
        {row ? (
          <>
            <PhoneNumber number={row.caller} country={row.caller_country} />
            <span aria-hidden="true" className="dim">
              →
            </span>
            <PhoneNumber number={row.callee} country={row.callee_country} />
          </>
        ) : (
          <span className="mono">{id}</span>
        )}
      </a>
    </div>
  );
}

/** Calls just dropped, with how far the teardown has come, on every page but the call's own. */
export function DropTray() {
  const drops = useDrops();
  const { page, rest } = usePlace();
  const shown = drops.filter((id) => !(page === 'calls' && rest[0] === id));
  if (shown.length === 0) return null;
  return (
    <div className="drops">
      {shown.map((id) => (
        <DropCard key={id} id={id} />
      ))}
    </div>
  );
}
