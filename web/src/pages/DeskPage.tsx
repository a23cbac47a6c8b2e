import { Button, SegmentedControl } from '@mantine/core';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { CaseRow } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { useCaseAction, useActor } from '../desk/actions';
import { ReportDialog } from '../desk/ReportDialog';
import { QueueTable } from '../desk/QueueTable';
import { ShiftControls } from '../desk/ShiftControls';
import { queueStore, useFeedStatus, useQueue } from '../feed/feed';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import { Icon } from '../parts/icons';
import { go } from '../shell/router';

const filters = ['waiting', 'mine', 'escalated', 'shelved', 'all'] as const;
type Filter = (typeof filters)[number];

// What the page was like when it was left, so that coming back from a case changes nothing.
const kept = { filter: null as Filter | null, cursor: null as string | null };

function belongs(filter: Filter, actor: string): (row: CaseRow) => boolean {
  switch (filter) {
    case 'waiting':
      return (row) => row.state === 'waiting' || (row.state === 'claimed' && row.holder === actor);
    case 'mine':
      return (row) => row.holder === actor;
    case 'escalated':
      return (row) => row.escalation !== undefined;
    case 'shelved':
      return (row) => row.state === 'shelved';
    case 'all':
      return () => true;
  }
}

function Counts() {
  const { t, f } = useWords();
  const { counts } = useQueue();
  const shown = [
    ['waiting', counts.waiting, 'label'],
    ['urgent', counts.urgent_waiting, counts.urgent_waiting > 0 ? 'block' : ''],
    ['overdue', counts.overdue, counts.overdue > 0 ? 'alert' : ''],
    ['claimed', counts.claimed, 'live'],
    ['escalated', counts.escalated, ''],
  ] as const;
  return (
    <div className="counters" role="group" aria-label={t('desk.title')} data-testid="desk-counts">
      {shown.map(([name, value, tone]) => (
        <div className="counter" data-tone={tone || undefined} key={name} data-count={name}>
          <b>{f.number(value, 0)}</b>
          <span>{t(`desk.count_${name}`)}</span>
        </div>
      ))}
    </div>
  );
}

function moved(shown: readonly string[], cursor: string | null, by: number): string | null {
  if (shown.length === 0) return null;
  const at = cursor === null ? -1 : shown.indexOf(cursor);
  if (at < 0) return shown[0]!;
  return shown[Math.min(shown.length - 1, Math.max(0, at + by))]!;
}

/** Says new urgent cases to screen readers, once each. */
function Announcer() {
  const { t } = useWords();
  const { counts } = useQueue();
  const before = useRef(counts.urgent_waiting);
  const [text, setText] = useState('');
  useEffect(() => {
    if (counts.urgent_waiting > before.current) setText(t('desk.announce_urgent'));
    if (counts.urgent_waiting === 0) setText('');
    before.current = counts.urgent_waiting;
  }, [counts.urgent_waiting, t]);
  return (
    <div className="sr" aria-live="assertive">
      {text}
    </div>
  );
}

function useDeskKeys({
  cursor,
  setCursor,
  scroller,
  claim,
  open,
}: {
  cursor: string | null;
  setCursor: (id: string | null) => void;
  scroller: RefObject<HTMLDivElement | null>;
  claim: (id: string) => void;
  open: (id: string) => void;
}) {
  const move = (by: number) => {
    setCursor(moved(queueStore.getView().shown, cursor, by));
    scroller.current?.focus({ preventScroll: true });
  };
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    top: () => {
      queueStore.release();
      setCursor(queueStore.getView().shown[0] ?? null);
    },
    open: () => (cursor ? open(cursor) : false),
    claim: () => {
      const id = cursor ?? queueStore.getView().shown[0];
      if (id === undefined) return false;
      setCursor(id);
      claim(id);
      return true;
    },
    back: () => {
      if (cursor === null) return false;
      setCursor(null);
      queueStore.release();
      return true;
    },
  });
}

