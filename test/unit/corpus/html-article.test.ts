import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHtml } from '../../../src/core/corpus/formats/html.ts';
import { findReadable } from '../../../src/core/corpus/formats/readable.ts';
import { parseDocument } from '../../../src/core/corpus/parse.ts';
import { wholeFile } from '../../../src/core/corpus/source-text.ts';
import { toFileSpan } from '../../../src/core/corpus/anchors.ts';
import { expectLinear } from '../../support/growth.ts';
import { pages } from './html-pages.ts';
import { checkInvariants, linesOfPage, parse, passagesOf } from './support.ts';

describe('of a page made by', () => {
  it.each(Object.entries(pages))('%s, the article is read, and its places are those of the file', (_, { html, article }) => {
    expect(linesOfPage(html)).toEqual(article);
    checkInvariants(html, passagesOf('a.html', html));
  });

  it.each(Object.entries(pages))('%s, all that it shows is read where the settings say so', (_, { html, article }) => {
    const all = linesOfPage(html, 'all').join('\n');
    for (const word of new Set(article.join(' ').match(/[a-z]{5,}/g))) expect(all).toContain(word);
    expect(all.length).toBeGreaterThanOrEqual(article.join('\n').length);
  });
});

it('counts what was left out by kind, with the line of the first', () => {
  const html = `<nav><a href="/">Home</a></nav>\n<h1>Weirs</h1>\n<p>A weir is a low wall across a stream.</p>
<ul><li><a href="#a">Crest</a></li><li><a href="#b">Pool</a></li><li><a href="#c">Fish</a></li></ul>\n<div class="share">Share this</div>\n<footer>© 2024 Jane Roe</footer>`;
  expect(parse('a.html', html).omissions).toEqual([
    { kind: 'furniture', count: 2, line: 1 },
    { kind: 'notice', count: 1, line: 6 },
    { kind: 'contents', count: 1, line: 4 },
  ]);
});

const body = '<h1>Weirs</h1><p>A weir is a low wall across a stream, and water falls over it.</p>';
const text = ['Weirs', 'A weir is a low wall across a stream, and water falls over it.'];

describe('left out is', () => {
  it.each([
    ['a link to the content', '<a href="#main">Skip to main content</a>'],
    ['a sign that marks a place', '<h2>Crest <a href="#crest">🔗</a></h2>', 'Crest'],
    ['a link to edit', '<div><a href="https://example.org/e">Edit this page on GitHub</a></div>'],
    ['a question about the page', '<div>Was this page helpful? <a href="#y">Yes</a> <a href="#n">No</a></div>'],
    ['a pager', '<div><a href="a">← Previous</a> <a href="b">Next →</a></div>'],
    ['a pager by relation', '<p><a rel="next" href="b">Gauges</a></p>'],
    ['a path', '<div><a href="/">Home</a> › <a href="/g">Guides</a> › Weirs</div>'],
    [
      'the list of its parts with its title',
      '<p>On this page</p><ul><li><a href="#a">Crest</a></li><li><a href="#b">Pool</a></li><li><a href="#c">Fish</a></li></ul>',
    ],
    ['a box to search', '<form action="/s"><label>Find</label><input type="search"></form>'],
    ['a letter', '<div>Subscribe to our newsletter for more on water</div>'],
    ['a name below the title', '<div class="x">By Jane Roe, 3 May 2024</div>'],
    ['a time', '<div>Last updated on 3 May 2024</div>'],
    ['a notice on cookies', '<div>This site uses cookies to improve your experience. <a href="#">Accept</a></div>'],
    ['a copyright line', '<div>© 2019–2024 Hydro Society. All rights reserved.</div>'],
    ['what the page hides', '<div style="display: none">Loading</div>'],
    ['what is behind a class with a hash', '<div class="sidebarMenu_x1Yz">Weirs and gauges</div>'],
    ['a dialog', '<div role="dialog">Choose a language</div>'],
    ['a side bar', '<aside class="sidebar"><p>Ten walks along the river that you will like.</p></aside>'],
    ['a comment', '<article class="comment"><p>Thank you for the post!</p></article>'],
  ])('%s', (_, part, left?: string) => {
    expect(linesOfPage(`<body>${body}${part}</body>`)).toEqual([...text, ...(left === undefined ? [] : [left])]);
  });
});

