import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFileSpan } from '../../../src/core/corpus/anchors.ts';
import { expectLinear } from '../../support/growth.ts';
import { checkInvariants, parse, passagesOf, textOf } from './support.ts';

const omitted = (text: string): Record<string, number> =>
  Object.fromEntries(parse('a.txt', text).omissions.map(({ kind, count }) => [kind, count]));

const said = 'A sluice lets water through a bank, and a gate closes it when the river rises.';

describe('of a book of Project Gutenberg', () => {
  const book = [
    'The Project Gutenberg eBook of Sluices, by Ann Poe',
    'This ebook is for the use of anyone anywhere.',
    'Title: Sluices and Gates',
    '*** START OF THIS PROJECT GUTENBERG EBOOK SLUICES ***',
    'Produced by Volunteers',
    'CONTENTS\n\nCHAPTER I. The bank\nCHAPTER II. The gate',
    'CHAPTER I.',
    said,
    '[Illustration]',
    '[Illustration: A gate\nin spring]',
    '*       *       *',
    'End of text.',
    '*** END OF THIS PROJECT GUTENBERG EBOOK SLUICES ***',
    'Updated editions will replace the previous one.',
  ].join('\n\n');

  it('the text between the marks is read, under the title that the frame names', () => {
    expect(textOf('a.txt', book)).toBe(`CHAPTER I.\n\n${said}\n\nEnd of text.`);
    expect(parse('a.txt', book).documents[0]!.title).toBe('Sluices and Gates');
    expect(omitted(book)).toEqual({ notice: 3, contents: 1, macro: 2 });
  });

  it('the text is read to its end where the second mark is missing', () => {
    expect(textOf('a.txt', book.slice(0, book.indexOf('*** END')))).toContain('End of text.');
  });

  it('the text is read without the marks and notes of those who typed it', () => {
    const typed = book
      .replace('[Illustration]', "Transcriber's Note: Misprints were mended.\nItalics are marked.")
      .replace('End of text.', 'The _iron gate_, or _sluice_gate_, has a snake_case name and a blank ____.');
    expect(textOf('a.txt', typed)).toBe(`CHAPTER I.\n\n${said}\n\nThe iron gate, or sluice_gate, has a snake_case name and a blank ____.`);
    checkInvariants(typed, passagesOf('a.txt', typed));
    expect(textOf('a.txt', 'An _iron_ gate.')).toBe('An _iron_ gate.');
  });

  it('nothing is left out of a text that only speaks of it', () => {
    const text = 'Project Gutenberg has many books. START OF THE PROJECT GUTENBERG EBOOK is the mark before each.';
    expect(textOf('a.txt', text)).toBe(text);
  });
});

describe('of a letter', () => {
  const letter = [
    'From: Ann Poe <ann@example.org>\nTo: list@example.org\nSubject: Re: [dams] Fwd: Sluices\nDate: Mon, 3 May 2021 10:11:12 +0200\n\tlocal\nContent-Transfer-Encoding: quoted-printable',
    'The gate caf=C3=A9 is open, and this line goes on after the sign that mail puts he=\nre. =20',
    'On 2 May 2021, Bob wrote:\n> Is the gate open?\n>\n> -- \n> Bob',
    '-- \nAnn Poe\nTel. 000',
  ].join('\n\n');

  it('what it says is read, under its subject', () => {
    expect(textOf('a.txt', letter)).toBe(
      'The gate café is open, and this line goes on after the sign that mail puts here.\n\nIs the gate open?',
    );
    expect(parse('a.txt', letter).documents[0]!.title).toBe('Sluices');
    checkInvariants(letter, passagesOf('a.txt', letter));
  });

  it('each of several in a file is read', () => {
    const two = `From ann@example.org Mon May  3 10:11:12 2021\nFrom: ann@example.org\nSubject: One\n\nFirst.\n\n-- \nAnn\n\nFrom: bob@example.org\nSubject: Two\n\nSecond.\n`;
    expect(textOf('a.txt', two)).toBe('First.\n\nSecond.');
  });

  it('one that is passed on is read, and what a telephone adds is not', () => {
    const passed = `-----Original Message-----\nFrom: Ann Poe\nSent: Monday, May 3, 2021 10:11 AM\nSubject: FW: Gates\n\nThe gate is open.\n\nSent from my phone\n`;
    expect(textOf('a.txt', passed)).toBe('The gate is open.');
    expect(textOf('a.txt', `Look at this.\n\n${passed}`)).toBe('Look at this.\n\nThe gate is open.');
    const fields = 'See the fields below.\n\nFrom: the bank\nTo: the gate\n\nIt is sent from my house.';
    expect(textOf('a.txt', fields)).toBe(fields);
  });

  it('a text with dashes and quotation marks that is none stays', () => {
    const text = 'Note: a gate.\nTask: close it.\n\n> mark\n\n--\n\nMore of the text.';
    expect(textOf('a.txt', text)).toContain('> mark');
    expect(textOf('a.txt', text)).toContain('More of the text.');
  });
});

