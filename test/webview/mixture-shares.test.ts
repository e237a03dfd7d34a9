import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixtureKinds } from '../../src/core/planning/mixture/kinds.ts';
import { askedShares, sharesOf, suggestedShares } from '../../src/core/planning/mixture/shares.ts';
import { type HeldShare, heldFrom, sharesByKind, withHeld, withLetGo } from '../../webview/plan/mixture/shares.ts';

const kind = fc.constantFrom(...mixtureKinds);
const step = fc.record({ kind, share: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null }) });
const there = fc.dictionary(kind, fc.integer({ min: 0, max: 1e9 })).map(sharesOf);

const suggestionFor = (tokens: Parameters<typeof suggestedShares>[0]) => {
  const shares = suggestedShares(tokens);
  return { shares, kinds: mixtureKinds.map((each) => ({ kind: each, suggested: shares[each] })) };
};

describe('held shares', () => {
  it('are never refused, whatever is held and let go one after the other', () => {
    fc.assert(
      fc.property(there, fc.array(step, { maxLength: 12 }), (tokens, steps) => {
        fc.pre(Object.values(tokens).some((each) => each > 0));
        const { shares, kinds } = suggestionFor(tokens);
        let held: readonly HeldShare[] = [];
        for (const { kind: each, share } of steps) {
          held = share === null ? withLetGo(held, each, kinds) : withHeld(held, { kind: each, share }, kinds);
          const asked = askedShares(sharesByKind(held), shares);
          expect(mixtureKinds.reduce((sum, name) => sum + asked[name], 0)).toBeCloseTo(100, 0);
          // What was set last holds.
          if (share !== null) expect(held.at(-1)).toEqual({ kind: each, share });
        }
      }),
    );
  });

  it('are let go no further than is needed, the one that was held longest first', () => {
    const { kinds } = suggestionFor(sharesOf({ natural: 100, hq: 10, questions: 5 }));
    const held: HeldShare[] = [
      { kind: 'hq', share: 10 },
      { kind: 'qa', share: 30 },
      { kind: 'persona', share: 20 },
    ];
    expect(withHeld(held, { kind: 'textbook', share: 40 }, kinds)).toEqual([...held, { kind: 'textbook', share: 40 }]);
    expect(withHeld(held, { kind: 'textbook', share: 45 }, kinds)).toEqual([...held.slice(1), { kind: 'textbook', share: 45 }]);
    expect(withHeld(held, { kind: 'qa', share: 5 }, kinds).map((each) => each.kind)).toEqual(['hq', 'persona', 'qa']);
    expect(withLetGo(held, 'qa', kinds).map((each) => each.kind)).toEqual(['hq', 'persona']);
  });

  it('are those of the settings, in the order of the kinds', () => {
    expect(heldFrom({ qa: 5, natural: 70 })).toEqual([
      { kind: 'natural', share: 70 },
      { kind: 'qa', share: 5 },
    ]);
  });
});
