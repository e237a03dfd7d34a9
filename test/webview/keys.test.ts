import { describe, expect, it } from 'vitest';
import { actionOf, isTyping, type Press } from '../../webview/review/keys.ts';

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('keys', () => {
  it.each([
    ['a', 'accept'],
    ['r', 'reject'],
    ['e', 'edit'],
    ['g', 'regenerate'],
    ['u', 'undo'],
    ['j', 'next'],
    ['k', 'previous'],
    ['x', 'check'],
  ])('%s means %s, with caps lock too', (key, action) => {
    expect(actionOf(press(key), false)).toBe(action);
    expect(actionOf(press(key.toUpperCase()), false)).toBe(action);
  });

  it('Shift+U redoes, and no other letter means anything with shift', () => {
    expect(actionOf(press('U', { shiftKey: true }), false)).toBe('redo');
    for (const key of 'AREGJKX') expect(actionOf(press(key, { shiftKey: true }), false)).toBeNull();
  });

  it('never acts while typing, nor with a modifier', () => {
    for (const key of 'aregujkxU') {
      expect(actionOf(press(key), true)).toBeNull();
      for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) expect(actionOf(press(key, { [modifier]: true }), false)).toBeNull();
    }
  });

  it('leaves all other keys alone', () => {
    for (const key of ['Enter', 'Tab', ' ', 'ArrowDown', 'b', 'constructor', 'toString']) expect(actionOf(press(key), false)).toBeNull();
  });

  it('knows typing across shadow roots', () => {
    expect(isTyping([{ tagName: 'DIV' }, {}, { tagName: 'VSCODE-TEXT-FIELD' }, { tagName: 'LOOM-PANEL' }])).toBe(true);
    expect(isTyping([{ tagName: 'INPUT' }])).toBe(true);
    expect(isTyping([{ tagName: 'P', isContentEditable: true }])).toBe(true);
    expect(isTyping([{ tagName: 'BUTTON' }, { tagName: 'VSCODE-BUTTON' }, {}])).toBe(false);
  });
});
