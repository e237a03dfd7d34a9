/** Groups and verdicts, written in every form that models have for them, read as what they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGroups } from '../../../src/core/methods/cluster/parse.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';
import { parseVerdicts } from '../../../src/core/methods/verify/parse.ts';

/** Each sample in one group: its members, counted from 0. */
const partition = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 12 }).map((group) => {
  const places = group.map((_, at) => at);
  return [...Map.groupBy(places, (at) => group[at]).values()];
});

const key = fc.constantFrom('samples', 'Sample Numbers', 'sample_indices', 'sampleIds', 'members', 'Items', 'indices');
const list = fc.constantFrom<(numbers: number[]) => unknown>(
  (numbers) => numbers,
  (numbers) => numbers.map(String),
  (numbers) => numbers.map((number) => `Sample ${number}`),
  (numbers) => numbers.join(', '),
  (numbers) => numbers.map((number) => ({ sample: number, title: 'Tide of 1911' })),
);
const around = fc.constantFrom<(groups: object[]) => unknown>(
  (groups) => ({ clusters: groups }),
  (groups) => groups,
  (groups) => ({ result: { Groups: groups } }),
  (groups) => ({ Gruppen: groups, remark: 'none' }),
  (groups) => ({ clusters: Object.fromEntries(groups.map((group, at) => [`Cluster ${at + 1}`, group])) }),
  (groups) => Object.fromEntries(groups.map((group, at) => [String(at + 1), group])),
);
const prose = fc.constantFrom<(json: string) => string>(
  (json) => json,
  (json) => `I compared them {one by one}.\n\`\`\`json\n${json}\n\`\`\`\nThat is all.`,
);

describe('groups', () => {
  it('are the same in whatever form they are written', () => {
    fc.assert(
      fc.property(partition, key, list, around, prose, (groups, under, write, wrap, speak) => {
        const size = groups.flat().length;
        const written = groups.map((members, at) => ({
          'cluster number': at + 1,
          Reason: 'alike',
          [under]: write(members.map((member) => member + 1)),
          name: `kind ${at}x`,
        }));
        expect(parseGroups(speak(JSON.stringify(wrap(written), null, 1)), size)).toEqual({
          groups: groups.map((members, at) => ({ name: `kind ${at}x`, reason: 'alike', members })),
          ...{ unknown: 0, repeated: 0, unplaced: 0 },
        });
      }),
    );
  });

  it('have each sample once, whatever numbers a reply has, and say what was mended', () => {
    const numbers = fc.array(fc.array(fc.integer({ min: -2, max: 12 }), { maxLength: 8 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(numbers, (lists) => {
        const size = 9;
        const reply = JSON.stringify({ clusters: lists.map((samples) => ({ samples })) });
        try {
          const { groups, unplaced } = parseGroups(reply, size);
          const all = groups.flatMap(({ members }) => members);
          expect(all.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
          expect(groups.filter(({ members }) => members.length === 1).length).toBeGreaterThanOrEqual(unplaced);
          expect(unplaced).toBeLessThanOrEqual(size / 3);
        } catch (error) {
          if (!(error instanceof ReplyError)) throw error;
          const known = new Set(lists.flat().filter((number) => number >= 1 && number <= size));
          expect(known.size).toBeLessThan((2 / 3) * size);
        }
      }),
    );
  });
});

describe('verdicts', () => {
  const verdict = fc.constantFrom<(valid: boolean) => unknown>(
    (valid) => (valid ? 1 : 0),
    (valid) => (valid ? '1' : '0'),
    (valid) => valid,
    (valid) => (valid ? 'Valid' : 'invalid'),
    (valid) => (valid ? 'Yes, it is' : 'No: one does not belong'),
  );
  const shape = fc.constantFrom<(verdicts: unknown[]) => unknown>(
    (verdicts) => ({ validation: verdicts }),
    (verdicts) => ({ validation: Object.fromEntries(verdicts.map((each, at) => [String(at + 1), each])) }),
    (verdicts) => Object.fromEntries(verdicts.map((each, at) => [`Cluster ${at + 1}`, each])),
    (verdicts) => verdicts.map((valid, at) => ({ 'Cluster Number': at + 1, 'Is Valid': valid })),
    (verdicts) => ({ Validation: verdicts.map((valid, at) => ({ cluster: String(at + 1), valid })).reverse() }),
    (verdicts) => ({ Prüfung: verdicts.map((valid, at) => ({ group: `Group ${at + 1}`, valid, reason: 'read' })) }),
  );

  it('are the same in whatever form they are written', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), verdict, shape, prose, (valid, write, wrap, speak) => {
        const reply = speak(JSON.stringify(wrap(valid.map(write))));
        expect(parseVerdicts(reply, valid.length).map((each) => each.valid)).toEqual(valid);
      }),
    );
  });
});
