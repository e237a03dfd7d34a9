import { expect, it } from 'vitest';
import { omissionKinds, omissionText } from '../../../src/core/corpus/omissions.ts';
import { parse } from './support.ts';

it('counts what was left out of a file by kind, with the line of the first', () => {
  const text = '\uFEFF# Weirs\r\n\r\n<!-- ask Ada -->\r\nA weir measures discharge.\r\n\r\n<!-- check -->\r\n';
  expect(parse('weirs.md', text)).toMatchObject({ problems: [], omissions: [{ kind: 'comment', count: 2, line: 3 }] });
  expect(parse('weirs.html', '<p>A weir</p>\n<!-- ask Ada -->')).toMatchObject({ omissions: [{ kind: 'comment', count: 1, line: 2 }] });
  const rst = 'Weirs\n=====\n\n.. ask Ada\n\n.. _weir:\n\n.. [#note] A note.\n\nA weir.\n';
  expect(parse('weirs.rst', rst)).toMatchObject({ omissions: [{ kind: 'comment', count: 1, line: 4 }] });
});

it('tells what was left out of a file without text', () => {
  expect(parse('empty.md', '<!-- nothing yet -->')).toMatchObject({ documents: [], omissions: [{ kind: 'comment', count: 1, line: 1 }] });
});

it('has words for one and for several of each kind, different and without the number', () => {
  for (const kind of Object.keys(omissionKinds) as (keyof typeof omissionKinds)[]) {
    const [one, many] = [omissionText({ kind, count: 1 }), omissionText({ kind, count: 2 })];
    expect(one).not.toBe(many);
    expect(one + many).not.toMatch(/\d/);
  }
});
