import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GramTable } from '../../../../src/core/quality/leakage/gram-table.ts';

const word = fc.integer({ min: 0, max: 2 });

it('has every n-gram once, with all its places in their order, and no other', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, fc.integer({ min: 0, max: 3 })), { maxLength: 60 }),
      fc.array(fc.oneof(word, fc.constant(-1)), { maxLength: 30 }),
      (sequence, text) => {
        const words = sequence.map(([own]) => own);
        const table = new GramTable(Int32Array.from(words));
        const places = new Map<string, number[]>();
        for (const [at, [, length]] of sequence.entries()) {
          if (length === 0 || at + length > words.length) continue;
          const gram = words.slice(at, at + length).join(' ');
          places.set(gram, [...(places.get(gram) ?? []), at]);
        }
        for (const at of [...places.values()].flat().sort((a, b) => b - a)) table.add(at, sequence[at]![1]);
        const found: string[] = [];
        table.lookUp(Int32Array.from(text), (start, first) => {
          const gram = text.slice(start, start + table.lengthAt(first)).join(' ');
          found.push(`${start} ${gram}`);
          const all: number[] = [];
          for (let place = first; place !== -1; place = table.after(place)) {
            all.push(place);
            expect(table.firstOf(place)).toBe(first);
          }
          expect(all).toEqual(places.get(gram));
          expect(table.countAt(first)).toBe(all.length);
        });
        const wanted = text.flatMap((_, start) =>
          [1, 2, 3].flatMap((length) => {
            const gram = text.slice(start, start + length).join(' ');
            return start + length <= text.length && places.has(gram) ? [`${start} ${gram}`] : [];
          }),
        );
        expect(found.sort()).toEqual(wanted.sort());
      },
    ),
    { numRuns: 1000 },
  );
});
