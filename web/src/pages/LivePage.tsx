import { SegmentedControl, TextInput } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CallRow } from '../api/client';
import { useReasonWords, useRight } from '../api/queries';
import { liveStore, useFeedStatus, useLiveView } from '../feed/feed';
import { phone } from '../format/phone';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import { Icon } from '../parts/icons';
import { DropDialog, isDroppable } from '../parts/DropDialog';
import { go } from '../shell/router';
import { noteDrop } from '../shell/drops';
import { LiveTable } from './LiveTable';
import { haystack, liveFilters, makeFilter, reasonsOf, type LiveFilterName } from './live-filter';

// What the page was like when it was left, so that coming back from a call changes nothing.
const kept = { filter: 'all' as LiveFilterName, search: '', cursor: null as string | null };

function Counter({ value, words, tone }: { value: number; words: string; tone?: string }) {
  const { f } = useWords();
  return (
    <div className="counter" data-tone={tone}>
      <b>{f.number(value, 0)}</b>
      <span>{words}</span>
    </div>
  );
}

function Counters() {
  const { t } = useWords();
  const { counts } = useLiveView();
  return (
    <div className="counters" role="group" aria-label={t('live.title')} data-testid="counters">
      <Counter value={counts.live} words={t('live.talking')} tone="live" />
      <Counter value={counts.arrived_per_minute} words={t('live.arrived')} tone="label" />
      <Counter value={counts.refused_per_minute} words={t('live.refused')} tone="block" />
      <Counter value={counts.would_refuse_per_minute} words={t('live.would_refuse')} />
      <Counter value={counts.alerts_live} words={t('live.alerts')} tone="alert" />
    </div>
  );
}

const announceEveryMs = 4000;

/** Says new high and urgent alerts to screen readers, at a rate a person can follow. */
function Announcer() {
  const { t } = useWords();
  const [text, setText] = useState('');
  const last = useRef(0);
  useEffect(() => {
    liveStore.onUpsert = (row: CallRow, before) => {
      if (!row.alert || before?.alert || row.alert.level === 'medium') return;
      if (Date.now() - last.current < announceEveryMs) return;
      last.current = Date.now();
      setText(
        t('live.announce', {
          level: t(`level.${row.alert.level}`),
          caller: phone(row.caller) || t('number.withheld'),
          callee: phone(row.callee),
        }),
      );
    };
    return () => {
      liveStore.onUpsert = undefined;
    };
  }, [t]);
  return (
    <div className="sr" aria-live="polite">
      {text}
    </div>
  );
}

function useFilter(name: LiveFilterName, search: string) {
  const words = useWords();
  const reasonWords = useReasonWords(words);
  useEffect(() => {
    const reasons = (row: CallRow) =>
      reasonsOf(row)
        .map((reason) => {
          const { title, sentence } = reasonWords(reason);
          return `${title} ${sentence}`;
        })
        .join(' ');
    liveStore.setFilter(makeFilter(name, search, (row) => haystack(row, words.language, reasons)));
  }, [name, search, reasonWords, words.language]);
}

function moved(shown: readonly string[], cursor: string | null, by: number): string | null {
  if (shown.length === 0) return null;
  const at = cursor === null ? -1 : shown.indexOf(cursor);
  if (at < 0) return shown[0]!;
  return shown[Math.min(shown.length - 1, Math.max(0, at + by))]!;
}

function Empty({ ready, filtered }: { ready: boolean; filtered: boolean }) {
  const { t } = useWords();
  const text = !ready ? t('live.waiting') : filtered ? t('live.empty_filter') : t('live.empty');
  return (
    <div className="empty">
      <Icon name="live" size={28} />
      <p>{text}</p>
    </div>
  );
}

