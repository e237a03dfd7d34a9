import { describe, expect, it } from 'vitest';
import { toFileSpan } from '../../../src/core/corpus/anchors.ts';
import { parse, passagesOf, textOf } from './support.ts';

const kramdown = `---
title: "Tides &mdash; and *currents*"
layout: page
---

<div data-type="abstract" markdown="1">
* State what a **tide**{: data-type="term" #id-1} is.
* {: #id-2} Explain the *ebb*{: data-type="term"}.

</div>

A tide rises when <math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>F</mi><mo>=</mo><mfrac><mrow><mi>G</mi><mi>m</mi></mrow><msup><mi>r</mi><mn>2</mn></msup></mfrac></mrow><annotation encoding="StarMath 5.0"> size 12{F} {}</annotation></semantics></math>

 holds, as [\\[link\\]](#fig-1) shows. [\\[link\\]](#eq-1) says why.

<div data-type="equation" id="eq-1">
<math><mi>x</mi><mo>=</mo><mn>1</mn></math>
</div>

![A long description. Of it.](../a b.jpg "A caption "with" quotes"){: #fig-1}

### Section *one*  {#sec-1}
{: data-type="x"}

Some text.<sup data-type="footnote-number" id="footnote-ref1">[1](#footnote1){: data-type="footnote-link"}</sup> 10<sup>3</sup> m.

flood
: a rising tide
{: #id-3}

ebb
: a falling tide
^
`;

describe('Markdown', () => {
  it('reads kramdown with MathML without a trace of the mark-up', () => {
    expect(textOf('a.md', kramdown)).toBe(`- State what a tide is.
- Explain the ebb.

A tide rises when F = Gm/r^2 holds, as the figure shows. The equation says why.

x = 1

Section one

Some text. 10^3 m.

flood: a rising tide

ebb: a falling tide`);
  });

  it('takes the title from the front matter and puts it above the headings', () => {
    const { documents } = parse('a/tides.md', kramdown, 50);
    expect(documents[0]!.title).toBe('Tides — and *currents*');
    expect(documents[0]!.passages.map(({ headings }) => headings.slice(1))).toEqual([[], ['Section one']]);
  });

  it('takes the title from the first heading, or from the name of the file', () => {
    expect(parse('a/tides.md', '# The *Sea*\n\nText.').documents[0]!.title).toBe('The Sea');
    expect(parse('a/tides.md', 'Text.').documents[0]!.title).toBe('tides');
    expect(passagesOf('a.md', '# The Sea\n\nText.')[0]!.headings).toEqual(['The Sea']);
  });

  it('joins what a converter cut off behind a formula', () => {
    const math = (name: string): string => `<math><mi>${name}</mi></math>`;
    const text = `Find ${math('t')}

\\:

along *${math('x')}

* axis, the ${math('x')}

- and *y*-axes of ${math('F')}

 in general. Is it ${math('m')}

? Chapter one * * *
{: data-type="newline"}

A list of ${math('a')}

* An item
`;
    expect(textOf('a.md', text)).toBe(
      'Find t:\n\nalong x axis, the x- and y-axes of F in general. Is it m? Chapter one\n\nA list of a\n\n- An item',
    );
  });

  it('gives a formula the span of all of its mark-up', () => {
    const [passage] = passagesOf('a.md', kramdown, 50).filter(({ text }) => text.includes('Gm/r^2'));
    const start = passage!.text.indexOf('F = Gm/r^2');
    const span = toFileSpan(passage!, { start, end: start + 10 });
    expect(kramdown.slice(span.start, span.end)).toMatch(/^<math .*<\/math>$/);
  });

  it('keeps code fences, LaTeX, tables and lists readable', () => {
    const text = `Intro with \`code_x\` and $a_1 * b_2$.

\`\`\`js
const a = "{: x}"; // <b>
\`\`\`

$$
\\sum_{i=1}^n x_i
$$

| Name | Value |
|:--|--:|
| a \\| b | **1** |
| | \`y\` |

1. one
   - nested
2. two

   more

- [x] done
`;
    expect(textOf('a.md', text)).toBe(`Intro with code_x and $a_1 * b_2$.

\`\`\`js
const a = "{: x}"; // <b>
\`\`\`

$$
\\sum_{i=1}^n x_i
$$

Name | Value
a | b | 1
 | y

1. one
  - nested
2. two
more

- done`);
  });

  it('knows a price from a formula', () => {
    expect(textOf('a.md', 'It was $5 **then**, and $10 *now*. But $x$ is one.')).toBe('It was $5 then, and $10 now. But $x$ is one.');
  });

  it('reads LaTeX brackets as formulas only where they hold one', () => {
    expect(textOf('a.md', 'A \\(x_1 + *y*\\) and \\(see below\\).\n\n\\[ E = mc^2 \\]')).toBe(
      'A \\(x_1 + *y*\\) and (see below).\n\n\\[ E = mc^2 \\]',
    );
  });

  it('keeps the text of links, drops targets, images, comments and footnote marks', () => {
    const text = `See [the *map*](http://x.org "t"), [ref][r] <https://y.org>.[^1] <!-- hidden

hidden too -->Then ![alt](a.png) end.

[r]: http://z.org
[^1]: The note.
`;
    expect(textOf('a.md', text)).toBe('See the map, ref https://y.org. Then end.\n\nThe note.');
  });

  it('reads Markdown inside block tags, and parts their texts', () => {
    expect(textOf('a.md', '<div>\n<p>One *a*.</p><p>Two.</p>\n</div>\n<h2>Head</h2>\nThree<br>four.')).toBe(
      'One a.\n\nTwo.\n\nHead\n\nThree four.',
    );
    expect(passagesOf('a.md', '<h2>Head</h2>\nThree.')[0]!.headings).toEqual(['Head']);
  });

  it('reads HTML tables as tables', () => {
    expect(
      textOf(
        'a.md',
        'Before.\n\n<table><caption>Cap</caption><tr><th>A</th><th>B &amp; C</th></tr>\n\n<tr><td>1</td><td><b>2</b></td></tr></table>\n\nAfter.',
      ),
    ).toBe('Before.\n\nCap\nA | B & C\n1 | 2\n\nAfter.');
  });

  it('leaves MDX out of the text, and never fails on it', () => {
    const text = `import { Chart } from '../chart'
export const meta = {
  title: 'x',

  list: [1, 2],
}

# Hello {props.name}

<Tabs items={["a > b", 'c']} onChange={() => { go() }}>
  <Tab>Text in *tab* {/* comment */} here.</Tab>
</Tabs>

Broken {brace and <Tag attr={ here.
`;
    expect(textOf('a.mdx', text)).toBe('Hello\n\nText in tab here.\n\nBroken {brace and <Tag attr={ here.');
  });

  it('takes no bracket that MDX escapes for one that opens', () => {
    expect(textOf('a.mdx', 'One {/\\{/.exec(x)} two.')).toBe('One two.');
  });

  it('decodes references and escapes, each anchored to what it was', () => {
    const text = 'Fish &amp; chips \\* caf&eacute; &#x1F41F;&nbsp;end.';
    const [passage] = passagesOf('a.md', text);
    expect(passage!.text).toBe('Fish & chips * café 🐟 end.');
    const fish = passage!.text.indexOf('🐟');
    const span = toFileSpan(passage!, { start: fish, end: fish + 2 });
    expect(text.slice(span.start, span.end)).toBe('&#x1F41F;');
  });

  it('joins the lines of paragraphs in quotations and lists', () => {
    expect(textOf('a.md', '> One\r\n> two\r\nthree.\r\n\r\n- a\r\n  b\r\n  > c\r\n  > d')).toBe('One two three.\n\n- a b\nc d');
  });
});

