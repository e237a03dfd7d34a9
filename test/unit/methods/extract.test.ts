import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Extraction } from '../../../src/core/concepts/extraction.ts';
import { formatExtraction } from '../../../src/core/methods/extract/format.ts';
import { parseExtraction } from '../../../src/core/methods/extract/parse.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';

const tides: Extraction = {
  level: 'college',
  subject: 'oceanography',
  topics: [
    { name: 'Tides', concepts: ['tidal range', 'spring tide'] },
    { name: 'The Moon', concepts: ['orbit'] },
  ],
};
const clean = formatExtraction(tides);

describe('parseExtraction', () => {
  it('passes over a name that stammers', () => {
    const topics = [
      { name: 'Gravity', key_concepts: ['gravity_energy_energy_energy_v', 'energy energy energy', 'New York, New York', 'mass'] },
    ];
    expect(parseExtraction(JSON.stringify({ level: '', subject: '', topics })).topics[0]!.concepts).toEqual(['New York, New York', 'mass']);
  });

  it('reads the format', () => {
    expect(parseExtraction(clean)).toEqual(tides);
  });

  it.each<[string, string]>([
    ['CRLF', clean.replaceAll('\n', '\r\n')],
    ['prose around', `Sure! Here is what I found.\n\n${clean}\n\nLet me know if you need more.`],
    ['a code fence', `\`\`\`xml\n${clean}\n\`\`\``],
    ['no closing tag at the end', clean.replace('</key_concept>', '')],
    ['no closing tag of the topics', clean.replace('</topic>', '')],
    ['bullets for numbers', clean.replace(/^ +\d+\.\d+\. /gm, '   - ')],
    ['round brackets', clean.replace(/^(\d+)\. /gm, '$1) ')],
    ['emphasis', clean.replace('Tides', '**Tides**').replace('1. Tides:', '1. **Tides:**').replace('Topics:', '**Topics:**')],
    ['upper-case tags', clean.replace(/<(\/?)(\w+)>/g, (_, slash: string, name: string) => `<${slash}${name.toUpperCase()}>`)],
    ['"topic:" lines without numbers', clean.replace(/^\d+\. (.*):$/gm, '$1:')],
    ['flat numbering inside a topic', clean.replace(/^ +\d+\.(\d+)\. /gm, '   $1. ')],
    ['another name for a topic in the second list', clean.replace('2. The Moon:', '2. Moon:')],
  ])('reads a reply with %s', (_, reply) => {
    expect(parseExtraction(reply)).toEqual(tides);
  });

  it('cuts what is more than the paper asks for', () => {
    const reply = formatExtraction({
      ...tides,
      topics: Array.from({ length: 7 }, (_, topic) => ({
        name: `topic ${'abcdefg'[topic]!}`,
        concepts: Array.from({ length: 25 }, (_, place) => `concept ${String.fromCharCode(97 + place)}`),
      })),
    });
    const { topics } = parseExtraction(reply);
    expect(topics).toHaveLength(5);
    expect(topics[0]!.concepts).toHaveLength(20);
  });

  it('drops placeholders, sentences of its own, and leftovers of mark-up', () => {
    const reply = clean.replace('spring tide', '…').replace('orbit', 'orbit\n   2.2. <b>x</b>\n   2.3. 42');
    expect(parseExtraction(reply).topics.map(({ concepts }) => concepts)).toEqual([['tidal range'], ['orbit']]);
  });

  it.each([
    ['nothing', '', 'nothing at all'],
    ['a refusal', 'I am sorry, I cannot help with that.', 'I am sorry'],
    ['topics alone', clean.slice(0, clean.indexOf('<key_concept>')), 'no key concept'],
  ])('refuses %s and quotes it', (_, reply, quote) => {
    expect(() => parseExtraction(reply)).toThrow(ReplyError);
    expect(() => parseExtraction(reply)).toThrow(quote);
  });

  it('throws nothing but ReplyError, whatever the reply', () => {
    const piece = fc.constantFrom(
      '<topic>',
      '</topic>',
      '<key_concept>',
      '</key_concept>',
      'Topics:',
      '\n',
      '1. a:',
      '1.1. b',
      '- c',
      '**',
      '\r\n',
      '   ',
      'é🌊',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        try {
          const { topics } = parseExtraction(pieces.join(''));
          expect(topics.some(({ concepts }) => concepts.length > 0)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ReplyError);
        }
      }),
    );
  });
});