function Toolbar({
  filter,
  choose,
  pending,
  show,
  onReport,
  error,
}: {
  filter: Filter;
  choose: (filter: Filter) => void;
  pending: number;
  show: () => void;
  onReport: () => void;
  error: string;
}) {
  const { t, f } = useWords();
  const { counts } = useQueue();
  const mayReport = useRight('claim');
  return (
    <div className="toolbar">
      <SegmentedControl
        value={filter}
        onChange={(value) => choose(value as Filter)}
        aria-label={t('desk.filter')}
        data={filters.map((value) => ({ value, label: t(`desk.filter_${value}`) }))}
      />
      {pending > 0 && (
        <button type="button" className="pill" onClick={show} data-testid="queue-pending">
          {t('desk.pending', { count: f.number(pending, 0) })}
        </button>
      )}
      {counts.flood && (
        <span className="badge" data-verdict="alert" role="status" title={t('desk.flood_hint')}>
          <Icon name="alert" size={13} />
          <span>{t('desk.flood')}</span>
        </span>
      )}
      <span className="bad" role="status">
        {error}
      </span>
      <span className="grow" />
      <ShiftControls />
      {mayReport && (
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="phone" size={14} />}
          onClick={onReport}
          data-testid="report"
        >
          {t('report.button')}
        </Button>
      )}
    </div>
  );
}

/** Claims whichever row is asked for, then opens it. */
function useClaim(open: (id: string) => void) {
  const mayClaim = useRight('claim');
  const [id, setId] = useState('');
  const action = useCaseAction(id, (row) => open(row.id));
  const wanted = useRef('');
  const claim = (next: string) => {
    if (!mayClaim) return;
    if (next === id) {
      action.mutate({ action: 'claim' });
      return;
    }
    wanted.current = next;
    setId(next);
  };
  // The order goes out once the mutation knows the id it is about.
  useEffect(() => {
    if (wanted.current === '' || wanted.current !== id) return;
    wanted.current = '';
    action.mutate({ action: 'claim' });
  });
  return { claim, error: action.error };
}

/** The list stands still under the pointer and the cursor, unless its case has left the queue. */
function useHeld(pointer: boolean, cursor: string | null) {
  const held = pointer || (cursor !== null && queueStore.row(cursor) !== undefined);
  useEffect(() => {
    queueStore.hold(held);
    return () => queueStore.hold(false);
  }, [held]);
}

function Empty({ ready, filter }: { ready: boolean; filter: Filter }) {
  const { t } = useWords();
  const nobody = t(filter === 'waiting' ? 'desk.empty' : 'desk.empty_filter');
  return (
    <div className="over">
      <div className="empty">
        <Icon name="pass" size={28} />
        <p>{ready ? nobody : t('app.loading')}</p>
      </div>
    </div>
  );
}

export function DeskPage() {
  const { t } = useWords();
  const queue = useQueue();
  const { state } = useFeedStatus();
  const actor = useActor();
  const mayClaim = useRight('claim');
  const [filter, setFilter] = useState<Filter>(kept.filter ?? (mayClaim ? 'waiting' : 'escalated'));
  const [cursor, setCursor] = useState(kept.cursor);
  const [pointer, setPointer] = useState(false);
  const [reporting, setReporting] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const open = useCallback((id: string) => {
    kept.cursor = id;
    go(`desk/${id}`);
  }, []);
  const { claim, error } = useClaim(open);
  useEffect(() => {
    Object.assign(kept, { filter, cursor });
    queueStore.setFilter(belongs(filter, actor));
  }, [filter, actor, cursor]);
  useHeld(pointer, cursor);
  useDeskKeys({ cursor, setCursor, scroller, claim, open });
  return (
    <>
      <h1 className="sr">{t('desk.title')}</h1>
      <Counts />
      <Toolbar
        filter={filter}
        choose={setFilter}
        pending={queue.pending}
        show={() => {
          setCursor(null);
          queueStore.release();
        }}
        onReport={() => setReporting(true)}
        error={error ? errorWords(error, t) : ''}
      />
      <section className="panel livetable" data-feed={state} data-testid="queue">
        <QueueTable
          shown={queue.shown}
          cursor={cursor}
          actor={actor}
          scroller={scroller}
          onOpen={open}
          onPointer={setPointer}
        />
        {queue.shown.length === 0 && <Empty ready={queue.ready} filter={filter} />}
      </section>
      <p className="dim small keys-foot row">
        <span className="grow">{t('desk.keys_hint')}</span>
        <a href="#/shift">{t('nav.shift')}</a>
        <a href="#/wall">{t('nav.wall')}</a>
      </p>
      <Announcer />
      {reporting && (
        <ReportDialog
          onClose={() => setReporting(false)}
          onReported={(row) => {
            setReporting(false);
            open(row.id);
          }}
        />
      )}
    </>
  );
}
