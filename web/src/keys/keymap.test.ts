import { expect, test } from 'vitest';
import { allowed, commandOf } from './keymap';

const press = (code: string, more: object = {}) => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});

test('keys are known by their place, whatever they type', () => {
  expect(commandOf(press('KeyJ'), true)).toBe('down');
  expect(commandOf(press('KeyK'), true)).toBe('up');
  expect(commandOf(press('KeyD'), true)).toBe('drop');
  expect(commandOf(press('Slash'), true)).toBe('search');
  expect(commandOf(press('Slash', { shiftKey: true }), true)).toBe('help');
  expect(commandOf(press('Escape'), true)).toBe('back');
  expect(commandOf(press('KeyQ'), true)).toBeUndefined();
});

test('combinations belong to the browser', () => {
  for (const held of ['ctrlKey', 'altKey', 'metaKey']) {
    expect(commandOf(press('KeyD', { [held]: true }), true)).toBeUndefined();
  }
  expect(commandOf(press('KeyD', { shiftKey: true }), true)).toBeUndefined();
  expect(commandOf(press('KeyJ', { isComposing: true }), true)).toBeUndefined();
});

test('switched off, characters fall silent and arrows, Enter and Esc stay', () => {
  expect(['KeyJ', 'KeyD', 'Slash', 'Digit1'].map((code) => commandOf(press(code), false))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(['ArrowDown', 'Enter', 'Escape'].map((code) => commandOf(press(code), false))).toEqual([
    'down',
    'open',
    'back',
  ]);
});

test('writing and dialogs are left alone', () => {
  expect(allowed('drop', 'text', 'KeyD')).toBe(false);
  expect(allowed('down', 'text', 'KeyJ')).toBe(false);
  expect(allowed('back', 'text', 'Escape')).toBe(true);
  expect(allowed('back', 'dialog', 'Escape')).toBe(false);
  expect(allowed('drop', 'dialog', 'KeyD')).toBe(false);
  expect(allowed('open', 'control', 'Enter')).toBe(false);
  expect(allowed('down', 'control', 'KeyJ')).toBe(true);
  expect(allowed('down', 'control', 'ArrowDown')).toBe(false);
  expect(allowed('drop', 'page', 'KeyD')).toBe(true);
});
