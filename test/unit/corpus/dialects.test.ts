import { describe, expect, it } from 'vitest';
import { parse, passagesOf, textOf } from './support.ts';

const omitted = (file: string, text: string): Record<string, number> =>
  Object.fromEntries(parse(file, text).omissions.map(({ kind, count }) => [kind, count]));

describe('blocks with a title', () => {
  it.each([
    ['> [!NOTE]\n> Mind the tide.', 'Mind the tide.'],
    ['> [!tip]- At *ebb*\n> Mind the tide.', 'At ebb\n\nMind the tide.'],
    ['> **Note**\n> Mind the tide.', 'Mind the tide.'],
    [':::note At ebb\nMind the tide.\n:::', 'At ebb\n\nMind the tide.'],
    [':::tip[At ebb]\n\nMind the tide.\n\n:::', 'At ebb\n\nMind the tide.'],
    ['::: warning\nMind the tide.\n:::', 'Mind the tide.'],
    ['::: {.callout-note title="At ebb"}\nMind the tide.\n:::', 'At ebb\n\nMind the tide.'],
    ['::::: {.columns}\n::: {.column width="50%"}\nMind the tide.\n:::\n:::::', 'Mind the tide.'],
    [':::{note} At ebb\n:class: wide\n\nMind the tide.\n:::', 'At ebb\n\nMind the tide.'],
    ['```{admonition} At ebb\n---\nclass: wide\n---\nMind the *tide*.\n```', 'At ebb\n\nMind the tide.'],
    ['````{note}\n```{tip}\nMind the tide.\n```\n````', 'Mind the tide.'],
    ['!!! note "At ebb"\n    Mind the tide.\n\n    - one\n\n    And the wind.', 'At ebb\n\nMind the tide.\n\n- one\n\nAnd the wind.'],
    ['!!! note ""\n    Mind the tide.', 'Mind the tide.'],
    ['???+ danger\n\n    Mind the tide.', 'Mind the tide.'],
    ['=== "At ebb"\n\n    Mind the tide.', 'At ebb\n\nMind the tide.'],
    ['!!! note\n    === "At ebb"\n        Mind the tide.', 'At ebb\n\nMind the tide.'],
    ['/// tip | At ebb\nMind the tide.\n///', 'At ebb\n\nMind the tide.'],
    ['{% hint style="info" %}\nMind the tide.\n{% endhint %}', 'Mind the tide.'],
    ['{% tabs %}\n{% tab title="At ebb" %}\nMind the tide.\n{% endtab %}\n{% endtabs %}', 'At ebb\n\nMind the tide.'],
    ['{{% notice tip "At ebb" %}}\nMind the tide.\n{{% /notice %}}', 'At ebb\n\nMind the tide.'],
    ['<Tabs>\n<TabItem value="e" label="At ebb">\n\nMind the tide.\n\n</TabItem>\n</Tabs>', 'At ebb\n\nMind the tide.'],
  ])('read without their markers: %j', (markdown, text) => {
    expect(textOf('a.md', `Before.\n\n${markdown}\n\nAfter.\n`)).toBe(`Before.\n\n${text}\n\nAfter.`);
  });

  it('head nothing but themselves: what follows stands below the same headings as before', () => {
    const passages = passagesOf('a.md', `# Tides\n\n> [!note] Ebb\n> Low.\n\n${'Water rises and falls. '.repeat(60)}`, 60);
    expect(new Set(passages.map(({ headings }) => headings.join('/')))).toEqual(new Set(['Tides']));
  });
});

