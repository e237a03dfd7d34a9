import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/core/corpus/parse.ts';
import { checkInvariants, parse } from './support.ts';

const secret = 'Thistledown';

/** All that the file gives to prompts and panels. */
function told(file: string, text: string): string {
  const { documents } = parse(file, text);
  return JSON.stringify(documents.map(({ title, passages }) => [title, passages.map((passage) => [passage.text, passage.headings])]));
}

/** Expects that a file shows `shown` and not the secret. */
function hides(file: string, text: string, shown: readonly string[] = ['Before', 'After']): void {
  const all = told(file, text);
  expect(all, text).not.toContain(secret);
  for (const words of shown) expect(all, text).toContain(words);
}

const around = (inside: string): string => `Before the lock.\n\n${inside}\n\nAfter the lock.\n`;

describe('comments of languages that pages are made with', () => {
  it.each([
    `<!-- ${secret} --!> the gate`,
    `{#${secret}#} the gate`,
    `{#${secret} over\nlines#} the gate`,
    `{% comment() %}${secret}{% end %} the gate`,
    `{% doc %}\n  ${secret}\n{% enddoc %}\nthe gate`,
    `{% liquid\n  comment\n    ${secret}\n  endcomment\n%}\nthe gate`,
    `<#-- ${secret}\n\n${secret} -->\n\nthe gate`,
    `<%doc>${secret}</%doc> the gate`,
    `{* ${secret} *} the gate`,
    `of {>>${secret}<<} the gate`,
    `of {--${secret} and\nmore--} the gate`,
    `of {~~${secret}~>the gate~~}`,
  ])('are hidden (%j), and what follows is not', (comment) => {
    for (const text of [around(comment), around(comment).replaceAll('\n', '\r\n'), around(`- one\n- ${comment}\n- two`)])
      hides('a.md', text, ['Before', 'the gate', 'After']);
  });

  it.each(['{* one or more', '{>> in a stream', '<#-- to the end', '# Gates {#gates}\n\nThe gate {.wide} and {#other}'])(
    'that are never closed are text (%j)',
    (line) => {
      expect(told('a.md', around(line))).toContain('After');
    },
  );
});

it.each([
  ['{++The gate++} is {==wide==}, not {~~a~>the *lock*~~}.', 'The gate is wide, not the lock.'],
  ['It takes {--x} and {++y}.', 'It takes {--x} and {++y}.'],
])('what CriticMarkup adds and points out is read (%j)', (line, shown) => {
  expect(told('a.md', around(line))).toContain(shown);
});

describe('directives that pages do not show', () => {
  it.each([
    ['a.rst', `.. only:: internal\n\n   ${secret}`],
    ['a.rst', `.. only:: latex or (html and draft)\n\n   ${secret}`],
    ['a.rst', `.. only:: not html\n\n   ${secret}`],
    ['a.rst', `.. only:: ${'('.repeat(50_000)}html${')'.repeat(50_000)}\n\n   ${secret}`],
    ['a.rst', `.. todo:: ${secret}`],
    ['a.md', `\`\`\`{only} internal\n${secret}\n\`\`\``],
    ['a.md', `\`\`\`{todo}\n${secret}\n\`\`\``],
    ['a.md', `:::{todo}\n${secret}\n:::`],
  ])('are hidden (%s, %j)', (file, directive) => {
    hides(file, around(directive));
  });

  it.each(['html', 'not internal', '(html or latex) and not draft', 'not (latex or man)'])('are read where pages do (%s)', (tags) => {
    expect(told('a.rst', around(`.. only:: ${tags}\n\n   The gate opens.`))).toContain('The gate opens.');
  });
});

describe("Obsidian's comments", () => {
  it.each([
    [`%%seen 2024%% Gates open. %%${secret}%% Gates close.`, ['Gates open.', 'Gates close.']],
    [`%%seen 2024%% Gates open.`, ['Gates open.']],
    [`%%half, 50%% ${secret}%% Gates open.`, ['Gates open.']],
    [`Since 1911%%${secret}%% the gates open.`, ['Since 1911', 'the gates open.']],
    [`It rose 5%%, from 10%% to 15%%. Gates open.`, ['It rose', 'from', 'Gates open.']],
  ])('close on their line also behind a date (%j)', (line, shown) => {
    hides('a.md', around(line), ['Before', 'After', ...shown]);
  });
});

