import { describe, expect, it } from 'vitest';
import { extractBook } from '../../../../src/core/corpus/extract/book.ts';
import { placeName } from '../../../../src/core/corpus/extract/extracted.ts';
import { resolvePart } from '../../../../src/core/corpus/extract/package-parts.ts';
import { extractSlides } from '../../../../src/core/corpus/extract/slides.ts';
import { extractWord } from '../../../../src/core/corpus/extract/word.ts';
import { openArchive } from '../../../../src/engine/corpus/extract/archive.ts';
import { docx, epub, pptx, shape, zipped } from './archives.ts';

const p = (words: string, properties = ''): string => `<w:p><w:pPr>${properties}</w:pPr>${words}</w:p>`;
const r = (words: string, properties = ''): string => `<w:r><w:rPr>${properties}</w:rPr><w:t>${words}</w:t></w:r>`;
const inList = (level: number): string => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr>`;

describe('a Word document', () => {
  const read = (body: string) => extractWord(openArchive(docx(body)));

  it('gives headings by their styles, lists with their numbers, tables and notes', () => {
    const cell = (words: string): string => `<w:tc>${p(r(words))}</w:tc>`;
    const { text } = read(
      [
        p(r('The Sea'), '<w:pStyle w:val="Own"/>'),
        p(`${r('Tides ri')}${r('se &amp; fall.')}<w:r><w:footnoteReference w:id="1"/></w:r>`),
        p(r('third'), inList(0)),
        p(r('within'), inList(1)),
        p(r('fourth'), inList(0)),
        `<w:tbl><w:tr>${cell('Port')}${cell('Range')}</w:tr><w:tr>${cell('Brest')}${cell('7 | 8 m')}</w:tr></w:tbl>`,
      ].join(''),
    );
    expect(text).toBe(`# The Sea

Tides rise & fall.

3. third
    - within
4. fourth

| Port | Range |
| --- | --- |
| Brest | 7 \\| 8 m |

So says a note.
`);
  });

  it('is read with its changes accepted, without hidden text and codes of fields', () => {
    const field = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
    const { text, omitted } = read(
      p(
        `${r('Kept ')}<w:del><w:r><w:delText>gone </w:delText></w:r></w:del><w:ins>${r('put in ')}</w:ins>${r('hidden', '<w:vanish/>')}${field('begin')}<w:r><w:instrText>PAGEREF x</w:instrText></w:r>${field('separate')}${r('12')}${field('end')}`,
      ),
    );
    expect(text).toBe('Kept put in 12\n');
    expect(omitted).toEqual([{ kind: 'hidden', count: 1, at: 0 }]);
  });

  it('expands no entity that it declares itself', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>`;
    const parts = docx('', { 'word/document.xml': `${bomb}<w:document><w:body>${p(r('See &b; here.'))}</w:body></w:document>` });
    expect(extractWord(openArchive(parts)).text).not.toContain('aaa');
  });
});

describe('a presentation', () => {
  it('gives its slides in the order in which they are shown, titles first, notes behind', () => {
    const slides = [
      shape('body', ['Twice a day', '\tby the moon']) + shape('title', ['Tides']) + shape('ftr', ['Confidential']),
      shape('ctrTitle', ['Harbours']),
    ];
    const { text, places, omitted } = extractSlides(openArchive(pptx(slides, [2, 1])));
    expect(text).toBe('## Harbours\n\n## Tides\n\n- Twice a day\n    - by the moon\n\nSay it slowly.\n');
    const at = text.indexOf('Twice');
    expect(placeName(places!, at, at + 5)).toBe('slide 2');
    expect(omitted.map(({ kind, count }) => [kind, count])).toEqual([['pageline', 2]]);
  });
});

describe('a book', () => {
  const chapters = {
    nav: '<nav><ol><li>One</li></ol></nav>',
    two: '<section><h1>Two</h1><p>The <i>second</i>&#160;one<a epub:type="noteref" href="#n">1</a>: 10<sup>3</sup>.</p><ul><li>a<ol><li>b</li></ol></li></ul></section>',
    one: '<h1>One</h1><pre>x  = 1\n  y</pre><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><p hidden="">no</p>',
  };

  it('gives its chapters in the order of reading, without its contents', () => {
    const { text, places, omitted } = extractBook(openArchive(epub(chapters, ['nav', 'one', 'two'])));
    expect(text).toBe(
      '# One\n\n```\nx  = 1\n  y\n```\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n# Two\n\nThe second one: 10^3.\n\n- a\n    1. b\n',
    );
    const at = text.indexOf('second');
    expect(placeName(places!, at, at + 6)).toBe('chapter 3');
    expect(omitted).toEqual([{ kind: 'contents', count: 1, at: 0 }]);
  });

  it('that is locked is refused', () => {
    const others = {
      'META-INF/encryption.xml':
        '<encryption><EncryptedData><CipherData><CipherReference URI="OEBPS/text/one.xhtml"/></CipherData></EncryptedData></encryption>',
    };
    expect(() => extractBook(openArchive(epub(chapters, ['one'], others)))).toThrow('locked (DRM)');
  });
});

describe('an archive', () => {
  it('that is damaged, locked or would unpack to too much is refused', () => {
    const whole = docx(p(r('words')));
    expect(() => openArchive(whole.slice(0, whole.length >> 1))).toThrow('damaged or cut short');
    expect(() => openArchive(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toThrow('password');
    expect(() => openArchive(zipped({ 'word/document.xml': ' '.repeat(20 * 1024 * 1024) }))).toThrow('more than is read');
    expect(() => extractWord(openArchive(zipped({ 'a.txt': 'x' })))).toThrow('no Word document');
  });

  it('has no path that leads out of it', () => {
    expect(resolvePart('word/document.xml', '../../../etc/passwd')).toBe('etc/passwd');
    expect(resolvePart('a/b.opf', 'c/../d.xhtml#e')).toBe('a/d.xhtml');
  });
});