describe('marks in a line', () => {
  it.each([
    ['See [[River|the river]], [[notes/Delta#Mouth]] and [[#Banks]].', 'See the river, Delta and Banks.'],
    ['| a |\n|---|\n| [[River\\|the river]] |', 'a\nthe river'],
    ['Silt is fine. ^def-1\n\n![[map.png|400]]\n\n#geology #water', 'Silt is fine.'],
    ['It is ==fine silt== and ++new++, press ++ctrl+c++.', 'It is fine silt and new, press ctrl+c.'],
    ['A weir :material-water: rises :tada:.', 'A weir rises.'],
    ['Text.{ .annotate } [wide]{.smallcaps #id} gates ![map](m.png){width=50%}', 'Text. wide gates'],
    ['See {ref}`the weir <weir>`, {term}`crest`, {func}`~a.b.rate` and {math}`x^2`.', 'See the weir, crest, rate and x^2.'],
    ['In {numref}`fig_weir` and :numref:`sec_crest`, see :eqref:`eq_q`.', 'In the figure and the section, see the equation.'],
    ['As in Figure {numref}`fig_weir`, our :ref:`crest` holds.', 'As in Figure, our section holds.'],
    ['A gate [@doe2002; @poe2003, p. 3] rises, says @roe_lee2001. See @fig-map.', 'A gate rises, says Roe and Lee (2001). See the figure.'],
    ['# Rivers { id="4.5" }\n\nText.', 'Rivers\n\nText.'],
    [':::{card} Weirs\nHead\n^^^\nText.\n+++\nFoot\n:::', 'Weirs\n\nHead\n\nText.\n\nFoot'],
    ['Water^[Of rivers.] is x^2^ and H~2~O.', 'Water (Of rivers.) is x^2 and H2O.'],
    ['The rate is {{ site.rate }} litres, [see]({% link a.md %}).', 'The rate is litres, see.'],
    ['{% raw %}{{ kept }}{% endraw %}', '{{ kept }}'],
    ['See \\ref{fig:a}. \\newpage', 'See.'],
    ['$$\nx\n$$ (eq-1)\n\nDone.', '$$\nx\n$$\n\nDone.'],
    [
      'See [](./weirs.md) to learn of [](#fig-weir), as our [](#sec-crest) says.',
      'See the section to learn of the figure, as our section says.',
    ],
    ['[](./weirs.md) tells of weirs.\n\nThe comment `#@save` keeps them.', 'The section tells of weirs.\n\nThe comment #@save keeps them.'],
    ['# Weirs [](#weirs)\n\n[](#top) It falls. [](https://a.b/c)', 'Weirs\n\nIt falls.'],
    ['It fell {cite}`doe2002`, says {cite:t}`roe_lee2001`; see :citet:`Poe.2003`.', 'It fell, says Roe and Lee (2001); see Poe (2003).'],
    ['Use the switch ({{< fa toggle-on >}}) or [read]({{< ref "a" >}}).', 'Use the switch or read.'],
    ['Weir\n: It falls.\n: It rises.', 'Weir: It falls. It rises.'],
    [':label:`sec_a`\n\nWe [**open\nthe gate**] (**slowly,\nby hand**).', 'We open the gate slowly, by hand.'],
  ])('are read without their signs: %j', (markdown, text) => {
    expect(textOf('a.md', markdown)).toBe(text);
  });

  it('that only look like some stay', () => {
    for (const text of [
      'The test a == b holds, x==y too, and === is strict.',
      'In C++ we write std::vector and a::b; i++ and ++k.',
      'It costs $5 and $6; the ratio is 3:4:5 at 10:30:45.',
      'The set {x | x > 0} and {1, 2} and { a = b }.',
      'See [[1, 2], [3, 4]] and, if [[ -f x ]], a file.',
      'Files start with #include <stdio.h>; issue #12 by @jane.',
      'It was 100%% sure and 50 % of it.',
      'import taxes from "abroad" were high.',
    ]) {
      expect(textOf('a.md', text)).toBe(text);
    }
    expect(textOf('a.md', 'Use `{{ name }}`, `[[link]]`, `%%x%%` and `==x==`.')).toBe('Use {{ name }}, [[link]], %%x%% and ==x==.');
  });
});