describe('comments in what is drawn', () => {
  it.each([
    ['a.md', `$$\nQ = v A % ${secret}\n+ q\n$$`],
    ['a.md', `\\[\nQ = v A % ${secret}\n+ q\n\\]`],
    ['a.md', `\\begin{align}\nQ &= v A \\\\% ${secret}\n&+ q\n\\end{align}`],
    ['a.md', `\`\`\`math\nQ = v A % ${secret}\n+ q\n\`\`\``],
    ['a.md', `\`\`\`{math}\n:label: q\nQ = v A % ${secret}\n+ q % ${secret}\n\`\`\``],
    ['a.rst', `.. math::\n\n   Q = v A % ${secret}\n   + q`],
    ['a.rst', `.. math:: Q = v A + q % ${secret}`],
  ])('are hidden in formulas (%s, %j)', (file, formula) => {
    hides(file, around(formula), ['Before', 'Q', '= v A', '+ q', 'After']);
  });

  it('leave a per cent sign of a formula', () => {
    expect(told('a.md', around('It loses $5\\% + 1%$ of\n$$\n3\\% < x\n$$\n'))).toContain(String.raw`$5\\% + 1%$ of`);
    expect(told('a.md', around('$$\n3\\% < x\n$$\n'))).toContain(String.raw`3\\% < x`);
  });

  it('are hidden in diagrams, of which the settings stay', () => {
    hides('a.md', around(`\`\`\`mermaid\ngraph TD\n  %% ${secret}\n  Gate --> Lock\n\`\`\``), ['Gate --> Lock']);
    expect(told('a.md', around('```matlab\n%% shown as code\n```'))).toContain('shown as code');
  });
});

describe('elements in Markdown that nobody sees', () => {
  it.each([
    `<div hidden>${secret}</div>`,
    `<div style="display: none;">\n\n${secret}\n\n- ${secret}\n\n</div>`,
    `x <span style='display:none'>${secret}</span> y`,
    `<p style="display:none">${secret}</p>`,
    `<div style={{display: 'none'}}>${secret}</div>`,
    `<div hidden>a<div>${secret}</div>${secret}</div>`,
  ])('are left out (%j)', (element) => {
    hides('a.md', around(element));
    hides('a.mdx', around(element));
    expect(parse('a.md', around(element)).omissions.map(({ kind }) => kind)).toEqual(['furniture']);
  });

  it.each([
    '<div class="hidden" data-hidden="x">gates</div>',
    '<span title="a hidden display:none thing">gates</span>',
    '<div hidden={closed}>gates</div>',
    '<div style="max-width:none;display:block">gates</div>',
    '<div hidden>\n\ngates, for it never ends',
  ])('are known by nothing else (%j)', (element) => {
    expect(told('a.md', around(element))).toMatch(/gates.*After/);
  });
});

describe('a line with tags and text between them', () => {
  it.each([
    '{% if user %} Gates open. {% endif %}',
    '{{< tip >}}Gates open.{{< /tip >}}',
    '{{% notice warning %}}Gates open.{{% /notice %}}',
    '{% hint style="info" %} Gates open. {% endhint %}',
    '{% include a.html %} Gates open. {% include b.html %}',
  ])('keeps its text (%j)', (line) => {
    expect(parse('a.md', around(line)).documents[0]!.passages[0]!.text).toBe('Before the lock.\n\nGates open.\n\nAfter the lock.');
  });
});

describe('comments in pages', () => {
  const page = (inside: string): string => `<html><body><p>Before the lock.</p>${inside}<p>After the lock.</p></body></html>`;

  it.each([
    `<!-- ${secret} --!>`,
    `{# ${secret} #}`,
    `{% comment %}<p>${secret}</p>{% endcomment %}`,
    `{{!-- ${secret} --}}`,
    `<p>{{/* ${secret} */}} x</p>`,
    `<%-- <b>${secret}</b> --%>`,
    `<?php if ($a > 1) echo "${secret}"; ?>`,
    `<h2 hidden>${secret}</h2>`,
    `<span style="mso-hide:all">${secret}</span>`,
    `<dialog>${secret}</dialog>`,
    `<ul><li hidden>${secret}<li>x</ul>`,
    `<p>\\[ Q = v % ${secret}\n A \\]</p>`,
    `<p>$$ Q = v % ${secret}\n A $$</p>`,
  ])('and what they keep out of sight is hidden (%j)', (inside) => {
    for (const html of ['article', 'all'] as const) {
      const { documents } = parseDocument('a.html', page(inside), { tokens: 800, textField: 'text', html });
      const text = documents.flatMap(({ passages }) => passages.map((passage) => passage.text)).join('\n');
      expect(text).not.toContain(secret);
      expect(text).toMatch(/Before[^]*After/);
      checkInvariants(
        page(inside),
        documents.flatMap(({ passages }) => [...passages]),
      );
    }
  });

  it.each(['<pre>{# shown #}</pre>', '<p><code>{% comment %}shown{% endcomment %}</code></p>', '<p>{# shown to the end</p>'])(
    'are code in code, and text where nobody ended them (%j)',
    (inside) => {
      expect(told('a.html', page(inside))).toMatch(/shown.*After/);
    },
  );

  it('give no title: a drawing has one of its own', () => {
    expect(parse('a.html', `<title>Locks</title><svg><title>${secret}</title></svg><p>Water rises.</p>`).documents[0]!.title).toBe('Locks');
    expect(told('a.html', `<svg><title>${secret}</title></svg><p>Before and After.</p>`)).not.toContain(secret);
  });
});

