import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectLinear } from '../../support/growth.ts';
import { checkInvariants, parse } from './support.ts';

const all = (file: string, text: string, budget: number) => {
  const { documents, omissions } = parse(file, text, budget);
  return { passages: documents.flatMap(({ passages }) => [...passages]), told: new Map(omissions.map(({ kind, count }) => [kind, count])) };
};

const letters = (texts: readonly { readonly text: string }[]): string => texts.map(({ text }) => text.replace(/\s+/g, '')).join('');

/** Holds for any text: no passage over the budget by more than a tenth, places true to the file, nothing lost between the cuts. */
function checkBudget(file: string, text: string, budget: number): ReturnType<typeof all> {
  const found = all(file, text, budget);
  const over = found.passages.filter(({ tokens }) => tokens > budget * 1.1);
  expect(over.map(({ tokens, text: what }) => `${tokens} of ${budget}: ${what.slice(0, 300)}`)).toEqual([]);
  checkInvariants(text, found.passages);
  const whole = all(file, text, 100_000_000);
  if (!found.told.has('thin') && !whole.told.has('thin')) expect(letters(found.passages)).toBe(letters(whole.passages));
  return found;
}

const row = (at: number): string => `| gauge ${at} | ${at * 7} m³/s after rain | silt |`;
const code = (at: number): string => `    level_${at} = read(sensor=${at}) + offset["${at}"]`;
const shout = 'and then the river rose and the millers ran and nobody had told them ';
const many = (count: number, line: (at: number) => string, glue = '\n'): string =>
  Array.from({ length: count }, (_, at) => line(at)).join(glue);

/** Texts of some 20,000 characters without the seams that prose has. */
const kinds: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'a fence': ['a.md', `# Gauges\n\n\`\`\`python\n${many(400, code)}\n\`\`\`\n`],
  'a fence of one line': ['a.md', `\`\`\`js\n${many(900, (at) => `f(${at},"x${at}")`, ';')}\n\`\`\`\n`],
  'a fence of blank lines': ['a.md', `\`\`\`\n${'a = 1;\n\n\n\n'.repeat(800)}b\n\`\`\`\n`],
  'indented code': ['a.md', `Code:\n\n${many(400, code)}\n`],
  'a fence in a list with tabs': ['a.md', `- item\n\n\t\`\`\`\n${many(400, (at) => `\t\tx${at} = "é" + ${at}`)}\n\t\`\`\`\n`],
  'a table': ['a.md', `| where | flow | bed |\n|---|---|---|\n${many(400, row)}\n`],
  'a table of one row': ['a.md', `| a | b |\n|---|---|\n| ${shout.repeat(150)} | ${shout.repeat(150)} |\n`],
  'minified HTML': ['a.html', `<div><p>${many(1200, (at) => `<b>bed&amp;${at}</b><i>silt</i>`, '')}</p></div>`],
  'a pre of HTML': ['a.html', `<pre>${many(500, code)}</pre>`],
  'a table of HTML': ['a.html', `<table>${many(400, (at) => `<tr><td>${at}<td>weir &lt; ${at}`, '')}</table>`],
  'talk without punctuation': ['a.txt', shout.repeat(300)],
  'talk in short lines': ['a.txt', many(900, (at) => `so the river ${at}`)],
  captions: ['a.md', many(900, (at) => `ferry number ${at} goes`, ' – ')],
  'Chinese without full stops': ['a.txt', '水流过河床然后带走沙子，'.repeat(1500)],
  'Chinese without any punctuation': ['a.md', '水流过河床然后带走沙子'.repeat(1600)],
  Japanese: ['a.txt', '川は山から海へ流れていき水は土を運び'.repeat(1000)],
  Thai: ['a.md', 'น้ำไหลจากภูเขาลงสู่ทะเลและพาดินไปด้วย'.repeat(500)],
  'words joined by hyphens': ['a.txt', 'salt-marsh-'.repeat(1800)],
  emoji: ['a.md', '👩‍🔬🌊'.repeat(2500)],
  'marks upon marks': ['a.txt', `e${'\u0301'.repeat(20_000)}`],
  'a code span': ['a.md', `Say \`${'weir(sluice) '.repeat(1500)}\` aloud.`],
  'a formula': ['a.md', `The sum\n\n$$\n${many(700, (at) => `q_{${at}} = v_{${at}} A \\\\`)}\n$$\n\nis long.`],
  'a formula without spaces': ['a.md', `The sum\n\n$$${many(2000, (at) => `q_{${at}}`, '+')}$$\n\nis long.`],
  headings: ['a.md', many(300, (at) => `# Gauge ${at}`, '\n\n')],
  'a heading': ['a.md', `# ${'The Long River '.repeat(1300)}\n\nText.`],
  'headings in headings': [
    'a.md',
    `# ${'a b '.repeat(9)}\n## ${'c d '.repeat(9)}\n### ${'e f '.repeat(9)}\n#### ${'g h '.repeat(9)}\n\n${shout.repeat(90)}`,
  ],
  'a list of one item': ['a.md', `- ${shout.repeat(300)}`],
  'blanks alone before what is left out': ['a.md', `\t\t${'silt'.repeat(50)}</pre>`],
  'a literal block': ['a.rst', `Code::\n\n${many(400, code)}\n`],
  'a grid table': ['a.rst', `+------+------+\n${many(400, (at) => `| g${String(at).padEnd(4)}| wet  |\n+------+------+`)}\n`],
  'a record': ['a.jsonl', JSON.stringify({ text: `${shout.repeat(200)}\n\n${'"ü"\\u00e9\t'.repeat(900)}` }).replaceAll('ü', '\\u00fc')],
  'a cell': ['a.csv', `text\n"${`say ""weir"" ${shout}`.repeat(200)}"\n`],
};

