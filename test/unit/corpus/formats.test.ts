import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFileSpan } from '../../../src/core/corpus/anchors.ts';
import {
  type CorpusExtension,
  corpusExtensions,
  corpusFormats,
  recordFormats,
  usualExtensions,
} from '../../../src/core/corpus/extensions.ts';
import { parse, passagesOf, textOf } from './support.ts';

/** A file of each format that says no more than “The tide rises.”: the compiler asks for that of a new one. */
const examples: Readonly<Record<CorpusExtension, string>> = {
  md: 'The *tide* rises.',
  markdown: 'The *tide* rises.',
  mdown: 'The *tide* rises.',
  mkd: 'The *tide* rises.',
  qmd: 'The *tide* rises.',
  rmd: 'The *tide* rises.',
  mdx: 'import Moon from "./moon"\n\nThe tide rises.\n\n<Moon />',
  ipynb: '{"cells": [{"cell_type": "markdown", "source": ["The *tide* ", "rises."]}]}',
  txt: 'The tide rises.',
  text: 'The tide rises.',
  rst: 'The *tide* rises.',
  html: '<p>The <b>tide</b> rises.</p>',
  htm: '<p>The tide rises.',
  xhtml: '<p>The tide rises.</p>',
  jsonl: '{"text": "The tide rises."}\n',
  ndjson: '{"text": "The tide rises."}\n',
  json: '[{"text": "The tide rises."}]',
  csv: 'id,text\n1,The tide rises.\n',
  tsv: 'id\ttext\n1\tThe tide rises.\n',
  // The text that is extracted of these, or that they unpack to.
  pdf: 'The *tide* rises.',
  docx: 'The *tide* rises.',
  pptx: 'The *tide* rises.',
  epub: 'The *tide* rises.',
  parquet: '{"text": "The tide rises."}\n',
  'jsonl.gz': '{"text": "The tide rises."}\n',
  'ndjson.gz': '{"text": "The tide rises."}\n',
  'csv.gz': 'id,text\n1,The tide rises.\n',
  'tsv.gz': 'id\ttext\n1\tThe tide rises.\n',
};

it.each(corpusExtensions)('a .%s file is read', (extension) => {
  expect(textOf(`notes.${extension}`, examples[extension])).toBe('The tide rises.');
});

it('the README and the texts of the manifest name the same formats', () => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, '../../..', name), 'utf8');
  const [, named] = /`([\w. ]+)` files/.exec(read('README.md'))!;
  expect(named!.split(' ')).toEqual(usualExtensions.map((extension) => `.${extension}`));
  const lists = read('package.nls.json').match(/\w+(?:, \w+)* or \w+(?= files)/g);
  expect(lists).toEqual([corpusFormats, corpusFormats]);
  expect(recordFormats).toBe('JSONL, JSON, CSV or Parquet');
});

it('a file of another kind is refused, with those that are read', () => {
  const [problem] = parse('notes.odt', 'The tide rises.').problems;
  for (const extension of corpusExtensions) expect(problem!.reason).toContain(`.${extension}`);
});

describe('plain text', () => {
  it('joins wrapped lines, keeps verses, lists and underlined titles', () => {
    const text = `CHAPTER I. The Sea

It was the best of times, it was the worst of times,
it was the age of wisdom.

Roses are red
Violets are blue

- one
- two

The Title
---------
Text under it.
`;
    expect(textOf('a.txt', text)).toBe(`CHAPTER I. The Sea

It was the best of times, it was the worst of times, it was the age of wisdom.

Roses are red
Violets are blue

- one
- two

The Title

Text under it.`);
  });

  it('counts a byte-order mark and CRLF in its offsets', () => {
    const text = '\uFEFFFirst line that is long enough to have been wrapped\r\nby an editor.\r\n\r\nSecond 🌊 here.';
    const [passage] = passagesOf('a.txt', text);
    expect(text.slice(passage!.span.start, passage!.span.end)).toBe(text.slice(1));
    const start = passage!.text.indexOf('🌊 here');
    const span = toFileSpan(passage!, { start, end: start + 7 });
    expect(text.slice(span.start, span.end)).toBe('🌊 here');
  });
});

