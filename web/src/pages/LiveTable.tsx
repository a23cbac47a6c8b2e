import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, type RefObject } from 'react';
import type { CallRow } from '../api/client';
import { useReasonWords, type ReasonWords } from '../api/queries';
import { liveStore, serverNow, useServerNow } from '../feed/feed';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import {
  LevelBadge,
  PhoneNumber,
  ScoreBar,
  StateMark,
  VerdictBadge,
  WatchedMark,
} from '../parts/badges';
import { callClock, isOver, reasonsOf, scoreOf, toneOf } from './live-filter';

export const rowHeight = 36;
const headHeight = 32;
export const columns = [
  'time',
  'trunk',
  'caller',
  'callee',
  'state',
  'verdict',
  'score',
  'reasons',
  'duration',
  'alert',
] as const;

function Clock({ row }: { row: CallRow }) {
  useServerNow();
  const elapsed = callClock(row, serverNow());
  if (elapsed === null) return <span className="dim">—</span>;
  return <span className={row.answered_at ? '' : 'dim'}>{duration(elapsed)}</span>;
}

export const rowDomId = (id: string) => `call-${id}`;

interface RowProps {
  row: CallRow;
  index: number;
  selected: boolean;
  gone: boolean;
  reasonWords: (reason: CallRow['reasons'][number]) => ReasonWords;
  onOpen: (id: string) => void;
}

function ReasonsCell({ row, reasonWords }: Pick<RowProps, 'row' | 'reasonWords'>) {
  const reasons = reasonsOf(row);
  const words = reasons[0] && reasonWords(reasons[0]);
  const others = reasons
    .slice(1)
    .map((reason) => reasonWords(reason).sentence)
    .join(' ');
  return (
    <span role="gridcell" className="reasons-cell">
      {words && (
        <span className="cut" title={`${words.sentence} ${others}`}>
          {words.sentence || words.title}
        </span>
      )}
      {reasons.length > 1 && <span className="more">+{reasons.length - 1}</span>}
    </span>
  );
}

const Row = memo(function Row({ row, index, selected, gone, reasonWords, onOpen }: RowProps) {
  const { f } = useWords();
  return (
    <div
      role="row"
      id={rowDomId(row.id)}
      className="live-row live-grid"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-tone={toneOf(row)}
      data-over={isOver(row)}
      data-gone={gone}
      data-call={row.id}
      data-verdict={row.verdict}
      data-state={row.state}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
      onClick={() => onOpen(row.id)}
    >
      <span role="gridcell">{f.time(new Date(row.started_at))}</span>
      <span role="gridcell" className="cut soft">
        {plain(row.trunk, 64)}
      </span>
      <span role="gridcell" className="cut">
        <PhoneNumber number={row.caller} country={row.caller_country} />
      </span>
      <span role="gridcell" className="cut">
        <PhoneNumber number={row.callee} country={row.callee_country} />
      </span>
      <span role="gridcell">
        <StateMark state={row.state} />
      </span>
      <span role="gridcell" className="cut keep">
        <VerdictBadge call={row} /> <WatchedMark call={row} />
      </span>
      <span role="gridcell">
        <ScoreBar score={scoreOf(row)} />
      </span>
      <ReasonsCell row={row} reasonWords={reasonWords} />
      <span role="gridcell" className="num">
        <Clock row={row} />
      </span>
      <span role="gridcell" className="keep">
        {row.alert && <LevelBadge level={row.alert.level} />}
      </span>
    </div>
  );
});

function HeadRow() {
  const { t } = useWords();
  return (
    <div role="rowgroup" className="live-head">
      <div role="row" className="live-grid" aria-rowindex={1}>
        {columns.map((name) => (
          <span
            key={name}
            role="columnheader"
            className={name === 'duration' ? 'num cut' : 'cut'}
            title={t(`col.${name}`)}
          >
            {t(`col.${name}`)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Which rows are drawn; the row the cursor moves to is scrolled into sight. */
function useRows(
  shown: readonly string[],
  cursor: string | null,
  scroller: RefObject<HTMLDivElement | null>,
) {
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => shown[index] ?? index,
  });
  const lastCursor = useRef(cursor);
  useEffect(() => {
    if (cursor !== lastCursor.current && cursor !== null) {
      const index = shown.indexOf(cursor);
      if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
    }
    lastCursor.current = cursor;
  }, [cursor, shown, virtual]);
  return virtual;
}

/** The virtualised table. It keeps the focus itself and points at the row under the cursor. */
export function LiveTable({
  shown,
  cursor,
  scroller,
  onOpen,
  onPointer,
  onScrolled,
}: {
  shown: readonly string[];
  cursor: string | null;
  scroller: RefObject<HTMLDivElement | null>;
  onOpen: (id: string) => void;
  onPointer: (over: boolean) => void;
  onScrolled: (scrolled: boolean) => void;
}) {
  const words = useWords();
  const { t } = words;
  const reasonWords = useReasonWords(words);
  const virtual = useRows(shown, cursor, scroller);
  const drawn = cursor !== null && virtual.getVirtualItems().some((item) => item.key === cursor);
  return (
    <div
      ref={scroller}
      role="grid"
      className="live-scroll"
      tabIndex={0}
      aria-label={t('live.title')}
      aria-rowcount={shown.length + 1}
      aria-readonly="true"
      aria-activedescendant={drawn ? rowDomId(cursor) : undefined}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onPointer(true)}
      onPointerLeave={() => onPointer(false)}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > 0)}
    >
      <HeadRow />
      <div className="live-space" role="rowgroup" style={{ height: shown.length * rowHeight }}>
        {virtual.getVirtualItems().map((item) => {
          const id = shown[item.index];
          const row = id === undefined ? undefined : liveStore.row(id);
          return row && id !== undefined ? (
            <Row
              key={id}
              row={row}
              index={item.index}
              selected={id === cursor}
              gone={liveStore.isGone(id)}
              reasonWords={reasonWords}
              onOpen={onOpen}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}