describe('what is for a tool alone', () => {
  it('is left out and told', () => {
    const note = 'up:: [[Silt]]\n\n```dataview\nTABLE x\n```\n\n```{toctree}\na\nb\n```\n\n--8<-- "a.md"\n\n<% tp.date %>\n\nSilt is fine.';
    expect(textOf('a.md', note)).toBe('Silt is fine.');
    expect(omitted('a.md', note)).toEqual({ macro: 5 });
  });

  it.each([
    '```rust\n{{#rustdoc_include ../weirs/src/main.rs:here}}\n```',
    '> ```console\n> {{#include ../weirs/output.txt:1:4}}\n> ```',
    '```python\n{!../../src/weir.py!}\n```',
    '```yaml\n--8<-- "weirs/one.yml"\n--8<-- "weirs/two.yml"\n```',
    '{!../../src/weir.py!}',
    '{{#include ../weirs/crest.md}}',
  ])('are lines in whose place a tool sets another file: %j', (line) => {
    const text = `Water runs over the crest.\n\n${line}\n\nThen it falls.`;
    expect(textOf('a.md', text)).toBe('Water runs over the crest.\n\nThen it falls.');
    expect(omitted('a.md', text)).toEqual({ macro: 1 });
  });

  it('is a line that would be a comment elsewhere', () => {
    const text = 'Water runs over the crest.\n\n{* ../../src/weir.py ln[4:9] hl[5,7:8] *}\n\nThen it falls.';
    expect(textOf('a.md', text)).toBe('Water runs over the crest.\n\nThen it falls.');
    expect(omitted('a.md', text)).toEqual({ comment: 1 });
  });

  it('is no code that holds such a line among others, or says how one is written', () => {
    for (const text of [
      '```js\nconst weir = {\n  {!a!}\n};\n```',
      '```md\nWrite this:\n\n{{#include weir.md}}\n```',
      '```rust\n\\{{#include weir.rs}}\n```',
      '```c\nif (a) {* b *}\n```',
      'The set { a * b } and {!x} are no files.',
    ]) {
      expect(textOf('a.md', text)).toBe(text);
    }
  });

  it('in JSX, also in a file of Markdown', () => {
    const tabs = '<Tabs groupId="weirs" queryString values={list(["high"])}>\n<TabItem value="high">\n\nHigh weirs.\n\n</TabItem>\n</Tabs>';
    const image = "<Themed alt=\"A weir\" sources={{\n  light: '/a.png',\n  dark: '/b.png',\n}} />";
    const imports = "import Tabs from '@theme/Tabs'; import TabItem from '@theme/TabItem'; import list from \"@site/list\"";
    expect(textOf('a.md', `${imports}\n\nWater falls.\n\n${tabs}\n\n${image}\n\nIt foams.`)).toBe(
      'Water falls.\n\nHigh weirs.\n\nIt foams.',
    );
    for (const text of ['If a <b and c ={ d } then.', 'Use Map<Key, Value> = {} here.']) expect(textOf('a.md', text)).toBe(text);
  });

  it('in Docusaurus, also in a file of Markdown', () => {
    expect(
      textOf('a.md', "import Tabs from '@theme/Tabs';\nimport {\n  A,\n} from './a'\n\nText. {/* x */}\n\n## Rating {#rating}\n\nMore."),
    ).toBe('Text.\n\nRating\n\nMore.');
  });

  it('are the words behind a fence but for the language, and the options in it', () => {
    expect(
      textOf(
        'a.md',
        '```js title="a.js" {1,3}\nx\n```\n\n``` hl_lines="2 4"\nw\n```\n\n```{r, echo=FALSE}\n#| label: a\ny\n```\n\n```{code-block} c\n:linenos:\n\nz\n```',
      ),
    ).toBe('```js\nx\n```\n\n```\nw\n```\n\n```r\ny\n```\n\n```c\nz\n```');
  });

  it('is code that only sets a notebook up', () => {
    const code = '```{.python .input}\n%load_ext weirs.tab\ntab.choose(["a"])\n```\n\n```python\n%matplotlib inline\nopen()\n```';
    expect(textOf('a.md', code)).toBe('```python\n%matplotlib inline\nopen()\n```');
    expect(omitted('a.md', code)).toEqual({ macro: 1 });
  });

  it('is a link in a paragraph of its own whose words come once more', () => {
    const text =
      'Text.\n\n<div>\n\n[Run it](https://a.b/1)\n\n</div>\n\nMore.\n\n[Run it](https://a.b/2)\n\n[The weir book](https://a.b/3)';
    expect(textOf('a.md', text)).toBe('Text.\n\nMore.\n\nThe weir book');
    expect(omitted('a.md', text)).toEqual({ furniture: 2 });
  });

  it('is a column of a table whose header is hidden, and the name of a picture', () => {
    const table =
      '<table data-view="cards"><thead><tr><th></th><th></th><th data-hidden data-type="image">Cover</th></tr></thead><tbody><tr><td><i class="fa-water">:water:</i> Weirs</td><td>They fall</td><td>weir.png</td></tr></tbody></table>';
    expect(textOf('a.md', `Text.\n\n${table}`)).toBe('Text.\n\nWeirs | They fall');
    const list = table.replace('They fall', '<ul><li>They fall</li><li>They rise</li></ul>');
    expect(textOf('a.md', `Text.\n\n${list}`)).not.toMatch(/Cover|weir\.png/);
  });

  it('is a tag that stands for a fence', () => {
    expect(textOf('a.md', '{% highlight ruby %}\nputs 1\n{% endhighlight %}')).toBe('```ruby\nputs 1\n```');
    expect(textOf('a.md', ':::{code-block} c\nint x;\n:::')).toBe('```c\nint x;\n```');
  });
});