describe('HTML', () => {
  const page = `<!DOCTYPE html><html><head><title>Site &mdash; Page</title><style>p{}</style></head>
<body><nav><a href="/">Home</a></nav>
<h1>Rivers &amp; Lakes</h1>
<p hidden>A <b>river</b>&nbsp;is long &lt; 5 km.<br>Next line<sup>2</sup> H<sub>2</sub>O.<sup><a href="#n1">1</a></sup></p>
<script>alert("x<p>y")</script>
<ul><li>One<li>Two <ul><li>Nested</ul></ul>
<ol><li>First</li></ol>
<pre>code  x
  y &amp; z</pre>
<table><tr><th>A</th><th>B</th></tr><tr><td></td><td>2</td></tr></table>
<dl><dt>Term</dt><dd>Definition.</dd></dl>
<p>Formula <math><mi>x</mi><mo>=</mo><mn>2</mn></math>.</p>
<h2>Next</h2><div aria-hidden="true">no</div>Loose text</body></html>`;

  it('reads what a reader of the page reads', () => {
    expect(textOf('a.html', page)).toBe(`Rivers & Lakes

A river is long < 5 km. Next line^2 H2O.

- One
- Two
  - Nested
1. First

code  x
  y & z

A | B
 | 2

Term: Definition.

Formula x = 2.

Next

Loose text`);
    expect(parse('a.html', page).documents[0]!.title).toBe('Rivers & Lakes');
    expect(parse('a.html', '<title>A &amp; B</title><p>x').documents[0]!.title).toBe('A & B');
  });

  it('takes the main part of a page that names one', () => {
    expect(textOf('a.htm', '<body><header>Site</header><main><p>Text.</p></main><footer>2024</footer></body>')).toBe('Text.');
  });

  it('anchors decoded references', () => {
    const [passage] = passagesOf('a.html', '<p>A&amp;B caf&eacute;</p>');
    const start = passage!.text.indexOf('é');
    expect(toFileSpan(passage!, { start, end: start + 1 })).toEqual({ start: 14, end: 22 });
  });
});

describe('reStructuredText', () => {
  it('reads sections, lists, tables and literal blocks, and cleans mark-up away', () => {
    const text = `.. _intro:

=========
The Title
=========

:author: Somebody

Intro
-----

This is *emphasised* and **strong** with \`\`code x. Y\`\`, a
:ref:\`label text <target>\`, a \`link <http://x.org>\`_ and ref_. See [1]_.
Formula :math:\`a^2 + b^2\` too. snake_case stays.

.. note:: Take care.
   More of the note.

.. code-block:: python
   :linenos:

   def f():
       return 1

Example::

    literal block
      indented

- item one
- item two
  wrapped

.. image:: foo.png
   :alt: hidden

.. comment that vanishes
   really

=====  =====
A      B b
=====  =====
1      2
=====  =====

+----+----+
| x  | y  |
+====+====+
| 1  | 2  |
+----+----+

.. math::

   E = mc^2

term
    definition of term

.. [1] A footnote text.
`;
    expect(textOf('a.rst', text)).toBe(`The Title

Intro

This is emphasised and strong with code x. Y, a label text, a link and ref. See. Formula a^2 + b^2 too. snake_case stays.

Take care. More of the note.

def f():
    return 1

Example:

literal block
  indented

- item one
- item two wrapped

A | B b
1 | 2

x | y
1 | 2

E = mc^2

term: definition of term

A footnote text.`);
    expect(passagesOf('a.rst', text, 60).at(-1)!.headings).toEqual(['The Title', 'Intro']);
  });
});

