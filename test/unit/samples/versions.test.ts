import { describe, expect, it } from 'vitest';
import type { JournalEvent, NewEvent } from '../../../src/core/samples/events.ts';
import { foldSample } from '../../../src/core/samples/review.ts';
import type { Sample } from '../../../src/core/samples/sample.ts';
import { versionId } from '../../../src/core/samples/versions.ts';
import { generated, journalOf, version } from './events.ts';
import { expectLinear } from '../../support/growth.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

const made: NewEvent = { type: 'sample.generated', sample: 's', generated: generated('s'), gate: null };
const edit = (to: string, text: string, parent = 's-v1'): NewEvent => ({
  ...{ type: 'sample.edited', sample: 's', version: to, parent, evidence: [] },
  content: { shape: 'qa', question: `${text}?`, answer: `${text}.` },
});
const judged = (of: string, judge: number): NewEvent => ({
  type: 'sample.judged',
  sample: 's',
  version: of,
  prompt: 'p',
  fields: { judge },
});

function fold(...happened: [by: string, event: NewEvent][]): Sample {
  const journal = journalOf();
  for (const [by, event] of happened) journal.add(by, event);
  return foldOf(journal.events);
}

const foldOf = (events: readonly JournalEvent[]): Sample => foldSample(events, () => false)!;

const scores = ({ versions }: Sample) => versions.map(({ content, fields }) => [labelOf(content), fields?.judge]);

