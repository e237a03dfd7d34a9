import { describe, expect, it } from 'vitest';
import { parse } from './support.ts';

const imports = '```python\nimport os\nfrom weir import gauge\n```';

describe('passages without anything to teach', () => {
  it.each([
    ['links', 'a.md', '# See also\n\n- [Weirs](weirs.md)\n- [Locks](locks.md)\n- [Tides](tides.md)\n'],
    [
      'links',
      'a.html',
      '<h1>Index</h1><ul><li><a href="a">Weirs</a></li><li><a href="b">Locks</a></li><li><a href="c">Tides</a></li></ul>',
    ],
    ['imports or settings', 'a.md', `# Setup\n\n${imports}\n`],
    ['imports or settings', 'a.md', '```yaml\nname: weir\nport: 80\n```\n'],
    ['blanks to fill in', 'a.md', 'A weir measures ______.\nA lock lifts ______.\nThe tide is ____ twice a day.\n'],
    ['numbers or signs', 'a.txt', '1. 3 + 4 = ___\n2. 5 + 6 = ___\n3. 8 - 2 = ___\n'],
    ['entries of an index', 'a.txt', 'ebb, 12, 45–47\nflood, 3, 8\nlock, 4–6\nneap, 9, 10\nweir, 1, 2\n'],
    ['a heading', 'a.md', '# One\n\n## Two\n'],
  ])('are passed over and told: %s', (only, file, text) => {
    const { documents, problems, omissions } = parse(file, text);
    expect(documents).toEqual([]);
    expect(problems).toEqual([
      { file, reason: `There is nothing to learn from in the file, which has only ${only}. Leave it out with corpus.exclude.` },
    ]);
    expect(omissions).toMatchObject([{ kind: 'thin', count: 1 }]);
  });

  it('leave the rest of their file as it is', () => {
    const { documents, problems, omissions } = parse(
      'a.md',
      `# Weirs\n\n${'A weir measures discharge. '.repeat(60)}\n\n# Setup\n\n${'import os\n'.repeat(60).replace(/^/, '```python\n')}\`\`\`\n`,
      250,
    );
    expect(problems).toEqual([]);
    expect(documents[0]!.passages.map(({ text }) => text).join()).not.toContain('import');
    expect(omissions).toMatchObject([{ kind: 'thin', count: 1, line: 5 }]);
  });

  it.each([
    [
      'links that are explained',
      'a.md',
      '- [Weirs](w.md) are barriers across a river\n- [Locks](l.md) lift boats\n- [Tides](t.md) rise and fall\n',
    ],
    ['links in a sentence', 'a.md', 'See [A](a), [B](b) and [C](c) for the way in which a weir measures how much water runs.'],
    ['code with a comment', 'a.md', '```python\nimport os\n# Reads the gauge each hour and keeps the highest level.\n```\n'],
    ['code that does something', 'a.md', '```js\nconst gauge = require("gauge");\ngauge.read(3);\n```\n'],
    ['definitions', 'a.md', 'Weir\n: A barrier across a river.\n\nLock\n: Lifts boats.\n'],
    ['a poem', 'a.txt', 'The river runs\nthe mill wheel turns\nand no one counts\nthe water\n'],
    ['a list of names', 'a.md', '- Elbe\n- Oder\n- Rhine\n'],
    ['one sentence', 'a.md', 'A weir measures discharge.'],
    ['a formula', 'a.md', '$$\nQ = v A\n$$\n'],
    ['a table', 'a.md', '| year | level |\n|---|---|\n| 1990 | 34 |\n'],
    ['a word of another script', 'a.txt', '水。'],
  ])('are not %s', (_, file, text) => {
    expect(parse(file, text)).toMatchObject({ documents: [{ passages: [{}] }], problems: [], omissions: [] });
  });
});
