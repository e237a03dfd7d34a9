import { describe, expect, it } from 'vitest';
import { extractConcepts } from '../../../src/offline/extract.ts';
import { analyse } from '../../../src/offline/linguistics.ts';
import { generateQuestions } from '../../../src/offline/questions.ts';
import { createCorpusStatistics } from '../../../src/offline/statistics.ts';

const saidIn = (text: string): string[] => analyse(text).map(({ start, end }) => text.slice(start, end));

describe('what labels a line', () => {
  it.each([
    'Note:', 'NOTE:', 'Warning:', '**Tip:**', '> **Caution:**', 'Hinweis:', 'Remarque :', 'Advertencia:', 'Примечание:', '注意：',
    'Interviewer:', 'HOST:', 'Dr. Marsh:', 'Q:', 'A:', 'Speaker 2:', '[00:12:03]', '(1:05)', '[00:12:03] HOST:', 'HOST [00:04]:', '- Q:',
  ])('is not read: %s', (label) => {
    expect(saidIn(`${label} Peat holds water like a sponge.`)).toEqual(['Peat holds water like a sponge.']);
  }); // prettier-ignore

  it.each(['[!NOTE]', '> [!WARNING]', '::: tip', '!!! warning', '**Note**'])('is not read where it is all of the line: %s', (line) => {
    expect(saidIn(`${line}\n\nPeat holds water.`)).toEqual(['Peat holds water.']);
  });

  it.each(['Peat: a soil of dead moss.', 'The rule is this: dig.', 'At 12:30 the tide turns.', 'Three soils: sand, peat and clay.'])(
    'is no term that is explained, and no other colon: %s',
    (text) => {
      expect(saidIn(text)).toEqual([text]);
    },
  );
});

const talk = `Mara Field: Welcome back. With me is Tom Reed, who drains bogs. Tom, what is peat?

Tom Reed: [00:07] Yeah, so peat is a soil that dead moss forms in wet ground. A drain lowers the water table, you know, because water follows the slope.

Mara Field: Wow. And a bog?

Tom Reed: No. A bog is wet ground that rain alone feeds. A dam raises the water table, and moss needs a high water table.`;

describe('who speaks', () => {
  it.each([
    ['is known by the time before the name', ['[00:02] Ida: ', '[00:09] Max: ']],
    ['is known where programs number the voices', ['SPEAKER_00: ', 'SPEAKER_01: ']],
    ['is known by a name that comes once, where others are sure', ['Ida: ', 'Speaker 1: ']],
    ['is known by a name that comes once, where another comes again', ['Ida Moss: ', 'Ida Moss: ', 'Max: ']],
  ])('%s', (_, labels) => {
    const said = ['Peat holds water.', 'A drain lowers the water.', 'Moss needs it.'].slice(0, labels.length);
    expect(saidIn(labels.map((label, at) => `${label}${said[at]!}`).join('\n\n'))).toEqual(said);
  });

  it('is nobody where terms are explained, one each', () => {
    const terms = ['Peat: A soil of dead moss.', 'Bog: Wet ground that rain feeds.'];
    expect(saidIn(terms.join('\n\n'))).toEqual(terms);
    expect(saidIn(['Ida Moss: Hello.', 'Ida Moss: Peat is wet.', 'Peat: a soil.'].join('\n\n'))).toContain('Peat: a soil.');
  });
});

describe('a talk', () => {
  const passage = { title: '', headings: [], text: talk };
  const statistics = createCorpusStatistics();
  statistics.add(passage);

  it('has no speaker for a topic or a concept', () => {
    const { topics } = extractConcepts(passage, statistics);
    const names = topics.flatMap(({ name, concepts }) => [name, ...concepts]);
    expect(names).toContain('peat');
    for (const name of names) expect(name).not.toMatch(/mara|field|tom|reed|welcome/i);
  });

  it('yields questions, none of them about who speaks', () => {
    const concepts = ['peat', 'bog', 'moss', 'water table', 'dam', 'drain', 'wet ground', 'soil'];
    const asked = [1, 2, 3, 4].flatMap((seed) =>
      generateQuestions({ topics: [], concepts, references: [{ text: talk }] }, { count: 3, seed }),
    );
    expect(asked.length).toBeGreaterThan(2);
    for (const { question } of asked) expect(question).not.toMatch(/mara|field|tom|reed|you know|yeah/i);
  });
});