describe('splitting', () => {
  const section = (name: string, sentences: number): string =>
    `## ${name}\n\n${Array.from({ length: sentences }, (_, index) => `${name} sentence number ${index} is here.`).join(' ')}\n\n`;

  it('joins short sections with their neighbours under one parent, and names what stands above both', () => {
    const passages = passagesOf('a.md', `# Top\n\n${section('One', 40)}${section('Two', 2)}${section('Three', 40)}`, 400);
    expect(passages.map(({ headings }) => headings)).toEqual([['Top'], ['Top', 'Three']]);
    expect(passages[0]!.text).toContain('Two sentence number 1');
  });

  it('never leaves a heading at the end of a passage', () => {
    for (const passage of passagesOf('a.md', Array.from({ length: 30 }, (_, index) => section(`Part${index}`, 5)).join(''), 100)) {
      expect(passage.text).toMatch(/\.$/);
    }
  });

  it('cuts one sentence, fence or table only where it is over the budget by more than a tenth', () => {
    const sentence = (words: number): string => `A ${'very '.repeat(words)}long sentence.`;
    const fence = (lines: number): string => `\`\`\`\n${'code line here\n'.repeat(lines)}\`\`\``;
    const texts = (markdown: string): string[] => passagesOf('a.md', markdown, 100).map(({ text }) => text);
    expect(texts(`Short one. ${sentence(102)} Short two.\n\n${fence(25)}\n\nEnd.`)).toEqual([
      'Short one.',
      sentence(102),
      'Short two.',
      fence(25),
      'End.',
    ]);
    const [first, second, third, ...rest] = texts(`${sentence(200)}\n\n${fence(60)}`);
    expect(`${first} ${second} ${third}`).toBe(sentence(200));
    expect(rest.join('\n')).toBe(fence(60));
  });

  it('numbers passages that say the same', () => {
    const passages = passagesOf('a.jsonl', '{"text":"Same."}\n{"text":"Same."}\n');
    expect(passages[1]!.id).toBe(`${passages[0]!.id}~2`);
    expect(passages[1]!.hash).toBe(passages[0]!.hash);
  });

  it('changes only the hashes of passages whose content changed', () => {
    const before = section('One', 30) + section('Two', 30);
    const hashes = (text: string): string[] => passagesOf('a.md', text, 300).map(({ hash }) => hash);
    const [first, second] = hashes(before);
    const changed = hashes(before.replace('Two sentence number 3', 'Two sentence number three'));
    expect(changed[0]).toBe(first);
    expect(changed[1]).not.toBe(second);
  });
});
