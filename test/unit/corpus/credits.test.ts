import { describe, expect, it } from 'vitest';
import { expectLinear } from '../../support/growth.ts';
import { checkInvariants, parse, passagesOf, textOf } from './support.ts';

const kinds = (text: string): Record<string, number> =>
  Object.fromEntries(parse('a.md', text).omissions.map(({ kind, count }) => [kind, count]));

const readme = `[![CI](https://github.com/a/b/workflows/ci.svg)](https://github.com/a/b) ![npm](https://img.shields.io/npm/v/gate "npm")
[![Docs][docs-badge]][docs]

[English](README.md) | [Deutsch](README.de.md)

# Gate

Gate opens sluices when the river rises.

## Table of Contents

- [Install](#install)
  - [From source](#from-source)

## Install

\`\`\`sh
echo '![x](https://img.shields.io/x)' # stays
\`\`\`

![A gate in spring](gate.png)

## Contributors ✨

Thanks go to these people:

<!-- ALL-CONTRIBUTORS-LIST:START -->
<table><tr><td><a href="https://x"><sub><b>Ann Poe</b></sub></a></td></tr></table>
<!-- ALL-CONTRIBUTORS-LIST:END -->

## Sponsors

<a href="https://x"><img src="x.png"></a> [Acme](https://acme.example)

## License

MIT © 2021 Ann Poe. See [LICENSE](LICENSE).

[docs-badge]: https://readthedocs.org/projects/gate/badge/
[docs]: https://gate.example
`;

describe('of a readme', () => {
  it('badges, people, contents and the licence stay out, and are counted', () => {
    expect(textOf('a.md', readme)).toBe(
      "Gate\n\nGate opens sluices when the river rises.\n\nInstall\n\n```sh\necho '![x](https://img.shields.io/x)' # stays\n```",
    );
    expect(kinds(readme)).toEqual({ credits: 5, contents: 1, furniture: 1, notice: 1 });
    checkInvariants(readme, passagesOf('a.md', readme));
  });

  it.each([
    ['a section on how to take part', '## Contributing\n\nFork the project, and open a request.'],
    [
      'a section that tells of contributors',
      `## Contributors\n\n${'The keepers of the gates of the vale have each brought one change to how it opens. '.repeat(3)}`,
    ],
    [
      'a section on what a licence allows',
      `## License\n\n${'A keeper with a licence may open the gate by night, and whoever has none may not do so even by day. '.repeat(5)}`,
    ],
    ['links in a list', '- [Gates](https://a.example) open\n- [Sluices](b.md) let through\n- [Banks](c.md) hold the water back'],
    ['indented code behind a fence', '```js\nopen()\n```\n\n    close()'],
    ['a sentence with a picture', 'Open ![the gate](gate.png) by night.'],
  ])('%s stays', (_, part) => {
    expect(kinds(`# Gate\n\n${part}`)).toEqual({});
  });
});

it('of an exported notebook, what its cells gave stays out, but not their code', () => {
  const notebook = `# Stages

\`\`\`python
frame.head()
\`\`\`

<div>
<style scoped>
    .dataframe th { top: 0 }
</style>
<table border="1" class="dataframe"><tr><td>1.2</td></tr></table>
</div>

    FutureWarning: use other

    <Axes>

![png](output_3_1.png)

The stage rises in spring.

- An item

    with more of it.
`;
  expect(textOf('a.md', notebook)).toBe(
    'Stages\n\n```python\nframe.head()\n```\n\nThe stage rises in spring.\n\n- An item\nwith more of it.',
  );
  expect(kinds(notebook)).toEqual({ output: 2 });
});

it.each([
  '![a](shields.io) ',
  '[![a](',
  '# Sponsors\n',
  '- [a](#a)\n',
  '<div>\n<table border="1" class="dataframe">\n',
  '```\n    a\n',
  '[a]: shields.io\n',
  '[a](README.md)|',
])('text of %j is looked through in time that grows with its size', (part) => {
  expectLinear((size) => parse('a.md', `text\n\n${part.repeat(size / part.length)}`), 5000);
});

describe('a paragraph of one line that stands around any page', () => {
  const around = (line: string): string => `# Locks\n\nA lock lifts boats.\n\n${line}\n\nIts gates open.\n`;

  it.each([
    ['[Edit this page on GitHub](https://github.com/a/b)', 'furniture'],
    ['**[⬆ back to top](#locks)**', 'furniture'],
    ['[« Previous](weirs.md) | [Next »](canals.md)', 'furniture'],
    ['Last updated: 2024-01-01', 'furniture'],
    ['© 2024 Jane Roe. All rights reserved.', 'notice'],
  ])('is left out (%j)', (line, kind) => {
    expect(textOf('a.md', around(line))).toBe('Locks\n\nA lock lifts boats.\n\nIts gates open.');
    expect(kinds(around(line))).toEqual({ [kind]: 1 });
  });

  it.each([
    '[Weirs](weirs.md) | [Next](canals.md)',
    'The next page is [Next](canals.md).',
    '- [Next](canals.md)',
    'Back to top gates, which [hold](gates.md) the water.',
  ])('is none where it says something (%j)', (line) => {
    expect(kinds(around(line))).toEqual({});
  });

  it('is kept in code, and where it is all there is', () => {
    expect(kinds('A lock.\n\n```\n\nback to top\n\n```\n')).toEqual({});
    expect(textOf('a.md', '© 2024 Jane Roe. All rights reserved.')).toContain('Jane Roe');
  });
});
