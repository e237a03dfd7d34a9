import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInvariants, parse } from './support.ts';

const secret = 'Quillfeather';

/** All that the file gives to prompts and panels. */
function told(file: string, text: string): string {
  const { documents } = parse(file, text);
  return JSON.stringify(documents.map(({ title, passages }) => [title, passages.map((passage) => [passage.text, passage.headings])]));
}

/** A comment of each dialect, around `words`; those of a line of their own begin and end with a line break. */
const inLine: Readonly<Record<string, (words: string) => string>> = {
  html: (words) => `<!-- ${words} -->`,
  'html with three hyphens': (words) => `<!--- ${words} --->`,
  obsidian: (words) => `%%${words}%%`,
  mdx: (words) => `{/* ${words} it's {one */}`,
  jinja: (words) => `{# ${words} {x} #}`,
  liquid: (words) => `{% comment %}${words}{% endcomment %}`,
  'liquid in a line': (words) => `{% # ${words} %}`,
  kramdown: (words) => `{::comment}${words}{:/comment}`,
  hugo: (words) => `{{/* ${words} */}}`,
  'hugo, trimmed': (words) => `{{- /* ${words} */ -}}`,
  'hugo, a shortcode': (words) => `{{% comment %}}${words}{{% /comment %}}`,
  handlebars: (words) => `{{!-- ${words} }} --}}`,
  erb: (words) => `<%# ${words} %>`,
  jsp: (words) => `<%-- ${words} --%>`,
  latex: (words) => `\\begin{comment} ${words} \\end{comment}`,
};

const ofLines: Readonly<Record<string, string>> = {
  'obsidian, a block': `%%\n${secret}\n\n- 100%% ${secret}\n%%`,
  'html, over what looks like blocks': `<!--\n# ${secret}\n\n\`\`\`\n${secret}\n-->`,
  'liquid, a block': `{%- comment -%}\n${secret}\n\n# ${secret}\n{%- endcomment -%}`,
  'a definition nobody links to': `[//]: # (${secret})`,
  'a definition with brackets in it': `[comment]: <> (${secret} (see) ${secret})`,
  'a definition over lines': `[//]: # (first\n${secret}\n${secret})`,
  'a definition that is none': `[//]: # ${secret}`,
  'a definition of any name': `[todo: ask]: # "${secret}"`,
  myst: `% ${secret}\n% ${secret}`,
  'a query': `\`\`\`dataview\nTABLE ${secret}\n\`\`\``,
  'a script': `<%*\nlet name = "${secret}"\n\n%>`,
  'a link without words': `[](${secret})`,
};