it.each([
  ['a.html', `---\nlayout: ${secret}\ntitle: Locks\n---\n<p>Before and After.</p>`],
  ['a.rst', `---\nlayout: ${secret}\ntitle: Locks\n---\n\nBefore and After.\n`],
  ['a.rst', `+++\ntitle = "Locks"\nnote = "${secret}"\n+++\n\nBefore and After.\n`],
  ['a.md', `---yaml\ntitle: Locks\nnote: ${secret}\n---\nBefore and After.\n`],
  ['a.md', `---toml\ntitle = "Locks"\nnote = "${secret}"\n---\nBefore and After.\n`],
  ['a.md', `--- # ${secret}\ntitle: Locks\n---\nBefore and After.\n`],
  ['a.md', `;;;\n{ "note": "${secret}",\n"title": "Locks" }\n;;;\nBefore and After.\n`],
  ['a.md', `---\nназвание: ${secret}\n标题: ${secret}\n---\nBefore and After.\n`],
])('front matter stays there (%s, %j)', (file, text) => {
  hides(file, text);
});

it.each([
  '.. comment:: SECRET\n\n   SECRET',
  '.. FIXME:: SECRET',
  '.. default-domain:: SECRET',
  '+---+--------------+\n| a | x            |\n|   |              |\n|   | .. SECRET    |\n|   |    SECRET    |\n+---+--------------+',
  '.. list-table::\n\n   * - a\n     - x\n\n       .. SECRET\n          SECRET\n\n   * - b\n     - c',
])('reStructuredText hides comments in cells and in directives that nobody sees (%j)', (lines) => {
  hides('a.rst', around(lines.replaceAll('SECRET', secret)));
});

describe('cells of notebooks', () => {
  const cell = (cell_type: string, source: string, metadata = {}, level?: number): object => ({
    cell_type,
    metadata,
    source,
    level,
    outputs: [],
  });
  const book = (...cells: object[]): string =>
    JSON.stringify({
      nbformat: 4,
      metadata: { note: secret },
      cells: [cell('markdown', 'Before the lock.'), ...cells, cell('markdown', 'After the lock.')],
    });

  it.each([
    cell('code', `${secret} = 1`, { tags: ['remove-cell'] }),
    cell('code', `${secret} = 1`, { tags: ['x', 'remove_input'] }),
    cell('markdown', secret, { tags: ['remove-cell'] }),
    cell('code', `${secret} = 1`, { nbsphinx: 'hidden' }),
    cell('code', `#| label: x\n#| include: false\n${secret} = 1`),
    cell('code', `#hide\n${secret} = 1`),
    cell('code', `#| label: ${secret}\nshown = 1`),
  ])('that no page shows are left out, and options of the rest (%j)', (hidden) => {
    hides('a.ipynb', book(hidden));
  });

  it('of the third format are headings too', () => {
    const text = JSON.stringify({
      nbformat: 3,
      worksheets: [{ cells: [cell('heading', 'Locks', {}, 2), cell('markdown', 'Water rises.')] }],
    });
    expect(parse('a.ipynb', text).documents[0]!.passages[0]!.headings).toEqual(['Locks']);
  });

  it.each(['```{r setup, include=FALSE}', '```{r, include = F, fig.width=3}', '```{python}\n#| label: x\n#| include: false'])(
    'and chunks alike (%j)',
    (open) => {
      hides('a.qmd', around(`${open}\n${secret} <- 1\n\`\`\``));
      expect(told('a.qmd', around('```{r}\n#| echo: true\nshown <- 1\n```'))).toContain('shown');
    },
  );
});

it('comments of HTML in fields and titles of records are hidden', () => {
  hides('a.csv', `title,text\n"Locks <!-- ${secret} -->","Before <!-- ${secret} --> After"\n`);
  hides(
    'a.jsonl',
    `${JSON.stringify({ title: `Locks <!-- ${secret} -->`, text: `<!-- Say what you saw:\n${secret} -->\n\nBefore and After.` })}\n`,
  );
});

it('a conversation is read where the settings name its list', () => {
  const turns = [
    { role: 'system', content: secret },
    { role: 'user', content: 'Before the lock?' },
    { role: 'assistant', content: 'After the lock.' },
  ];
  const { documents, problems } = parse('a.jsonl', `${JSON.stringify({ messages: turns })}\n`, 800, 'messages');
  expect(problems).toEqual([]);
  expect(documents[0]!.passages[0]!.text).toBe('Before the lock?\n\n– After the lock.');
});