describe('the same code once more', () => {
  it.each([
    '```python\n#@tab mxnet\na()\n```\n\n```python\n#@tab pytorch\nb()\n```',
    '```sh\nnpm i x\n```\n\n```sh\nyarn add x\n```',
    '```bash\nls x\n```\n\n```powershell\ndir x\n```',
    '```js\nconst rate = head * width\n```\n\n```ts\nconst rate: number = head * width\n```',
    '=== "One"\n\n    ```c\n    a();\n    ```\n\n=== "Two"\n\n    ```py\n    b()\n    ```',
    '<Tabs>\n<TabItem label="One">\n\n```c\na();\n```\n\n</TabItem>\n<TabItem label="Two">\n\n```py\nb()\n```\n\n</TabItem>\n</Tabs>',
    '{% tabs %}\n{% tab title="One" %}\n```c\na();\n```\n{% endtab %}\n{% tab title="Two" %}\n```py\nb()\n```\n{% endtab %}\n{% endtabs %}',
  ])('is left out and told: %j', (markdown) => {
    const text = textOf('a.md', `${markdown}\n\nAfter.`);
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text).not.toMatch(/@tab|Two/);
    expect(text).toMatch(/After\.$/);
    expect(omitted('a.md', markdown)).toEqual({ variant: 1 });
  });

  it('is kept where it is other code, or has words of its own', () => {
    for (const text of [
      '```sh\npip install x\n```\n\n```sh\nnpm i y\n```',
      '```js\nlet a = 1\n```\n\n```ts\ninterface Weir { crest: string }\n```',
      '```c\na();\n```\n\nThen:\n\n```c\nb();\n```',
    ]) {
      expect(textOf('a.md', text)).toBe(text);
    }
    expect(textOf('a.md', '=== "One"\n\n    Turn left.\n\n=== "Two"\n\n    Turn right.')).toBe('One\n\nTurn left.\n\nTwo\n\nTurn right.');
  });
});