describe('kept is', () => {
  it.each([
    [
      'a chapter on cookies',
      '<section id="cookies"><h2>Cookies</h2><p>A cookie is a value that a server asks a browser to keep.</p></section>',
    ],
    ['a chapter on comments', '<div class="section" id="comments"><h2>Comments</h2><p>A comment begins with a number sign.</p></div>'],
    ['a list of words of a program', '<ul><li>Search</li><li>Print</li><li>Share</li></ul>'],
    ['ways to come', '<p>By Train</p><p>The station is near the weir.</p>'],
    ['when a book was written', '<p>Written in 1890 by a miller of the vale</p>'],
    ['a note in an aside', '<main><aside class="admonition tip"><p>Measure upstream.</p></aside></main>'],
    ['the source of a quotation', '<blockquote><p>Water finds its way.</p><footer>A miller</footer></blockquote>'],
    ['a frame with a misleading name', '<div class="page with-sidebar"><p>The crest stands level.</p></div>'],
    ['code whose words are names of parts', '<pre><span class="nav">cd</span> <span class="comment"># up</span></pre>'],
    [
      'a list of sources',
      '<ul><li><a href="https://a.example">Weirs of the north</a></li><li><a href="https://b.example">On gauges</a></li></ul>',
    ],
    ['exercises in a form', '<form><p>Why does water fall freely?</p><label><input type="radio" name="a">Air is below it</label></form>'],
    ['a sentence that begins like a notice', '<p>Copyright protects how a thing is said. It does not protect what is said, nor facts.</p>'],
    ['an author in a list of books', '<ul><li><span class="author">Roe, J.</span> Weirs of the north.</li></ul>'],
    ['steps that go next', '<p>Next to the weir stands a mill, and a path leads to it.</p>'],
  ])('%s', (_, part) => {
    const all = linesOfPage(`<body>${body}${part}</body>`, 'all');
    expect(linesOfPage(`<body>${body}${part}</body>`)).toEqual(all);
    expect(all.length).toBeGreaterThan(text.length);
  });

  it('a page all of whose parts have misleading names', () => {
    const html = `<div class="comments"><p>${'The weir stands in the stream. '.repeat(12)}</p></div>`;
    expect(linesOfPage(html).join(' ')).toContain('The weir stands');
  });

  it('the title above the article', () => {
    const html = `<div class="top"><a href="/">Hydro</a><h1>Weirs</h1></div><div><article><p>${'A weir is a low wall. '.repeat(10)}</p></article><div>Ten walks</div></div>`;
    expect(linesOfPage(html)).toEqual(['Weirs', 'A weir is a low wall. '.repeat(10).trim()]);
  });
});

describe('a page too large to look for its article', () => {
  const item = '<div><a href="/w">Wehr</a></div>';
  const page = (holder: string, items: number): string =>
    `<html><body><div class="share">Share this</div>${item.repeat(20)}<${holder}>${'<div><p>Das Wehr staut den Fluss, bis das Wasser über seine Krone fließt.</p></div>'.repeat(items)}</${holder}></body></html>`;
  const kindsOf = (text: string): string[] => parse('a.html', text).omissions.map(({ kind }) => kind);

  it('is told', () => {
    expect(kindsOf(page('div', 5000))).toContain('unsearched');
  });

  it('is not told where it is small, or says where its article is', () => {
    expect(kindsOf(page('div', 20))).not.toContain('unsearched');
    expect(kindsOf(page('main', 5000))).not.toContain('unsearched');
  });
});

describe('any page', () => {
  const tag = fc.constantFrom(
    'div',
    'p',
    'ul',
    'li',
    'a',
    'span',
    'main',
    'article',
    'nav',
    'table',
    'tr',
    'td',
    'h1',
    'h2',
    'b',
    'form',
    'footer',
    'aside',
    'pre',
    'br',
  );
  const mark = fc.constantFrom(
    '',
    ' class="sidebar"',
    ' class="share"',
    ' id="comments"',
    ' hidden',
    ' role="main"',
    ' href="#a"',
    ' class="toc"',
    ' rel="next"',
    ' style="display:none"',
  );
  const piece = fc.oneof(
    fc.tuple(tag, mark).map(([name, attribute]) => `<${name}${attribute}>`),
    tag.map((name) => `</${name}>`),
    fc.constantFrom(
      '¶',
      'Weirs &amp; pools.',
      ' ',
      '\r\n',
      'Skip to content',
      '© 2024 Roe',
      '<!-- x -->',
      '<script>"<p>"</script>',
      '<title>T</title>',
      '<',
      '&nbsp;',
      'Ein Wehr steht im Bach. ',
    ),
  );
  it('is read without a fault, and what is kept stands where it says', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const html = parts.join('');
        for (const take of ['article', 'all'] as const) {
          const { documents } = parseDocument('a.html', html, { tokens: 50, textField: 'text', html: take });
          const passages = documents.flatMap((document) => document.passages);
          checkInvariants(html, passages);
          for (const passage of passages) {
            const at = passage.text.indexOf('Wehr');
            if (at === -1) continue;
            const span = toFileSpan(passage, { start: at, end: at + 4 });
            expect(html.slice(span.start, span.end)).toBe('Wehr');
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is not read where it is out of sight, a title in it or not; behind a dialog it is', () => {
    const page = (attribute: string): string[] =>
      linesOfPage(`<div ${attribute}><h1>Weir</h1><p>Water falls.</p></div><p>A lake is still.</p>`);
    expect(page('style="display:none"')).toEqual(['A lake is still.']);
    expect(page('hidden')).toEqual(['A lake is still.']);
    expect(page('aria-hidden="true"')).toEqual(['Weir', 'Water falls.', 'A lake is still.']);
  });

  it('keeps at most what is taken where all is', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        const source = wholeFile(parts.join(''));
        const count = (take: 'article' | 'all'): number =>
          readHtml(source, () => undefined, undefined, { take, readable: findReadable }).blocks.reduce(
            (sum, { text }) => sum + text.split('Wehr').length - 1,
            0,
          );
        expect(count('article')).toBeLessThanOrEqual(count('all'));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    '<div class="share">',
    '<p>Contents</p>',
    '<a href="#a">¶',
    '<i><div><b>',
    '<td><table><p>',
    '</div><div>x',
    '<nav><ul><li>a',
    '<main><h1>x</main>',
  ])('of %j is read in time that grows with its size', (part) => {
    expectLinear((size) => parse('a.html', part.repeat(size / part.length)), 20_000);
  });
});