describe('JSONL', () => {
  it('reads one record a line; bad lines are problems at their lines, and the rest goes on', () => {
    const text =
      '\uFEFF{"title":"T","text":"Hello \\"w\\u00f6rld\\" \\ud83d\\ude00.\\n\\nSecond\\tpara."}\r\nnot json\n\n{"foo":1}\n[1]\n{"text":5}\n{"text":" "}\n{"text":"last"}';
    const { documents, problems } = parse('d.jsonl', text);
    expect(documents.map(({ record, title }) => [record, title])).toEqual([
      [0, 'T'],
      [6, 'd 7'],
    ]);
    expect(problems.map(({ line }) => line)).toEqual([2, 4, 5, 6, 7]);
    expect(problems[1]!.reason).toContain('"text"; it has: foo');
    const [passage] = documents[0]!.passages;
    expect(passage!.text).toBe('Hello "wörld" 😀.\n\nSecond para.');
    expect(text.slice(passage!.span.start, passage!.span.end)).toBe('Hello \\"w\\u00f6rld\\" \\ud83d\\ude00.\\n\\nSecond\\tpara.');
    const start = passage!.text.indexOf('"wörld" 😀');
    const span = toFileSpan(passage!, { start, end: start + 10 });
    expect(text.slice(span.start, span.end)).toBe('\\"w\\u00f6rld\\" \\ud83d\\ude00');
  });

  it('reaches into nested objects, prefers a field of that very name, and takes the last of two', () => {
    const read = (text: string): string => parse('a.jsonl', text, 800, 'a.b').documents[0]!.passages[0]!.text;
    expect(read('{"x":{"b":"no"},"a":{"c":["]}\\"",{}],"b":"yes"}}')).toBe('yes');
    expect(read('{"a":{"b":"no"},"a.b":"yes"}')).toBe('yes');
    expect(read('{"a":{"b":"no"},"\\u0061":{"b":"no","b":"yes"}}')).toBe('yes');
  });

  it('lists a hundred problems and counts the rest', () => {
    const { problems } = parse('a.jsonl', 'x\n'.repeat(250));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)!.reason).toContain('150 more');
  });
});

describe('CSV', () => {
  it('reads quoted fields through their doubled quotation marks', () => {
    const text = 'id,Text,title\r\n1,"He said ""hi"", there.\r\n\r\nNew para.",T\r\n2,plain,\r\n\r\n3\r\n4,"open';
    const { documents, problems } = parse('d.csv', text);
    expect(documents.map(({ title }) => title)).toEqual(['T', 'd 2']);
    expect(problems.map(({ line }) => line)).toEqual([7, 8]);
    const [passage] = documents[0]!.passages;
    expect(passage!.text).toBe('He said "hi", there.\n\nNew para.');
    const start = passage!.text.indexOf('"hi"');
    const span = toFileSpan(passage!, { start, end: start + 4 });
    expect(text.slice(span.start, span.end)).toBe('""hi""');
  });

  it('tells semicolons and tabs from commas, and names the columns there are', () => {
    expect(textOf('a.csv', '\uFEFFtext;id\n"a; b";1')).toBe('a; b');
    expect(textOf('a.csv', 'id\ttext\n1\ta, b')).toBe('a, b');
    expect(parse('a.csv', 'id;body\n1;x').problems[0]!.reason).toContain('no column "text"; it names "id", "body"');
  });
});

describe('what is not read', () => {
  it('says why and how to mend it', () => {
    const reason = (file: string, text: string): string => parse(file, text).problems[0]!.reason;
    expect(reason('a.odt', 'x')).toContain('.md');
    expect(reason('a.md', '---\ntitle: x\n---\n\n<!-- nothing -->')).toContain('no text');
    expect(reason('a.txt', 'x'.repeat(11 * 1024 * 1024))).toMatch(/^Line 1 is 12 million characters long; .*corpus\.exclude/);
  });
});