describe('of pages', () => {
  const page = (head: string, body: string, foot: string): string => `${head}\n\n${body}\n\n${foot}\n`;
  const bodies = [
    'The first gate was made of oak and stood in the bank that the',
    'monks had raised. It leaked from the start, and nobody mend-',
    'ed it. Later gates were iron.',
  ];

  it.each([
    ['form feeds', '\f', (n: number) => page(`  ${n}    THE GATES OF THE VALE`, bodies[n - 1]!, `Ann Poe`)],
    ['form feeds and lone numbers', '\f', (n: number) => page('', bodies[n - 1]!, `- ${n} -`)],
    ['numbers by name', '', (n: number) => page('', bodies[n - 1]!, `Page ${n} of 3`)],
    ['a title and its page by name', '', (n: number) => page(`GATES OF THE VALE 2020            Page ${n} of 3`, bodies[n - 1]!, '')],
    ['a page by name and its title', '', (n: number) => page('', bodies[n - 1]!, `p. ${n}/3    Gates of the Vale`)],
  ])('parted by %s, the text is read as one', (_, between, make) => {
    const text = [1, 2, 3].map(make).join(between);
    expect(textOf('a.txt', text)).toBe(
      'The first gate was made of oak and stood in the bank that the monks had raised. It leaked from the start, and nobody mended it. Later gates were iron.',
    );
    expect(omitted(text).pageline).toBeGreaterThanOrEqual(3);
    checkInvariants(text, passagesOf('a.txt', text));
  });

  it('without a form feed, numbers that count pages and the titles beside them go', () => {
    const lines = (n: number): string =>
      Array.from({ length: 6 }, (_, at) => `Line ${at} of part ${'abc'.charAt(n)} tells of a gate and of its keeper.`).join('\n');
    const text = `${lines(0)}\n\n41\nGates and Sluices                 42\n\n${lines(1)}\n\n42\nGates and Sluices                 43\n\n${lines(2)}\n`;
    expect(textOf('a.txt', text)).not.toMatch(/Gates and Sluices|4[123]/);
    expect(omitted(text)).toEqual({ pageline: 4 });
  });

  it.each([
    ['a table of numbers', 'Gate    1\nWeir    2\nBank    3'],
    ['years', '1921\n\nThe gate was built.\n\n1922\n\nIt broke.'],
    ['numbered chapters', `Chapter 1\n\n${said}\n\nChapter 2\n\n${said} Twice.`],
    ['a refrain', 'Open the gate,\nlet the water go.\n\nClose the gate,\nlet the water go.\n\nMend the gate,\nlet the water go.'],
    ['sections of a law', '1. The keeper closes the gate.\n2. A gate is\n(a) of oak, or\n(b) of iron.\n3. (1) No other gate is a gate.'],
    ['a sentence on pages', 'Page 3 of the report tells of a gate.'],
    ['a poem', "THE GATE\n\nThe gate is shut,\n    the water stays;\nthe keeper's hut\n    stands many days."],
    ['code', 'def open(gate):\n    return gate - 1\n\nx = open(2)'],
  ])('%s stays', (_, text) => {
    const plain = (value: string): string => value.replace(/\s+/g, ' ').trim();
    expect(plain(textOf('a.txt', text))).toBe(plain(text));
    expect(omitted(text)).toEqual({});
  });
});