describe('output of programs', () => {
  it('in the export of a notebook is left out and told', () => {
    const notebook =
      'Stages:\n\n```python\ndf\n```\n\n<div>\n<table border="1" class="dataframe">\n<tr><td>1.2</td></tr>\n</table>\n</div>\n\n    x.py:1: Warning\n\n![png](output_3_1.png)\n\nThe stage rises.\n\n    code of its own';
    expect(textOf('a.md', notebook)).toBe('Stages:\n\n```python\ndf\n```\n\nThe stage rises.\n\ncode of its own');
    expect(omitted('a.md', notebook)).toEqual({ output: 2 });
  });

  it('of knitr, Quarto and fences that say so', () => {
    const text = '```r\nmean(x)\n```\n\n```\n## [1] 5\n```\n\n::: {.cell-output .stdout}\n```\n7\n```\n:::\n\n```output\n8\n```';
    expect(textOf('a.md', text)).toBe('```r\nmean(x)\n```');
    expect(omitted('a.md', text)).toEqual({ output: 3 });
  });
});

describe('front matter', () => {
  it.each([
    '---\ntitle: Old weirs\n---\n',
    '---\ntitle: "Old weirs"\n...\n',
    '---\ntitle: >-\n  Old\n  weirs\ndate: 2021\n---\n',
    '+++\ntitle = "Old weirs"\n[menu.main]\n  weight = 3\n+++\n',
    '{\n  "title": "Old weirs",\n  "tags": ["a"]\n}\n',
    'Title: Old weirs\nDate: 2021-05-03\nTags: a, b\n',
    '% Old weirs\n% Somebody\n',
    '\uFEFF---\r\ntitle: Old weirs\r\n---\r\n',
  ])('gives the title and no text: %j', (matter) => {
    const { documents } = parse('a.md', `${matter}\nA weir.\n`);
    expect(documents[0]!.title).toBe('Old weirs');
    expect(documents[0]!.passages.map(({ text }) => text)).toEqual(['A weir.']);
  });

  it('is none where the file opens with its text', () => {
    for (const text of ['Note: this is a line.\n\nMore.', '{ "a": 1 } is JSON.', 'Title: x']) expect(textOf('a.md', text)).toBe(text);
    expect(textOf('a.md', '---\n\nProse.\n\n---\n\nMore.')).toBe('Prose.\n\nMore.');
  });
});

describe('HTML that stands in a fence of its own', () => {
  it('is read, and left out where it shows no words', () => {
    const table = '```{=html}\n<table>\n <tr>\n  <td> --head </td>\n  <td> Height of the water </td>\n </tr>\n</table>\n```';
    expect(textOf('a.md', `Options:\n\n${table}\n\nDone.`)).toBe('Options:\n\n--head | Height of the water\n\nDone.');
    const script = '```{=html}\n<script>\nopen()\n</script>\n```\n\n```{=latex}\n\\weir\n```';
    expect(textOf('a.md', `Text.\n\n${script}`)).toBe('Text.');
    expect(omitted('a.md', script)).toEqual({ macro: 2 });
  });
});

it('a row of a list that is a table in MyST opens with one marker', () => {
  const list = ':::{list-table} Gates\n* - weir\n  - falls\n* - lock\n  - lifts\n:::';
  expect(textOf('a.md', list)).toBe('Gates\n\n- weir\n  - falls\n- lock\n  - lifts');
});

describe('a table drawn with borders', () => {
  it('is read by its rows and cells, in a list too', () => {
    const rows = [
      '+-------+:--------:+',
      '| Gate  | Use      |',
      '+=======+==========+',
      '| weir\\ | `open`   |',
      '| (old) | **wide** |',
      '+-------+----------+',
    ];
    const read = 'Gate | Use\nweir (old) | open wide';
    expect(textOf('a.md', `Before.\n\n${rows.join('\n')}\n\nAfter.`)).toBe(`Before.\n\n${read}\n\nAfter.`);
    expect(textOf('a.md', `1. One\n\n${rows.map((row) => `    ${row}`).join('\n')}\n\n2. Two`)).toContain(read);
  });

  it('is none where nothing closes it', () => {
    expect(textOf('a.md', '+ one\n+ two')).toBe('- one\n- two');
    expect(textOf('a.md', '+---+\n\nText.')).toBe('+---+\n\nText.');
  });
});

it('options of code that nothing runs are what it shows', () => {
  expect(textOf('a.md', '```\n#| label: weir\n```')).toBe('```\n#| label: weir\n```');
});
