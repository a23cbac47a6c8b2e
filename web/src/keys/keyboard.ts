import { useEffect, useRef, useSyncExternalStore } from 'react';
import { allowed, commandOf, placeOf, type KeyCommand } from './keymap';

type Handler = () => boolean | void; // false: not mine, ask the next one

const storageKey = 'qorgan.shortcuts';
const layers: Map<KeyCommand, Handler>[] = [];
const switchListeners = new Set<() => void>();

let shortcutsOn = (() => {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
})();

export function setShortcuts(on: boolean) {
  shortcutsOn = on;
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  } catch {
    // Not remembered then.
  }
  for (const listener of switchListeners) listener();
}

export function useShortcutsOn(): boolean {
  return useSyncExternalStore(
    (changed) => {
      switchListeners.add(changed);
      return () => switchListeners.delete(changed);
    },
    () => shortcutsOn,
  );
}

// Whether a dialog was open when the key went down. Asked before anybody else hears of the press:
// the Esc that closes a dialog must not also take the page behind it back.
let dialogOpen = false;

function onKeyDownFirst() {
  dialogOpen = document.querySelector('[role="dialog"], [role="menu"]') !== null;
}

function onKeyDown(event: KeyboardEvent) {
  const command = commandOf(event, shortcutsOn);
  if (!command || event.defaultPrevented) return;
  if (dialogOpen) return;
  const place = placeOf(document.activeElement);
  if (!allowed(command, place, event.code)) return;
  if (command === 'back' && place === 'text') (document.activeElement as HTMLElement).blur();
  for (let i = layers.length - 1; i >= 0; --i) {
    const handler = layers[i]!.get(command);
    if (handler && handler() !== false) {
      event.preventDefault();
      return;
    }
  }
}

if (typeof window !== 'undefined')
  window.addEventListener('keydown', onKeyDownFirst, { capture: true });

/** Binds commands while the component is shown; the newest layer is asked first. */
export function useKeys(handlers: Partial<Record<KeyCommand, Handler>>) {
  const latest = useRef(handlers);
  latest.current = handlers;
  const commands = Object.keys(handlers).join();
  useEffect(() => {
    const layer = new Map<KeyCommand, Handler>();
    for (const command of commands.split(',') as KeyCommand[]) {
      layer.set(command, () => latest.current[command]?.());
    }
    if (layers.length === 0) document.addEventListener('keydown', onKeyDown);
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener('keydown', onKeyDown);
    };
  }, [commands]);
}