describe('words that a line parts', () => {
  const long = 'The keeper of the sluice walks along the bank at night and';
  it.each([
    ['are put together', `${long} exam-\nines the gate.`, 'examines the gate.'],
    ['keep a hyphen that the text has elsewhere', `A tide-gate closes. ${long} shuts the tide-\ngate.`, 'shuts the tide-gate.'],
    ['keep one after a first part that has it', `${long} it is a well-\nknown gate.`, 'a well-known gate.'],
    ['keep one before a capital', `${long} likes the Anglo-\nSaxon gate.`, 'the Anglo-Saxon gate.'],
    ['are put together where the whole word comes elsewhere', `The selfless keeper. ${long} is self-\nless.`, 'is selfless.'],
    ['stay apart before "and"', `${long} opens inner- \nand outer gates.`, 'opens inner- and outer gates.'],
    ['are put together after a soft hyphen', `${long} exam\u00AD\nines it.`, 'examines it.'],
    ['are put together in narrow columns', 'The gate-\nkeepers were gate-\nkeepers, and wat-\ner ran.', 'and water ran.'],
    ['keep a dash that ends a line', `${long} waits -\nthen he goes.`, 'waits - then he goes.'],
  ])('%s', (_, text, end) => {
    expect(textOf('a.txt', text).endsWith(end)).toBe(true);
    checkInvariants(text, passagesOf('a.txt', text));
  });

  it('have their letters one by one, and their places in the file', () => {
    const text = 'The o\uFB03ce \uFB01lls.';
    const [passage] = passagesOf('a.txt', text);
    expect(passage!.text).toBe('The office fills.');
    const at = passage!.text.indexOf('fills');
    const span = toFileSpan(passage!, { start: at, end: at + 5 });
    expect(text.slice(span.start, span.end)).toBe('\uFB01lls');
  });
});

describe('of captions', () => {
  it.each([
    [
      'SRT',
      '1\r\n00:00:01,000 --> 00:00:03,000\r\nThe gate\r\nis <i>open</i>, so\r\n\r\n2\r\n00:00:03,000 --> 00:00:05,500\r\nthe water runs.\r\n',
      'The gate is open, so the water runs.',
      { times: 2 },
    ],
    [
      'VTT',
      'WEBVTT Kind: captions\n\nNOTE by Ann\n\n00:01.000 --> 00:03.000 align:start\n<v Ann>Is the gate\n\n00:03.000 --> 00:04.000\nopen?\n\n00:04.000 --> 00:05.000\n<v.loud Bob Roe>It <00:00:04.500>is.',
      'Ann: Is the gate open?\n\nBob Roe: It is.',
      { times: 3 },
    ],
    [
      'a transcript',
      '[00:00:01] ANN: Is the gate open at this hour of the night?\n[00:00:04] BOB: It is.\n\n01:02:03 And closed now.',
      'ANN: Is the gate open at this hour of the night?\nBOB: It is.\n\nAnd closed now.',
      { times: 3 },
    ],
  ])('%s, what is said is read', (_, text, speech, kinds) => {
    expect(textOf('a.txt', text)).toBe(speech);
    expect(omitted(text)).toEqual(kinds);
    checkInvariants(text, passagesOf('a.txt', text));
  });

  it('a text with one time stays', () => {
    expect(textOf('a.txt', '10:30 The gate opens.')).toBe('10:30 The gate opens.');
  });
});

