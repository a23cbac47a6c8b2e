// Calls this person has asked to drop since the page was loaded, so that the way to "confirmed"
// stays in sight wherever they go next.

import { useSyncExternalStore } from 'react';

let dropped: readonly string[] = [];
const listeners = new Set<() => void>();

function set(next: readonly string[]) {
  dropped = next;
  for (const listener of listeners) listener();
}

const most = 4;

export const noteDrop = (id: string) =>
  set([id, ...dropped.filter((other) => other !== id)].slice(0, most));
export const forgetDrop = (id: string) => set(dropped.filter((other) => other !== id));

export const useDrops = () =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => dropped,
  );
