import type { RefObject } from 'react';
import { useRight } from '../api/queries';
import { liveStore, useLiveView } from '../feed/feed';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import { isDroppable } from '../parts/DropDialog';

function moved(shown: readonly string[], cursor: string | null, by: number): string | null {
  if (shown.length === 0) return null;
  const at = cursor === null ? -1 : shown.indexOf(cursor);
  if (at < 0) return shown[0]!;
  return shown[Math.min(shown.length - 1, Math.max(0, at + by))]!;
}

interface LiveCommands {
  cursor: string | null;
  setCursor: (id: string | null) => void;
  scrolled: boolean;
  setDropping: (id: string) => void;
  setNotice: (words: string) => void;
  toNewest: () => void;
  open: (id: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  scroller: RefObject<HTMLDivElement | null>;
}

/** What the keys do on the live page. */
export function useLiveKeys(commands: LiveCommands) {
  const { cursor, setCursor, scrolled, setDropping, setNotice, toNewest, open } = commands;
  const { t } = useWords();
  const view = useLiveView();
  const mayDrop = useRight('drop_call');
  const move = (by: number) => {
    setNotice('');
    // At the top the way up leads to the rows that wait.
    if (by < 0 && cursor === view.shown[0] && view.pending > 0) liveStore.release();
    setCursor(moved(liveStore.getView().shown, cursor, by));
    commands.scroller.current?.focus({ preventScroll: true });
  };
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    top: () => {
      toNewest();
      setCursor(liveStore.getView().shown[0] ?? null);
    },
    open: () => (cursor ? open(cursor) : false),
    search: () => commands.searchField.current?.focus(),
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
}