describe('lists of contents, blanks and notices', () => {
  it('go from where they stand', () => {
    const text = [
      'Copyright (c) 2019 Ann Poe. All rights reserved.',
      'Table of Contents\n\n1. Banks ............ 1\n2. Gates . . . . . . 12\nIndex …………… 99',
      said,
      'Name: ____________   Date: ________',
      '1. What closes the bank? ______________',
      'Answer: ______________________\n______________________________\n(   )',
      '2. The ______ closes the bank.',
      'Permission is hereby granted, free of charge, to any person obtaining a copy\nof this text to deal in it.\n\nTHE TEXT IS PROVIDED "AS IS", WITHOUT LIABILITY FOR THE USE OR OTHER DEALINGS IN\nTHE SOFTWARE.',
    ].join('\n\n');
    expect(textOf('a.txt', text)).toContain(`${said}\n\n1. What closes the bank?\n\n2. The ______ closes the bank.`);
    expect(omitted(text)).toMatchObject({ notice: 2, contents: 1, blank: 5 });
    checkInvariants(text, passagesOf('a.txt', text));
  });

  it('stay where they are all there is', () => {
    const text = 'Copyright (c) 2019 Ann Poe. All rights reserved.';
    expect(textOf('a.txt', text)).toBe(text);
  });

  it('are known in pages of HTML too', () => {
    const html = `<p>${said}</p><p>Answer: ________________</p><p>1. Banks ............ 1</p><p>(&nbsp;&nbsp;)</p>`;
    expect(textOf('a.html', html)).toBe(said);
    expect(parse('a.html', html).omissions).toMatchObject([{ kind: 'contents' }, { kind: 'blank' }]);
  });

  it.each([
    'Wait ... for the gate.',
    'f() returns [ ] and ( ).',
    'Use __init__ and _name_.',
    'The gate cost 12 ... 14 crowns',
    'x = a[ ] + b()',
  ])('%j is none', (text) => {
    expect(textOf('a.txt', text)).toBe(text);
  });
});

describe('any lines', () => {
  const line = fc.constantFrom(
    ...[
      '',
      '',
      '12',
      '13',
      '\f',
      'Page 3',
      'HEAD        4',
      'HEAD        5',
      'Contents',
      'Banks ..... 3',
      'A gate-',
      'keeper walks on.',
      'o\uFB03ce',
      'Answer: ____',
    ],
    ...[
      'From: a@b.c',
      'Subject: x',
      'Date: y',
      '> quoted',
      '-- ',
      '*** START OF THE PROJECT GUTENBERG EBOOK X ***',
      '*** END OF THE PROJECT GUTENBERG EBOOK X ***',
    ],
    ...[
      '00:00:01,000 --> 00:00:02,000',
      '[00:01:02] Hm.',
      '<v Ann>Yes',
      'WEBVTT',
      '* * *',
      '====',
      'Title',
      said,
      '© 2019 Ann',
      'x'.repeat(50),
      '=20',
      '\u00AD',
    ],
  );
  it('are read with places that lead back to the file', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n', '\r'), (lines, end) => {
        const text = lines.join(end);
        checkInvariants(
          text,
          parse('a.txt', text, 50).documents.flatMap(({ passages }) => [...passages]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    '12\n',
    'a-\n',
    'HEAD     4\n',
    '\f',
    'Contents\n',
    'x ..... 3\n',
    '____ ',
    '[00:01:02] a\n',
    '> > ',
    'From: a\nTo: b\n\n',
    '1\n00:01.000 --> 00:02.000\na\n\n',
    '\uFB01',
    '* ',
  ])('of %j are read in time that grows with their number', (part) => {
    expectLinear((size) => parse('a.txt', `text\n${part.repeat(size / part.length)}`), 30_000);
  });
});
