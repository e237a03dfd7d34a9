import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFileSpan } from '../../../src/core/corpus/anchors.ts';
import { countTokens } from '../../../src/core/corpus/tokens.ts';
import { checkInvariants, passagesOf, parse } from './support.ts';

/** A piece of Markdown together with what must stay whole in it, as it will read when cleaned. */
interface Piece {
  readonly markdown: string;
  readonly wholes: readonly string[];
}

const word = fc.constantFrom('river', 'Grüße', 'e\u0301tude', '🌊', 'das👩‍🔬', 'naïve', '中文', 'x\u0323\u0307', 'delta', 'a.b', '3.14');
/** The last word is no abbreviation: after one, a full stop may not end a sentence. */
const words = fc.array(word, { minLength: 2, maxLength: 12 }).map((list) => `${list.join(' ')} end`);

/** Each sentence has a number, so that no two are alike and their order shows. */
let counter = 0;
const numbered = (text: string): string => `Sentence${(counter += 1)} ${text}.`;

const sentence: fc.Arbitrary<Piece> = words.map((text) => {
  const whole = numbered(text);
  return { markdown: whole, wholes: [whole] };
});

const decorated: fc.Arbitrary<Piece> = fc.tuple(sentence, fc.constantFrom('*', '**', 'span', 'link', 'list')).map(([piece, how]) => {
  const { markdown } = piece;
  const last = markdown.slice(0, -1);
  switch (how) {
    case 'span':
      return { ...piece, markdown: `<span class="x"><em>${last}</em></span>.` };
    case 'link':
      return { ...piece, markdown: `[${last}](https://example.org/a_b "title"). ` };
    case 'list':
      return { ...piece, markdown: `${last}{: data-type="term" #id}.` };
    default:
      return { ...piece, markdown: `${how}${last}${how}.` };
  }
});

const formula: fc.Arbitrary<Piece> = fc.tuple(words, fc.boolean()).map(([text, mathml]) => {
  const number = (counter += 1);
  return mathml
    ? {
        markdown: `Formula${number} ${text} <math><mi>x</mi><mo>=</mo><mfrac><mn>${number}</mn><mi>y</mi></mfrac><annotation>gone. Gone</annotation></math> holds.`,
        wholes: [`Formula${number} ${text} x = ${number}/y holds.`],
      }
    : {
        markdown: `Formula${number} ${text} $a_${number}. B*c*d$ holds.`,
        wholes: [`Formula${number} ${text} $a_${number}. B*c*d$ holds.`],
      };
});

const paragraph: fc.Arbitrary<Piece> = fc
  .tuple(fc.array(fc.oneof(sentence, decorated, formula), { minLength: 1, maxLength: 8 }), fc.constantFrom(' ', '\n'))
  .map(([pieces, glue]) => ({
    markdown: pieces.map(({ markdown }) => markdown.trim()).join(glue),
    wholes: pieces.flatMap(({ wholes }) => wholes),
  }));

const fence: fc.Arbitrary<Piece> = fc.array(words, { minLength: 1, maxLength: 5 }).map((lines) => {
  const code = `\`\`\`ts\n// Code${(counter += 1)}. A b.\n${lines.join('\n')}\n\`\`\``;
  return { markdown: code, wholes: [code] };
});

const table: fc.Arbitrary<Piece> = fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 5 }).map((rows) => {
  const header = `Table${(counter += 1)}`;
  const markdown = [`| ${header} | B. C |`, '|---|---|', ...rows.map(([left, right]) => `| ${left} | ${right} |`)].join('\n');
  return { markdown, wholes: [[`${header} | B. C`, ...rows.map(([left, right]) => `${left} | ${right}`)].join('\n')] };
});

const nested: fc.Arbitrary<Piece> = fc.tuple(paragraph, fc.integer({ min: 1, max: 4 })).map(([piece, depth]) => ({
  ...piece,
  markdown: `${'<div markdown="1">\n'.repeat(depth)}<!-- no. No -->\n${piece.markdown}\n\n${'</div>\n'.repeat(depth)}`,
}));

