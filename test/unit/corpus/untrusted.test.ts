import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/core/corpus/sentences.ts';
import { expectLinear } from '../../support/growth.ts';
import { checkInvariants, parse } from './support.ts';

describe('deep nesting', () => {
  const depth = 20_000;
  it.each([
    ['a.md', '<div>\n'],
    ['a.html', '<div>'],
    ['a.html', '<b><table><tr><td>'],
    ['a.html', '<ul><li>'],
    ['a.md', '[!['],
    ['a.md', '***a '],
    ['a.mdx', '{('],
    ['a.md', '<table>'],
  ])('is read (%s, %j)', (file, opening) => {
    const text = `${opening.repeat(depth)}x`;
    const { documents, problems } = parse(file, text);
    expect(problems).toEqual([]);
    expect(documents[0]!.passages.at(-1)!.text).toMatch(/x$/);
    checkInvariants(text, documents[0]!.passages);
  });

  it.each(['> ', '- ', '1. ', '>'])('is refused with a reason where the parser would drown in it (%j)', (marker) => {
    const { documents, problems } = parse('a.md', `Text.\n\n${marker.repeat(depth)}x`);
    expect(documents).toEqual([]);
    expect(problems[0]!.reason).toMatch(/^One line opens 20000 quotations or lists inside each other; at most 100/);
  });

  it('leaves a title of maps in maps as it is written', () => {
    const title = `${'{'.repeat(600)}x${'}'.repeat(600)}`;
    expect(parse('a.md', `---\ntitle: ${title}\n---\n\nText.`).documents[0]!.title).toBe(title);
  });

  it('skips deep JSON that is not the text', () => {
    const deep = '['.repeat(3000) + ']'.repeat(3000);
    expect(parse('a.jsonl', `{"x":${deep},"text":"Here."}`).documents[0]!.passages[0]!.text).toBe('Here.');
  });
});

describe('time grows with the size of the text', () => {
  it.each([
    ...[
      '*a_',
      '**a',
      '[a](',
      '[^a]',
      '![a](b "c',
      '<!-- ',
      '<a ',
      '``a` ',
      '$a ',
      '{: ',
      '{%',
      '{~~a~>',
      '{--',
      '{++a',
      '{==',
      '~a~',
      '<sup>',
      '\\[x',
      '<math>',
    ],
    ...['Word one. ', '\\(a ', '<?a ', '<![CDATA['],
    ...[
      ':::{note}\n',
      '```{note}\n',
      '[[a|b ',
      '%%a ',
      '9%% ',
      '{# ',
      '{% comment %}\n',
      '{% highlight x %}\n',
      '==a ',
      '[a]{.b ',
      '#a #b ',
      '[x]: # (a ',
    ],
  ])('in Markdown made of %j', (part) => {
    expectLinear((size) => parse('a.md', part.repeat(size / part.length)), 5000);
  });

  it.each([
    ['a.html', '<p>a&amp;b '],
    ['a.html', '<b><p>'],
    ['a.html', '<table><tr><td>x'],
    ['a.txt', 'e.g. A. b '],
    ['a.txt', 'word '],
    ['a.rst', '`a *b* ``c '],
    ['a.rst', '.. note:: x\n'],
    ['a.rst', '+--+--+\n| a | b |\n'],
    ['a.rst', '|a|\n'],
    ['a.rst', 'a\n=\n\n.. toctree::\n\n'],
    ['a.csv', '"a""b",'],
    ['a.mdx', '<A b={"x"} {'],
    ['a.mdx', '{"{` '],
    ['a.mdx', '{\\`'],
    ['a.mdx', 'import {a from "b\n'],
    ['a.mdx', "<A b={'"],
  ])('in %s made of %j', (file, part) => {
    expectLinear((size) => parse(file, `text\n${part.repeat(size / part.length)}`), 10_000);
  });

  it('in a paragraph after a bracket that never closes', () => {
    expectLinear((size) => parse('a.md', `[ ${'word '.repeat(size / 5)}`), 60_000);
  });

  it('in sentences that never end', () => {
    expectLinear((size) => splitSentences('e.g. '.repeat(size / 5)), 100_000);
  });
});

describe('what a file may hold', () => {
  it.each([
    ['list items', '- an item\n'],
    ['lists in lists', `${'- '.repeat(60)}x\n`],
    ['quoted lines', '> a\n'],
    ['paragraphs', 'a\n\n'],
    ['headings', '# a\n'],
    ['rows', '| a | b |\n'],
    ['lines', 'a\n'],
    ['items that stand ever deeper', Array.from({ length: 90 }, (_, depth) => `${'  '.repeat(depth)}- item\n`).join('')],
  ])('ends where the parser would take minutes: %s', (_, part) => {
    const { documents, problems } = parse('a.md', part.repeat(Math.ceil(1_000_000 / part.length)));
    expect(documents).toEqual([]);
    expect(problems[0]!.reason).toMatch(/^The file has more than 25,000 paragraphs, list items and rows.*Split it, or leave it out/);
  });

  it('is a long book', () => {
    const paragraph = `${'The tide rises and falls twice a day.\n'.repeat(3)}\n`;
    expect(parse('a.md', paragraph.repeat(2000)).problems).toEqual([]);
  });

  it.each(['\n', '\r\n', ' \n', '\t\n'])(
    'is any number of empty lines (%j): they take no room, and leave every place where it is',
    (line) => {
      const text = `# Tides\n\nFirst.\n${line.repeat(1_000_000)}\nLast.`;
      const before = process.memoryUsage.rss();
      const { documents } = parse('a.md', text);
      // A kilobyte for each would be a thousand.
      expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(400);
      expect(documents[0]!.passages.map((passage) => passage.text)).toEqual(['Tides\n\nFirst.\n\nLast.']);
      checkInvariants(text, documents[0]!.passages);
    },
  );
});

describe('lines without a blank one between them, however many,', () => {
  const lines = Array.from({ length: 150_000 }, (_, index) => `Line ${index} tells of water.`);
  const text = lines.join('\n');
  it.each([
    ['a.txt', text],
    ['a.jsonl', JSON.stringify({ text })],
    ['a.csv', `text\n"${text}"\n`],
    ['a.rst', `Listing::\n\n  ${lines.join('\n  ')}\n`],
    ['a.html', `<p>${lines.join('</p><p>')}</p>`],
    ['a.md', `<ul><li>${lines.join('</li><li>')}</li></ul>`],
  ])('are read (%s)', (file, whole) => {
    const { documents, problems } = parse(file, whole);
    expect(problems).toEqual([]);
    expect(documents[0]!.passages.at(-1)!.text).toContain(lines.at(-1));
  });
});