export function LivePage() {
  const { t, f } = useWords();
  const view = useLiveView();
  const mayDrop = useRight('drop_call');
  const { state } = useFeedStatus();
  const [filter, setFilter] = useState(kept.filter);
  const [search, setSearch] = useState(kept.search);
  const [cursor, setCursor] = useState(kept.cursor);
  const [pointer, setPointer] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [dropping, setDropping] = useState<string | null>(null);
  const [notice, setNotice] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  useFilter(filter, search);
  useEffect(() => {
    Object.assign(kept, { filter, search, cursor });
  }, [filter, search, cursor]);
  const held = pointer || scrolled || cursor !== null || dropping !== null;
  useEffect(() => {
    liveStore.hold(held);
    return () => liveStore.hold(false);
  }, [held]);

  const toNewest = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 });
    liveStore.release();
  }, []);
  const open = useCallback((id: string) => {
    setCursor(id);
    kept.cursor = id;
    go(`calls/${id}`);
  }, []);
  const move = (by: number) => {
    setNotice('');
    // At the top the way up leads to the rows that wait.
    if (by < 0 && cursor === view.shown[0] && view.pending > 0) liveStore.release();
    setCursor(moved(liveStore.getView().shown, cursor, by));
    scroller.current?.focus({ preventScroll: true });
  };
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    top: () => {
      toNewest();
      setCursor(liveStore.getView().shown[0] ?? null);
    },
    open: () => (cursor ? open(cursor) : false),
    search: () => searchField.current?.focus(),
    drop: () => {
      const row = cursor ? liveStore.row(cursor) : undefined;
      if (!row) return false;
      if (!mayDrop) setNotice(t('drop.not_allowed'));
      else if (row.emergency) setNotice(t('drop.emergency'));
      else if (!isDroppable(row)) setNotice(t('drop.not_live'));
      else setDropping(row.id);
      return true;
    },
    back: () => {
      setNotice('');
      if (cursor === null && !scrolled) return false;
      setCursor(null);
      toNewest();
      return true;
    },
  });
  const filters = useMemo(
    () =>
      liveFilters.map((name) => ({
        value: name,
        label: name === 'all' ? t('live.all') : t(`live.only_${name}`),
      })),
    [t],
  );
  const target = dropping ? liveStore.row(dropping) : undefined;
  return (
    <>
      <h1 className="sr">{t('live.title')}</h1>
      <Counters />
      <div className="toolbar">
        <SegmentedControl
          size="xs"
          data={filters}
          value={filter}
          aria-label={t('live.filter')}
          onChange={(value) => setFilter(value as LiveFilterName)}
        />
        <span className="dim nowrap">
          {t('live.rows', { count: f.number(view.shown.length, 0) })}
        </span>
        {view.pending > 0 && (
          <button
            type="button"
            className="pill"
            data-testid="pending"
            title={t('live.pending_hint')}
            onClick={() => {
              setCursor(null);
              toNewest();
            }}
          >
            {t('live.pending', { count: f.number(view.pending, 0) })}
            <Icon name="up" size={14} />
          </button>
        )}
        <span className="bad" role="status">
          {notice}
        </span>
        <TextInput
          ref={searchField}
          className="search"
          size="xs"
          value={search}
          maxLength={60}
          aria-label={t('live.search_label')}
          placeholder={t('live.search')}
          leftSection={<Icon name="search" size={14} />}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <section className="panel livetable" data-held={held} data-feed={state}>
        <LiveTable
          shown={view.shown}
          cursor={cursor}
          scroller={scroller}
          onOpen={open}
          onPointer={setPointer}
          onScrolled={setScrolled}
        />
        {view.shown.length === 0 && (
          <div className="over">
            <Empty ready={view.ready} filtered={view.total > 0} />
          </div>
        )}
      </section>
      <Announcer />
      {target && (
        <DropDialog
          call={target}
          onClose={() => setDropping(null)}
          onRequested={() => {
            noteDrop(target.id);
            setDropping(null);
          }}
        />
      )}
    </>
  );
}
