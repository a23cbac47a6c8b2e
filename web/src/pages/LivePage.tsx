import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { CallRow } from '../api/client';
import { useReasonWords } from '../api/queries';
import { liveStore, useFeedStatus, useLiveView } from '../feed/feed';
import { phone } from '../format/phone';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { DropDialog } from '../parts/DropDialog';
import { go } from '../shell/router';
import { noteDrop } from '../shell/drops';
import { useLiveKeys } from './live-keys';
import { LiveTable } from './LiveTable';
import { FilterChoice, Pending, SearchField } from './LiveToolbar';
import { haystack, makeFilter, reasonsOf, type LiveFilterName } from './live-filter';

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
      {counts.unlisted_per_minute > 0 && (
        <Counter value={counts.unlisted_per_minute} words={t('live.unlisted')} />
      )}
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

function Empty({ ready, filtered }: { ready: boolean; filtered: boolean }) {
  const { t } = useWords();
  const text = !ready ? t('live.waiting') : filtered ? t('live.empty_filter') : t('live.empty');
  return (
    <div className="over">
      <div className="empty">
        <Icon name="live" size={28} />
        <p>{text}</p>
      </div>
    </div>
  );
}

function Dropping({ id, close }: { id: string | null; close: () => void }) {
  const target = id ? liveStore.row(id) : undefined;
  if (!target) return null;
  return (
    <DropDialog
      call={target}
      onClose={close}
      onRequested={() => {
        noteDrop(target.id);
        close();
      }}
    />
  );
}

function useHeld(held: boolean) {
  useEffect(() => {
    liveStore.hold(held);
    return () => liveStore.hold(false);
  }, [held]);
}

function useWays(
  scroller: RefObject<HTMLDivElement | null>,
  setCursor: (id: string | null) => void,
) {
  const toNewest = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 });
    liveStore.release();
  }, [scroller]);
  const open = useCallback(
    (id: string) => {
      setCursor(id);
      kept.cursor = id;
      go(`calls/${id}`);
    },
    [setCursor],
  );
  return { toNewest, open };
}

export function LivePage() {
  const { t, f } = useWords();
  const view = useLiveView();
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
  useHeld(held);
  const { toNewest, open } = useWays(scroller, setCursor);
  useLiveKeys({
    cursor,
    setCursor,
    scrolled,
    setDropping,
    setNotice,
    toNewest,
    open,
    searchField,
    scroller,
  });
  return (
    <>
      <h1 className="sr">{t('live.title')}</h1>
      <Counters />
      <div className="toolbar">
        <FilterChoice filter={filter} choose={setFilter} />
        <span className="dim nowrap">
          {t('live.rows', { count: f.number(view.shown.length, 0) })}
        </span>
        <Pending
          count={view.pending}
          show={() => {
            setCursor(null);
            toNewest();
          }}
        />
        <span className="bad" role="status">
          {notice}
        </span>
        <SearchField fieldRef={searchField} search={search} change={setSearch} />
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
        {view.shown.length === 0 && <Empty ready={view.ready} filtered={view.total > 0} />}
      </section>
      <Announcer />
      <Dropping id={dropping} close={() => setDropping(null)} />
    </>
  );
}