describe.each([50, 137, 800])('with a budget of %i tokens', (budget) => {
  it.each(Object.entries(kinds))('%s keeps to it', (_, [file, text]) => {
    checkBudget(file, text, budget);
  });
});

it('tells of what was cut that is whole to a reader, and of nothing else', () => {
  const told = (text: string, budget = 100): unknown => {
    const { cut, oversized } = Object.fromEntries(checkBudget('a.md', text, budget).told);
    return { cut, oversized };
  };
  expect(told(`\`\`\`\n${many(100, code)}\n\`\`\`\n\n${shout.repeat(20)}`)).toEqual({ cut: 2, oversized: undefined });
  expect(told('A weir measures discharge. '.repeat(100))).toEqual({ cut: undefined, oversized: undefined });
  // 100 < 105 < 110.
  expect(told(`\`\`\`\n${'water '.repeat(102)}\n\`\`\`\n`)).toEqual({ cut: undefined, oversized: 1 });
});

it('cuts code at its blank lines and lines, a table between its rows, text without spaces between its words', () => {
  const passages = (file: string, text: string): string[] => all(file, text, 60).passages.map((passage) => passage.text);
  const pair = (at: number): string => `def gauge_${at}(level):\n    return level * ${at} + offset\n`;
  const functions = passages('a.md', `\`\`\`\n${many(12, pair, '\n')}\`\`\``);
  expect(functions.length).toBeGreaterThan(2);
  for (const text of functions) expect(text).toMatch(/^(?:```\n)?def gauge_\d+\(level\):\n[^]*\+ offset(?:\n```)?$/);
  for (const text of passages('a.md', `| a | b | c |\n|---|---|---|\n${many(40, row)}`))
    expect(text).toMatch(/^(?:a|gauge \d+) \|[^]*(?:silt|c)$/);
  for (const text of passages('a.txt', '水流过河床，'.repeat(60))) expect(text).toMatch(/^(?:水流过河床，)+$/);
  for (const text of passages('a.txt', 'แม่น้ำ'.repeat(100))) expect(text).toMatch(/^(?:แม่น้ำ)+$/);
});

describe('any text', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      '# Bed\n\n',
      '\n\n',
      '\n',
      '. ',
      ' ',
      ', ',
      '- item ',
      '```\n',
      '\n```\n',
      '| a | b |\n|---|---|\n',
      '| c | d |\n',
      '$$',
      '$x$ ',
      '`',
    ),
    fc.constantFrom(
      'river ',
      'flows',
      '河川',
      '。',
      'แม่น้ำ',
      '👩‍🔬',
      'e\u0301',
      '&amp;',
      '<p>',
      '<td>',
      '</table>',
      '<table>',
      '<pre>',
      '</pre>',
      '::\n\n  ',
      '    ',
    ),
    fc
      .tuple(
        fc.constantFrom('weir ', 'silt', '水', '🌊', 'x\n', '| y ', 'a,b;', '&lt;', '_', '\t', 'ä\u0323'),
        fc.integer({ min: 20, max: 400 }),
      )
      .map(([text, times]) => text.repeat(times)),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const text = fc.array(unit, { minLength: 1, maxLength: 25 }).map((units) => units.join(''));

  it.each(['md', 'mdx', 'html', 'rst', 'txt', 'jsonl', 'csv'])('keeps to any budget (.%s)', { timeout: 120_000 }, (extension) => {
    const written = (body: string): string =>
      extension === 'jsonl' ? JSON.stringify({ text: body }) : extension === 'csv' ? `text\n"${body.replaceAll('"', '""')}"` : body;
    fc.assert(
      fc.property(text, fc.integer({ min: 50, max: 800 }), (body, budget) => {
        checkBudget(`a.${extension}`, written(body), budget);
      }),
      { numRuns: 60 },
    );
  });
});

it.each(['weir ', 'Weir. ', '水流过河', 'x', 'น้ำไหล', '/\n', '# a', '👩‍🔬', ',', '$x '])(
  'takes time in proportion to a line of %j',
  (part) => {
    expectLinear((size) => parse('a.txt', part.repeat(size / part.length), 200), 10_000);
  },
);
