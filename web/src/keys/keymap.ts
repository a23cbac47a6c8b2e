// Shortcuts are bound to the place of a key (`event.code`), because `j` types `о` in a Russian and
// `о` in a Kazakh layout. They keep out of the way of text fields, open dialogs and of every
// combination that belongs to the browser.

export type KeyCommand =
  | 'down'
  | 'up'
  | 'open'
  | 'drop'
  | 'claim'
  | 'outcome'
  | 'escalate'
  | 'note'
  | 'search'
  | 'help'
  | 'back'
  | 'top'
  | 'page1'
  | 'page2'
  | 'page3'
  | 'page4'
  | 'page5';

interface Press {
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing?: boolean;
}

const plainKeys: Record<string, KeyCommand> = {
  KeyJ: 'down',
  ArrowDown: 'down',
  KeyK: 'up',
  ArrowUp: 'up',
  Enter: 'open',
  NumpadEnter: 'open',
  KeyD: 'drop',
  KeyC: 'claim',
  KeyO: 'outcome',
  KeyE: 'escalate',
  KeyN: 'note',
  Slash: 'search',
  Escape: 'back',
  Home: 'top',
  Digit1: 'page1',
  Digit2: 'page2',
  Digit3: 'page3',
  Digit4: 'page4',
  Digit5: 'page5',
};

/**
 * The command of a key press, if it is one. `?` is Shift with the slash key. With shortcuts
 * switched off only character keys fall silent (WCAG 2.1.4); arrows, Enter, Home and Esc stay.
 */
export function commandOf(press: Press, shortcutsOn: boolean): KeyCommand | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing) return undefined;
  if (!shortcutsOn && /^(Key|Digit|Slash)/.test(press.code)) return undefined;
  if (press.shiftKey) return press.code === 'Slash' ? 'help' : undefined;
  return plainKeys[press.code];
}

export type FocusPlace = 'page' | 'text' | 'control' | 'dialog';

/** Whether a command may run where the focus is; `code` is the key that asked for it. */
export function allowed(command: KeyCommand, place: FocusPlace, code: string): boolean {
  if (place === 'dialog') return false;
  if (command === 'back') return true;
  if (place === 'text') return false;
  // Enter belongs to the focused button or link, arrows to the focused group of choices.
  return !(place === 'control' && (command === 'open' || code.startsWith('Arrow')));
}

export function placeOf(element: Element | null): FocusPlace {
  if (!element) return 'page';
  if (element.closest('[role="dialog"], [role="menu"]')) return 'dialog';
  const tag = element.tagName;
  if (tag === 'TEXTAREA' || tag === 'SELECT') return 'text';
  if (tag === 'INPUT') {
    const type = (element as HTMLInputElement).type;
    return ['checkbox', 'radio', 'button', 'submit'].includes(type) ? 'control' : 'text';
  }
  if ((element as HTMLElement).isContentEditable) return 'text';
  return tag === 'BUTTON' || tag === 'A' || tag === 'SUMMARY' ? 'control' : 'page';
}
