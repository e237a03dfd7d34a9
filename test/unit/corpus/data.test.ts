import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dataSpans } from '../../../src/core/corpus/data-spans.ts';
import { expectLinear } from '../../support/growth.ts';
import { checkInvariants, parse, textOf } from './support.ts';

/** Bytes that are the same each time and look like chance. */
const bytes = Buffer.concat(Array.from({ length: 30 }, (_, at) => createHash('sha256').update(String(at)).digest()));
const base64 = bytes.toString('base64');
const lines = (text: string, width: number): string => text.match(new RegExp(`.{1,${width}}`, 'g'))!.join('\n');
const hex = (from: number, to: number): string[] => bytes.subarray(from, to).toString('hex').match(/../g)!;
const rows = Array.from({ length: 9 }, (_, row) => row * 16);
const place = (row: number): string => row.toString(16).padStart(8, '0');

const data: Readonly<Record<string, string>> = {
  'an address': `data:image/png;base64,${base64}`,
  'lines of 76': lines(base64, 76),
  'lines of 64': lines(base64, 64),
  'lines of 40': lines(base64, 40),
  'one line': base64,
  'the alphabet of addresses': bytes.toString('base64url'),
  'a key': `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,8D2C\n\n${lines(base64, 64)}\n-----END RSA PRIVATE KEY-----`,
  'a signed message': `-----BEGIN PGP MESSAGE-----\nVersion: 2\n\n${lines(base64, 64)}\n=njUN\n-----END PGP MESSAGE-----`,
  'a token': `eyJhbGciOiJIUzI1NiJ9.${base64.slice(0, 60).replaceAll(/[+/]/g, '_')}.${base64.slice(60, 100).replaceAll(/[+/]/g, '-')}`,
  'a dump': rows
    .map(
      (row) =>
        `${place(row)}: ${hex(row, row + 16)
          .join('')
          .match(/.{4}/g)!
          .join(' ')}  .w.a..e.r....i.n`,
    )
    .join('\n'),
  'a canonical dump': rows.map((row) => `${place(row)}  ${hex(row, row + 16).join(' ')}  |.w.a..e.r....i.n|`).join('\n'),
  'an array': hex(0, 60)
    .map((byte) => `0x${byte}`)
    .join(', '),
  escapes: hex(0, 60)
    .map((byte) => `\\x${byte}`)
    .join(''),
  'a hash': createHash('md5').update('weir').digest('hex'),
  'a fingerprint': hex(0, 20).join(':'),
  'hexadecimal lines': lines(bytes.toString('hex'), 64),
  zeros: `${'A'.repeat(300)}==`,
  bases: 'ACGTTGCA'.repeat(60),
  'encoded words': Buffer.from('The weir measures how much water runs. '.repeat(9)).toString('base64'),
};

const before = 'A weir stands before it.';
const after = 'A sluice stands after it.';
const formats: Readonly<Record<string, (what: string) => string>> = {
  'a.txt': (what) => `${before}\n\n${what}\n\n${after}`,
  'a.md': (what) => `${before}\n\n${what}\n\n${after}`,
  'fence.md': (what) => `${before}\n\n\`\`\`\n${what}\n\`\`\`\n\n${after}`,
  'a.html': (what) => `<p>${before}</p><pre>${what}</pre><p>${after}</p>`,
  'a.jsonl': (what) => JSON.stringify({ text: `${before}\n\n${what}\n\n${after}` }),
  'a.csv': (what) => `text\n"${before}\n\n${what}\n\n${after}"\n`,
};

describe.each(Object.entries(data))('embedded data: %s', (_, what) => {
  it.each(Object.entries(formats))('reaches no passage of %s', (file, written) => {
    const text = written(what);
    const { documents, omissions } = parse(file, text);
    const passages = documents.flatMap((document) => [...document.passages]);
    expect(passages.map((passage) => passage.text).join('\n\n')).toBe(`${before}\n\n${after}`);
    expect(omissions).toMatchObject([{ kind: 'data', count: 1 }]);
    checkInvariants(text, passages);
  });
});

it('leaves the words in one sentence with it', () => {
  const { documents, omissions } = parse(
    'a.md',
    `The sum of the file is ${createHash('sha1').update('x').digest('hex')}, as its author says.\n`,
  );
  expect(documents[0]!.passages[0]!.text).toBe('The sum of the file is , as its author says.');
  expect(omissions).toEqual([{ kind: 'data', count: 1, line: 1 }]);
});

