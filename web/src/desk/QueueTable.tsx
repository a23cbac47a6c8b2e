import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type RefObject } from 'react';
import type { CaseRow } from '../api/client';
import { useReasonWords, type ReasonWords } from '../api/queries';
import { queueStore } from '../feed/feed';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { PhoneNumber } from '../parts/badges';
import { Icon } from '../parts/icons';
import { CaseStateMark, ClockMark, DeskLevelBadge, TalkClock } from './marks';

export const queueRowHeight = 56;
const headHeight = 32;
const columns = ['level', 'clock', 'talk', 'parties', 'why', 'size', 'trunk', 'state'] as const;

export const caseDomId = (id: string) => `case-${id}`;

interface RowProps {
  row: CaseRow;
  index: number;
  selected: boolean;
  actor: string;
  reasonWords: (reason: CaseRow['reasons'][number]) => ReasonWords;
  onOpen: (id: string) => void;
}

function Why({ row, reasonWords }: Pick<RowProps, 'row' | 'reasonWords'>) {
  const { t } = useWords();
  const first = row.reasons[0] && reasonWords(row.reasons[0]);
  if (row.origin === 'citizen') {
    return (
      <span className="two-lines">
        <b className="cut">{t('desk.told')}</b>
        <small className="cut dim">{t('desk.told_hint')}</small>
      </span>
    );
  }
  return (
    <span className="two-lines">
      <b className="cut">{first?.title ?? plain(row.kind, 47)}</b>
      <small className="cut soft" title={first?.sentence}>
        {first?.sentence}
      </small>
    </span>
  );
}

function Size({ row }: { row: CaseRow }) {
  const { t, f } = useWords();
  return (
    <span className="two-lines">
      <span className="cut">{t('desk.calls', { count: f.number(row.calls, 0) })}</span>
      <small className="cut dim">{t('desk.victims', { count: f.number(row.victims, 0) })}</small>
    </span>
  );
}

function Row({ row, index, selected, actor, reasonWords, onOpen }: RowProps) {
  const { t } = useWords();
  return (
    <div
      role="row"
      id={caseDomId(row.id)}
      className="queue-row queue-grid"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-case={row.id}
      data-level={row.level}
      data-state={row.state}
      data-holder={row.holder === actor ? 'me' : row.holder ? 'other' : ''}
      style={{ transform: `translateY(${index * queueRowHeight}px)` }}
      onClick={() => onOpen(row.id)}
    >
      <span role="gridcell">
        <DeskLevelBadge level={row.level} />
      </span>
      <span role="gridcell">
        {row.clock ? <ClockMark clock={row.clock} /> : <span className="dim">—</span>}
      </span>
      <span role="gridcell">
        <TalkClock row={row} />
      </span>
      <span role="gridcell" className="two-lines">
        <PhoneNumber number={row.caller} country={row.caller_country} />
        <span className="row tight cut">
          <span className="dim" aria-hidden="true">
            →
          </span>
          <PhoneNumber number={row.callee} country="KZ" />
        </span>
      </span>
      <span role="gridcell" className="cut">
        <Why row={row} reasonWords={reasonWords} />
      </span>
      <span role="gridcell" className="cut">
        <Size row={row} />
      </span>
      <span role="gridcell" className="cut soft">
        {plain(row.trunk, 64)}
      </span>
      <span role="gridcell" className="cut">
        <CaseStateMark row={row} actor={actor} />
        {row.escalation && (
          <span className="escalated" title={plain(row.escalation.reason, 200)}>
            <Icon name="emergency" size={12} />
            <small className="cut">
              {t(row.escalation.acknowledged_at ? 'desk.acknowledged' : 'desk.escalated')}
            </small>
          </span>
        )}
      </span>
    </div>
  );
}

function HeadRow() {
  const { t } = useWords();
  return (
    <div role="rowgroup" className="live-head">
      <div role="row" className="queue-grid" aria-rowindex={1}>
        {columns.map((name) => (
          <span key={name} role="columnheader" className="cut" title={t(`queue.${name}`)}>
            {t(`queue.${name}`)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The queue in order of rank. It keeps the focus itself and points at the row of the cursor. */
export function QueueTable({
  shown,
  cursor,
  actor,
  scroller,
  onOpen,
  onPointer,
}: {
  shown: readonly string[];
  cursor: string | null;
  actor: string;
  scroller: RefObject<HTMLDivElement | null>;
  onOpen: (id: string) => void;
  onPointer: (over: boolean) => void;
}) {
  const words = useWords();
  const reasonWords = useReasonWords(words);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => queueRowHeight,
    overscan: 6,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => shown[index] ?? index,
  });
  const last = useRef(cursor);
  useEffect(() => {
    if (cursor !== last.current && cursor !== null) {
      const index = shown.indexOf(cursor);
      if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
    }
    last.current = cursor;
  }, [cursor, shown, virtual]);
  const items = virtual.getVirtualItems();
  const drawn = cursor !== null && items.some((item) => item.key === cursor);
  return (
    <div
      ref={scroller}
      role="grid"
      className="live-scroll"
      tabIndex={0}
      aria-label={words.t('desk.title')}
      aria-rowcount={shown.length + 1}
      aria-readonly="true"
      aria-activedescendant={drawn ? caseDomId(cursor) : undefined}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onPointer(true)}
      onPointerLeave={() => onPointer(false)}
    >
      <HeadRow />
      <div className="live-space" role="rowgroup" style={{ height: shown.length * queueRowHeight }}>
        {items.map((item) => {
          const id = shown[item.index];
          const row = id === undefined ? undefined : queueStore.row(id);
          return row && id !== undefined ? (
            <Row
              key={id}
              row={row}
              index={item.index}
              selected={id === cursor}
              actor={actor}
              reasonWords={reasonWords}
              onOpen={onOpen}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}