describe('what an author hides', () => {
  const places: readonly ((comment: string) => string)[] = [
    (comment) => `A weir ${comment} measures.\n`,
    (comment) => `# Weirs ${comment}\n\nText.\n`,
    (comment) => `- one ${comment}\n- two\n`,
    (comment) => `> [!note] Crest ${comment}\n> ${comment}\n`,
    (comment) => `| a | b |\n|---|---|\n| x ${comment} | y |\n`,
    (comment) => `<table><tr><td>x ${comment}</td></tr></table>\n`,
    (comment) => `!!! note "Crest ${comment}"\n    ${comment}\n\n        ${comment}\n`,
    (comment) => `:::tip[Crest]\n${comment}\n:::\n`,
    (comment) => `Text.[^1]\n\n[^1]: Note ${comment}\n`,
    (comment) => `Term\n: Meaning ${comment}\n`,
    (comment) => `\uFEFF${comment}\nText.\n`,
    (comment) => `---\ntitle: Weirs ${comment}\n---\n\nText.\n`,
  ];
  const cases = Object.entries(inLine);

  it.each(cases)('in a comment of %s is in no passage, heading or title', (_, comment) => {
    for (const place of places) {
      for (const file of ['a.md', 'a.mdx']) expect(told(file, place(comment(secret))), place(comment(secret))).not.toContain(secret);
    }
  });

  it.each(Object.entries(ofLines))('in lines (%s) is in no passage', (_, lines) => {
    for (const text of [`Before.\n\n${lines}\n\nAfter.\n`, `Before.\n${lines}\n\nAfter.\n`]) {
      for (const read of [text, text.replaceAll('\n', '\r\n')]) {
        expect(told('a.md', read), read).not.toContain(secret);
        expect(told('a.md', read), read).toMatch(/Before\..*After\./);
      }
    }
  });

  it.each(cases)('in %s is told as a comment, and the rest of the line stays', (_, comment) => {
    const { documents, omissions } = parse('a.md', `A weir ${comment('x')} measures.\n`);
    expect(documents[0]!.passages[0]!.text).toBe('A weir measures.');
    expect(omissions).toEqual([{ kind: 'comment', count: 1, line: 1 }]);
  });

  it.each(['<!--', '%%', '{/*', '{% comment %}', '{::comment}', '{#'])('behind an opening without an end (%s) stays hidden', (open) => {
    expect(told('a.md', `Before.\n\n${open} ${secret}\n\n# ${secret}\n`)).not.toContain(secret);
    const inline = told('a.md', `Before ${open} ${secret}\n${secret}\n\nAfter.\n`);
    expect(inline).not.toContain(secret);
    expect(inline).toMatch(/Before.*After/);
  });

  it('in front matter stays there', () => {
    const matters = [
      `---\n# ${secret}\ntitle: Weirs # ${secret}\nnote: ${secret}\n---\n`,
      `---\ntitle: Weirs: old and new # ${secret}\n---\n`,
      `--- \ntitle: Weirs\nnote: ${secret}\n...\n`,
      `\n\n---\n# ${secret}\n---\n`,
      `+++\ntitle = "Weirs" # ${secret}\n# ${secret}\n+++\n`,
      `{\n  "title": "Weirs",\n  "note": "${secret}"\n}\n`,
      `Title: Weirs\nAuthor: ${secret}\nDate: 2021\n`,
      `% Weirs\n% ${secret}\n`,
    ];
    for (const matter of matters) expect(told('a.md', `${matter}\nText.\n`), matter).not.toContain(secret);
  });

  const rst = [
    `.. ${secret}\n\n   ${secret}`,
    `..\n   ${secret}`,
    `.. note: ${secret}`,
    `.. note::${secret}`,
    `.. [ask somebody] ${secret}`,
    `.. todo:: ${secret}`,
    `- one\n\n  .. ${secret}\n\n- two`,
    `- .. ${secret}\n- two`,
    `Term\n  .. ${secret}\n  meaning`,
    `.. note::\n\n   .. ${secret}\n\n   x`,
    `__ ${secret}`,
    `+-----------------+\n| .. ${secret} |\n+-----------------+`,
  ];
  it.each(rst)('in reStructuredText is in no passage (%j)', (lines) => {
    expect(told('a.rst', `Before.\n\n${lines}\n\nAfter.\n`)).not.toContain(secret);
  });

  it('stays hidden among any other marks', () => {
    const marks = fc.constantFrom(
      ...[
        '# ',
        '- ',
        '> ',
        '> [!note] ',
        ':::note\n',
        ':::\n',
        '!!! tip\n    ',
        '=== "A"\n    ',
        '[[a|',
        ']]',
        '==',
        '**',
        '`',
        '```\n',
        '{: .x}',
        '\n',
        '\n\n',
        'word ',
        '| a |',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(marks, { maxLength: 12 }),
        fc.constantFrom(...Object.values(inLine)),
        fc.array(marks, { maxLength: 12 }),
        (before, comment, after) => {
          // In code it is code: a fence or a span that is open here would show it.
          const lead = before.join('').replaceAll('`', '');
          const text = `${lead}\n\n${comment(secret)}\n\n${after.join('')}`;
          expect(told('a.md', text), text).not.toContain(secret);
          checkInvariants(
            text,
            parse('a.md', text).documents.flatMap(({ passages }) => [...passages]),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('in code is code, and stays', () => {
    expect(told('a.md', '```html\n<!-- shown -->\n```\n\nUse `%%x%%`.')).toMatch(/<!-- shown -->.*%%x%%/);
  });
});