it('is told also where a reader of mark-up drops the address that holds it', () => {
  const picture = `![A weir](data:image/gif;base64,${base64})`;
  expect(parse('a.md', `Text.\n\n${picture}\n\n${picture}\n`).omissions).toEqual([{ kind: 'data', count: 2, line: 3 }]);
});

it('says of a file of nothing else what is in it', () => {
  expect(parse('a.txt', lines(base64, 76)).problems[0]!.reason).toMatch(/only mark-up, white space or embedded data\. Leave it out/);
});

it.each([
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ist ein Wort.',
  'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, methionylthreonylthreonylglutaminylarginyltyrosylglutamyl',
  'https://example.org/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit?q=aGVsbG8gd29ybGQ',
  'getUserByIdAndNameOrEmailAddressFactoryImplTestCase2 DATABASE_CONNECTION_POOL_MAXIMUM_SIZE_IN_MEGABYTES_V2',
  'src/main/java/com/example/project/service/impl/UserServiceImpl2Test.java state-of-the-art-2D-and-3D-rendering-of-water',
  '水流过河床然后带走沙子'.repeat(40),
  '3.14159265358979323846264338327950288419716939937510582097494459230781640628620899 and 1010101010101010101010101010101010',
  '12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12, or 1a 1b 2a 2b 3a 3b 4a 4b 5a 5b 6a 6b, or be add dad fed bed deed cafe face',
  'C6H12O6 + 6O2 -> 6CO2 + 6H2O; H2SO4 NaOH KMnO4 K2Cr2O7 Al2O3 CaCO3 Fe2O3',
  '$\\frac{a_{1}}{b^{2}} \\mathrm{ABCdef123GHIjkl456MNOpqr789STUvwx}$',
  '550e8400-e29b-41d4-a716-446655440000 and data:text/plain,Hello',
  `${'_'.repeat(70)} and ${'='.repeat(70)}`,
  'apple,banana,cherry,damson,elderberry,fig,grape,hazel,ilex,juniper,kiwi,lemon,mango,nectarine,orange,papaya,quince,raspberry,sloe,tea',
  'A1,B2,C3,D4,E5,F6,G7,H8,I9,J10,K11,L12,M13,N14,O15,P16,Q17,R18,S19,T20,U21,V22,W23,X24',
  'e4 e5 d4 d5 c4 c5 b4 b5 a4 a5 e3 e6 d3 d6 is no opening, and begin 755 the count is no file',
])('is not seen in what people write: %s', (text) => {
  expect(dataSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual([]);
});

it.each([
  ...[
    'ab ',
    'data:a/b,',
    '"data:;base64,',
    'begin 644 x ',
    '-----BEGIN A-----\n',
    '-eyJaaaaaaaaaaaaaaa',
    'A1b2C3d4E5f6g7H8+ ',
    '0x1f, ',
    '<~',
    ';',
    'a;',
    '\\x00',
    '00000010: ',
  ],
])('is looked for in time in proportion to a text of %j', (part) => {
  expectLinear((size) => dataSpans(part.repeat(size / part.length)), 20_000);
});

it('takes nothing of the text behind bytes that stand in equal groups', () => {
  const groups = Array.from({ length: 40 }, (_, index) => ((index * 2654435761) >>> 0).toString(16).padStart(8, '0')).join(' ');
  const binary = Array.from({ length: 60 }, (_, index) => ((index * 167 + 13) % 256).toString(2).padStart(8, '0')).join(' ');
  for (const bytes of [groups, binary])
    expect(parse('a.txt', `The bytes of the lock: ${bytes}\nAfter them.\n`).documents[0]!.passages[0]!.text).toMatch(
      /^The bytes of the lock:.*After them\.$/s,
    );
});

it('leaves bytes out as programs print them and as addresses write them', () => {
  const bytes = Array.from({ length: 90 }, (_, index) => ((index * 167 + 13) % 256).toString(16).padStart(2, '0'));
  const lines = bytes.map((_, index) => Buffer.from(bytes.slice(index, index + 45).join(''), 'hex').toString('base64')).slice(0, 6);
  for (const data of [lines.map((line) => `b'${line}'`).join('\n '), `%${bytes.join('%')}`, `=${bytes.join('=').toUpperCase()}`]) {
    const text = textOf('a.md', `Before.\n\n\`\`\`\n${data}\n\`\`\`\n\nAfter.\n`);
    expect(text.length, text).toBeLessThan(60);
  }
  expect(textOf('a.md', 'See https://ja.wikipedia.org/wiki/%E6%B0%B4%E9%96%80%E3%81%AE%E6%B0%B4 for it.')).toContain('%E6%B0%B4');
});
