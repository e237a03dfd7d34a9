import { describe, expect, it } from 'vitest';
import { curate, curationFile } from '../../../src/core/concepts/curation.ts';
import { seedFinder, unnamedSeeds } from '../../../src/core/concepts/seeds.ts';
import { buildVocabulary } from './build-vocabulary.ts';

const curation = (file: unknown) => curate(curationFile.parse(file));
const passages = [
  { id: 'a', text: 'Storm surges raise the water; a storm surge is no tide.' },
  { id: 'b', text: 'The Coriolis force turns them, and the inverted barometer effect lifts them.' },
  { id: 'c', text: 'Nothing of this.' },
];
const named = (file: unknown) =>
  Object.fromEntries([...seedFinder(curation(file))(passages)].map(([id, seeds]) => [id, seeds.map(({ name }) => name)]));

describe('the seeds a passage names', () => {
  it('are found in its text, in singular or plural, whatever the case', () => {
    expect(named({ seeds: { topics: ['Storm Surge'], concepts: ['coriolis forces', 'tides'] } })).toEqual({
      a: ['Storm Surge', 'tides'],
      b: ['coriolis forces'],
    });
  });

  it('are found by names that were merged into them and by the name they are shown with', () => {
    const file = {
      seeds: { concepts: ['pressure effect', 'Coriolis'] },
      aliases: { 'pressure effect': ['inverted barometer effect'] },
      renames: { Coriolis: 'Coriolis force' },
    };
    expect(named(file)).toEqual({ b: ['Coriolis', 'pressure effect'] });
    expect([...curation(file).labels]).toEqual([
      ['pressure effect', 'pressure effect'],
      ['coriolis', 'Coriolis force'],
    ]);
  });

  it('are one concept with the name they were merged into, and none when they are banned', () => {
    const merged = curation({ seeds: { topics: ['surge'], concepts: ['storm surge'] }, aliases: { surge: ['storm surge'] } });
    expect([...merged.seeds.keys()]).toEqual(['t:surge']);
    const banned = curation({
      seeds: { topics: ['Surges', '*'], concepts: ['tide'] },
      aliases: { water: ['tide'] },
      bans: ['surge', 'water'],
    });
    expect(banned.seeds.size).toBe(0);
  });

  it('leave those that no passage names', () => {
    const some = curation({ seeds: { topics: ['tide', 'tsunami'] } });
    expect(unnamedSeeds(some, [seedFinder(some)(passages)])).toEqual([{ kind: 'topic', name: 'tsunami' }]);
  });
});

describe('a vocabulary with seeds', () => {
  it('has them beside what was found, as one with it where both name the same', () => {
    const some = curation({ seeds: { topics: ['Storm Surges'], concepts: ['Coriolis force'] } });
    const seeds = seedFinder(some)(passages);
    const extraction = { level: '', subject: '', topics: [{ name: 'weather', concepts: ['storm surge', 'wind'] }] };
    const { concepts, units } = buildVocabulary(
      passages.map(({ id }) => ({ id, extractions: id === 'a' ? [extraction] : [], seeds: seeds.get(id) ?? [] })),
      some,
    );
    expect(units).toEqual([
      { id: 'a', topics: ['t:weather', 't:storm surge'], concepts: ['c:wind'] },
      { id: 'b', topics: [], concepts: ['c:coriolis force'] },
    ]);
    expect(concepts.get('t:storm surge')?.label).toBe('Storm Surges');
  });
});
