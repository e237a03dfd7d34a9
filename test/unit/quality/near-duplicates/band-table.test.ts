import { describe, expect, it } from 'vitest';
import { bandingFor, type Banding } from '../../../../src/core/quality/near-duplicates/banding.ts';
import { BandTable } from '../../../../src/core/quality/near-duplicates/band-table.ts';
import { permutations } from '../../../../src/core/quality/near-duplicates/signature.ts';
import { seeded } from '../../../support/seeded.ts';

const random = seeded('band-table');

const fresh = (): Uint16Array => Uint16Array.from({ length: permutations }, () => random(65_536));

/** A copy with some values replaced, so many in a hundred. */
const like = (signature: Uint16Array, replaced: number): Uint16Array =>
  signature.map((value) => (random(100) < replaced ? random(65_536) : value));

const agreesInABand = (a: Uint16Array, b: Uint16Array, { bands, rows }: Banding): boolean =>
  Array.from({ length: bands }, (_, band) => band * rows).some((first) =>
    a.subarray(first, first + rows).every((value, at) => value === b[first + at]),
  );

const share = (a: Uint16Array, b: Uint16Array): number => a.filter((value, at) => value === b[at]).length / permutations;

describe('the table of bands', () => {
  it.each([0.5, 0.7, 1])('finds, however often it has grown, whatever agrees in a band and is alike enough, at %f', (threshold) => {
    const banding = bandingFor(threshold);
    const table = new BandTable(threshold);
    const signatures: Uint16Array[] = [];
    for (let at = 0; at < 3000; at++) {
      const signature = at % 3 === 0 ? fresh() : like(signatures[random(at)]!, 5 * (at % 2));
      // Every so often against all there are: in the midst of growing as well as at its ends.
      if (at % 25 === 0) {
        const found = new Set(table.candidates(signature));
        for (const [place, other] of signatures.entries()) {
          const isAlike = agreesInABand(signature, other, banding) && share(signature, other) >= threshold;
          if (isAlike) expect(found, `${place} for ${at}`).toContain(place);
          else if (found.has(place)) expect(share(signature, other)).toBeGreaterThan(0.3);
        }
      }
      expect(table.add(signature)).toBe(at);
      signatures.push(signature);
    }
    expect(table.size).toBe(3000);
    for (const [place, signature] of signatures.entries()) expect(table.candidates(signature)).toContain(place);
  });

  it('looks at the latest of many that are alike, however often it has grown since', () => {
    const table = new BandTable(0.7);
    const signature = fresh();
    for (let at = 0; at < 1000; at++) table.add(signature);
    for (let at = 0; at < 4000; at++) table.add(fresh());
    const found = table.candidates(signature).sort((a, b) => a - b);
    // Others that share a bucket by chance are counted among those that are looked at.
    expect(found.length).toBeGreaterThan(200);
    expect(found).toEqual(Array.from({ length: found.length }, (_, at) => 1000 - found.length + at));
  });
});