describe('versionId', () => {
  it('is the same for the same content of the same parent, whatever the order of its parts, and for nothing else', () => {
    const id = versionId('s', 'p', { shape: 'qa', question: 'Q', answer: 'A' });
    expect(versionId('s', 'p', { answer: 'A', question: 'Q', shape: 'qa' })).toBe(id);
    const others = [
      versionId('t', 'p', { shape: 'qa', question: 'Q', answer: 'A' }),
      versionId('s', null, { shape: 'qa', question: 'Q', answer: 'A' }),
      versionId('s', 'q', { shape: 'qa', question: 'Q', answer: 'A' }),
      versionId('s', 'p', { shape: 'qa', question: 'A', answer: 'Q' }),
      versionId('s', 'p', { shape: 'qa', question: 'Q', answer: '\ud800' }),
      versionId('s', 'p', { shape: 'qa', question: 'Q', answer: '\ud801' }),
    ];
    expect(new Set([id, ...others]).size).toBe(7);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('two texts under one id, as a merge of journals by counting programs leaves them', () => {
  it('are two versions, each with an id of its own, and the last one stands', () => {
    const sample = fold(['ada', made], ['ada', edit('s-v2', 'Ada')], ['ben', edit('s-v2', 'Ben')]);
    expect(sample.versions.map(({ content }) => labelOf(content))).toEqual(['Question of s-v1?', 'Ada?', 'Ben?']);
    expect(new Set(sample.versions.map(({ id }) => id)).size).toBe(3);
    expect(sample.versions[1]!.id).toBe(versionId('s', 's-v1', { shape: 'qa', question: 'Ada?', answer: 'Ada.' }));
    expect(sample.current).toBe(sample.versions[2]);
    expect(sample.current.concepts).toEqual(['tide', 'moon']);
  });

  it('get a score only when the judge can have read no other', () => {
    const before = fold(['ada', made], ['ada', edit('s-v2', 'Ada')], ['ada', judged('s-v2', 2)], ['ben', edit('s-v2', 'Ben')]);
    expect(scores(before)).toEqual([
      ['Question of s-v1?', undefined],
      ['Ada?', 2],
      ['Ben?', undefined],
    ]);
    const after = fold(['ada', made], ['ada', edit('s-v2', 'Ada')], ['ben', edit('s-v2', 'Ben')], ['ben', judged('s-v2', 2)]);
    expect(scores(after).map(([, score]) => score)).toEqual([undefined, undefined, undefined]);
    expect(scores(fold(['ada', made], ['ben', judged('s-v2', 3)], ['ben', edit('s-v2', 'Ben')]))[1]).toEqual(['Ben?', 3]);
  });

  it('are the parents of what their own authors made of them', () => {
    const sample = fold(
      ['ada', made],
      ['ada', edit('s-v2', 'Ada')],
      ['ben', edit('s-v2', 'Ben')],
      ['ada', edit('s-v3', 'Ada again', 's-v2')],
      ['cem', edit('s-v4', 'Cem', 's-v2')],
    );
    const [, ada, ben, again, cem] = sample.versions;
    expect([again!.parent, cem!.parent]).toEqual([ada!.id, ben!.id]);
  });

  it('are told apart in the same way when a third arrives, and when one of them was taken back', () => {
    const journal = journalOf();
    journal.add('ada', made);
    journal.add('cem', edit('s-v2', 'Cem'));
    journal.add('ada', edit('s-v2', 'Ada'));
    const last = journal.add('ben', edit('s-v2', 'Ben'));
    const two = foldOf(journal.events.filter(({ by }) => by !== 'cem'));
    const three = foldOf(journal.events);
    expect(three.versions.slice(2)).toEqual(two.versions.slice(1));
    const without = foldSample(journal.events, (action) => action === last)!;
    expect(labelOf(without.current.content)).toBe('Ada?');
    expect(without.versions).toEqual(three.versions);
  });

  it('have ids of their own even where one was made to look like the other’s', () => {
    const forged = versionId('s', 's-v1', { shape: 'qa', question: 'Ada?', answer: 'Ada.' });
    const sample = fold(['ada', made], ['eve', edit(forged, 'Eve')], ['ada', edit('s-v2', 'Ada')], ['ben', edit('s-v2', 'Ben')]);
    expect(new Set(sample.versions.map(({ id }) => id)).size).toBe(4);
  });
});

describe('versions', () => {
  it('hold the same edit of the same text once, whoever made it, and go on with what followed it', () => {
    const id = versionId('s', 's-v1', { shape: 'qa', question: 'Ada?', answer: 'Ada.' });
    const sample = fold(['ada', made], ['ada', edit(id, 'Ada')], ['ada', edit('s-v3', 'Else', id)], ['ben', edit(id, 'Ada')]);
    expect(sample.versions.map((each) => each.id)).toEqual(['s-v1', id, 's-v3']);
    expect(sample.current.id).toBe('s-v3');
  });

  it('hold what the same job gave on another branch, though the sample began with the first', () => {
    const other = version('s-w1', 'Another first?');
    const sample = fold(['ada', made], ['ben', { ...made, generated: generated('s', other) }], ['ben', judged('s-w1', 1)]);
    expect(sample.current.id).toBe('s-v1');
    expect(scores(sample)).toEqual([
      ['Question of s-v1?', undefined],
      ['Another first?', 1],
    ]);
  });
});

describe('a sample of many versions', () => {
  type Happened = [by: string, event: NewEvent];
  const many = (size: number, each: (at: number) => readonly Happened[]): Happened[] => [
    ['ada', made],
    ...Array.from({ length: size }, (_, at) => each(at + 1)).flat(),
  ];
  const next = (line: string, at: number): NewEvent => edit(`${line}${at}`, `${line} ${at}`, at === 1 ? 's-v1' : `${line}${at - 1}`);

  it.each<[string, (size: number) => Happened[]]>([
    ['each made of the last', (size) => many(size, (at) => [['ada', next('a', at)]])],
    [
      'on two branches',
      (size) =>
        many(size, (at) => [
          ['ada', next('a', at)],
          ['ben', next('b', at)],
        ]),
    ],
    [
      'made once more, one by one',
      (size) => [...many(size, (at) => [['ada', next('a', at)]]), ...many(size, (at) => [['ben', next('a', at)]])],
    ],
    [
      'the first made once more after each',
      (size) =>
        many(size, (at) => [
          ['ada', next('a', at)],
          ['ben', next('a', 1)],
        ]),
    ],
    ['the newest first', (size) => many(size, (at) => [['ada', next('a', size + 1 - at)]])],
    [
      'many under one id, each by somebody else, and judged',
      (size) =>
        many(size, (at) => [
          [`person ${at}`, edit('s-v2', `text ${at}`)],
          ['cem', edit(`c${at}`, `of ${at}`, 's-v2')],
          ['ada', judged('s-v2', 1)],
        ]),
    ],
  ])('is folded in time in proportion to their number: %s', (_, happened) => {
    expectLinear((size) => fold(...happened(size)), 2000);
  });
});