const quoted: fc.Arbitrary<Piece> = paragraph.map((piece) => ({ ...piece, markdown: piece.markdown.replace(/^/gm, '> ') }));

const listed: fc.Arbitrary<Piece> = fc.array(sentence, { minLength: 1, maxLength: 4 }).map((pieces) => ({
  markdown: pieces.map(({ markdown }) => `* {: #id} ${markdown}`).join('\n'),
  wholes: pieces.flatMap(({ wholes }) => wholes),
}));

const heading: fc.Arbitrary<Piece> = fc.tuple(fc.integer({ min: 1, max: 4 }), words).map(([depth, text]) => {
  const title = `Heading${(counter += 1)} ${text}`;
  return { markdown: `${'#'.repeat(depth)} ${title} {#anchor}`, wholes: [title] };
});

const document = fc
  .record({
    // A document of headings alone has no passages.
    blocks: fc
      .array(fc.oneof(paragraph, paragraph, fence, table, nested, quoted, listed, heading), { minLength: 1, maxLength: 14 })
      .filter((blocks) => blocks.some(({ wholes }) => !wholes[0]!.startsWith('Heading'))),
    front: fc.boolean(),
    bom: fc.boolean(),
    crlf: fc.boolean(),
    tokens: fc.constantFrom(50, 80, 200),
  })
  .map(({ blocks, front, bom, crlf, tokens }) => {
    const body = `${front ? '---\ntitle: "The Title"\n---\n\n' : ''}${blocks.map(({ markdown }) => markdown).join('\n\n')}\n`;
    const text = (bom ? '\uFEFF' : '') + (crlf ? body.replaceAll('\n', '\r\n') : body);
    return { text, tokens, wholes: blocks.flatMap(({ wholes }) => wholes) };
  });

const runs = { numRuns: 120 };

describe('passages of generated Markdown', () => {
  it('have anchors that lead back to the file', () => {
    fc.assert(
      fc.property(document, ({ text, tokens }) => {
        checkInvariants(text, passagesOf('a.md', text, tokens));
      }),
      runs,
    );
  });

  it('hold every sentence, formula, fence and table that fits whole, once and in order', () => {
    fc.assert(
      fc.property(document, ({ text, tokens, wholes }) => {
        const { documents, omissions } = parse('a.md', text, tokens);
        // A passage of links alone is passed over.
        fc.pre(omissions.every(({ kind }) => kind !== 'thin'));
        const texts = documents.flatMap(({ passages }) => passages.map((passage) => passage.text));
        let passage = 0;
        let from = 0;
        // What is larger than half a passage, with its headings above it, may have to be cut.
        for (const whole of wholes.filter((each) => countTokens(each) <= tokens / 2 && !each.startsWith('Heading'))) {
          let at = texts[passage]!.indexOf(whole, from);
          while (at === -1 && passage < texts.length - 1) {
            passage += 1;
            at = texts[passage]!.indexOf(whole);
          }
          expect(at, `${whole} in ${JSON.stringify(texts)}`).not.toBe(-1);
          from = at + whole.length;
        }
      }),
      runs,
    );
  });

  it('keep within the budget, by a tenth where a single unit is larger', () => {
    fc.assert(
      fc.property(document, ({ text, tokens, wholes }) => {
        for (const passage of passagesOf('a.md', text, tokens)) {
          if (passage.tokens <= tokens) continue;
          expect(passage.tokens).toBeLessThanOrEqual(1.1 * tokens);
          // A heading above it aside; one that is larger than half a passage is text itself.
          const units = wholes.filter((whole) => passage.text.includes(whole));
          const content = units.filter((whole) => !whole.startsWith('Heading'));
          expect(content.length === 0 ? units : content).toHaveLength(1);
        }
      }),
      runs,
    );
  });

  it('place every sentence where it stands in the file', () => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 3, maxLength: 20 }), fc.constantFrom(' ', '\r\n', '\n> '), (pieces, glue) => {
        const text = `\uFEFF> ${pieces.map(({ markdown }) => markdown).join(glue)}`;
        for (const passage of passagesOf('a.md', text, 50)) {
          for (const [whole] of pieces.map(({ wholes }) => wholes)) {
            const start = passage.text.indexOf(whole!);
            if (start === -1) continue;
            const span = toFileSpan(passage, { start, end: start + whole!.length });
            expect(text.slice(span.start, span.end)).toBe(whole);
          }
        }
      }),
      runs,
    );
  });

  it('are the same each time, and their hashes those of their text and headings', () => {
    fc.assert(
      fc.property(document, ({ text, tokens }) => {
        const first = parse('a.md', text, tokens);
        expect(parse('a.md', text, tokens)).toEqual(first);
        const elsewhere = passagesOf('b/c.md', text, tokens);
        expect(elsewhere.map(({ hash }) => hash)).toEqual(first.documents[0]!.passages.map(({ hash }) => hash));
      }),
      { numRuns: 60 },
    );
  });
});

describe('passages of any text', () => {
  const soup = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...[
            '# ',
            '* ',
            '> ',
            '```',
            '`',
            '~~~',
            '**',
            '*',
            '_',
            '$',
            '$$',
            '<div>',
            '</div>',
            '<math>',
            '</math>',
            '<table>',
            '</table>',
            '<td>',
          ],
          ...[
            '{: #a}',
            '{',
            '}',
            '[link](#a)',
            '![',
            '](',
            ')',
            '&amp;',
            '&#x1F600;',
            '\\',
            '\\(',
            '\\)',
            '\\[',
            '<!--',
            '-->',
            '---\n',
            '|',
            ': ',
          ],
          ...[
            '\n',
            '\r\n',
            '\r',
            '\n\n',
            '    ',
            '\t',
            ' ',
            '. ',
            'Word',
            'a',
            '😀',
            'e\u0301',
            '1. ',
            '[^1]',
            '<sup>',
            '</sup>',
            '<br>',
            '<pre>',
          ],
          ...[
            '</pre>',
            'import x from "y"',
            '<A b={c}>',
            '"',
            "'",
            ',',
            '\u00a0',
            '::',
            '.. note::',
            '====',
            'http://a.b/c_d',
            'a@b.cd',
            '\uE000',
            '^',
          ],
        ),
        fc.string({ unit: 'grapheme', maxLength: 6 }),
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join(''));

  it.each(['md', 'mdx', 'html', 'rst', 'txt'])('have anchors that lead back to the file (.%s)', (extension) => {
    fc.assert(
      fc.property(soup, fc.boolean(), (body, bom) => {
        const text = (bom ? '\uFEFF' : '') + body;
        const { documents } = parse(`a.${extension}`, text, 50);
        checkInvariants(
          text,
          documents.flatMap(({ passages }) => [...passages]),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('have anchors that lead back through JSON escapes and doubled quotation marks', () => {
    fc.assert(
      fc.property(fc.array(soup, { minLength: 1, maxLength: 4 }), fc.boolean(), (texts, ascii) => {
        const escape = (json: string): string =>
          ascii ? json.replace(/[\u0080-\uFFFF]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
        const jsonl = texts.map((text) => escape(JSON.stringify({ id: 1, text }))).join('\n');
        const csv = `id,text\r\n${texts.map((text) => `1,"${text.replaceAll('"', '""')}"`).join('\r\n')}`;
        for (const [file, content] of [
          ['a.jsonl', jsonl],
          ['a.csv', csv],
        ] as const) {
          const { documents, problems, omissions } = parse(file, content, 50);
          checkInvariants(
            content,
            documents.flatMap(({ passages }) => [...passages]),
          );
          const isWhole = !omissions.some(({ kind }) => kind === 'thin' || kind === 'data');
          if (isWhole) expect(documents.length + problems.length).toBe(texts.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
