import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOn, largeBudget, shareWarnings } from '../../../src/core/planning/mixture/evidence.ts';
import { kindNamed, kindOfSample, type MixtureKind, mixtureKinds } from '../../../src/core/planning/mixture/kinds.ts';
import { type KindYield, type MixtureRequest, type MixtureSource, planMixture } from '../../../src/core/planning/mixture/plan.ts';
import { passesFor } from '../../../src/core/planning/mixture/repeat.ts';
import { askedShares, MixtureRefusal, sharesOf, suggestedShares } from '../../../src/core/planning/mixture/shares.ts';
import { sampleMethods } from '../../../src/core/methods/index.ts';

const fresh: KindYield = { tokensPerSample: 500, lengthFrom: 'usual', acceptance: null, waiting: 0 };
const yields = (some: Partial<Record<MixtureKind, Partial<KindYield>>> = {}): MixtureRequest['yields'] => ({
  ...{ natural: fresh, questions: { ...fresh, ...some.questions }, persona: fresh, other: fresh },
  ...{ hq: { ...fresh, ...some.hq }, qa: fresh, textbook: { ...fresh, ...some.textbook } },
});
const source = (kind: MixtureKind, tokens: number, more: Partial<MixtureSource> = {}): MixtureSource => ({
  ...{ name: kind === 'natural' ? 'corpus' : kind, kind, tokens, rows: 10 },
  ...more,
});
const corpus = source('natural', 700_000);
const plan = (request: Partial<MixtureRequest> = {}) => planMixture({ sources: [corpus], yields: yields(), ...request });
const of = (outline: ReturnType<typeof plan>, kind: MixtureKind) => outline.kinds.find((each) => each.kind === kind)!;
const sharesIn = (outline: ReturnType<typeof plan>) => Object.fromEntries(outline.kinds.map(({ kind, share }) => [kind, share]));

describe('the suggestion', () => {
  it('of natural text alone is all of it once and 30 % rephrased', () => {
    const outline = plan();
    expect(outline).toMatchObject({ budget: 1_000_000, isBudgetGiven: false, warnings: [] });
    expect(sharesIn(outline)).toEqual(sharesOf({ natural: 70, hq: 30 }));
    expect(of(outline, 'natural')).toMatchObject({ tokens: 700_000, make: null, short: 0, sources: [{ epochs: 1, allowed: 4 }] });
    expect(of(outline, 'hq').make).toEqual({ tokens: 300_000, accepted: 600, fromWaiting: 0, samples: 600 });
  });

  it('takes what was accepted, and rephrased text for the rest', () => {
    const outline = plan({ sources: [corpus, source('persona', 100_000), source('qa', 50_000), source('hq', 20_000)] });
    expect(sharesIn(outline)).toEqual(sharesOf({ natural: 70, persona: 10, hq: 2, qa: 18 }));
    expect(of(outline, 'qa').make?.tokens).toBe(130_000);
    expect(of(outline, 'persona')).toMatchObject({ make: null, sources: [{ epochs: 1 }] });
  });

  it('gives no more than was found good, and nothing to what nothing was published on', () => {
    const outline = plan({ sources: [corpus, source('textbook', 400_000), source('questions', 100_000), source('other', 100_000)] });
    expect(sharesIn(outline)).toEqual(sharesOf({ natural: 70, textbook: 5, hq: 25 }));
    expect(outline.kinds.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('leaves a part of many samples out, rather than have them outweigh natural text', () => {
    const outline = plan({ sources: [source('natural', 70_000), source('hq', 2_000_000)] });
    expect(sharesIn(outline)).toEqual(sharesOf({ natural: 70, hq: 30 }));
    expect(of(outline, 'hq').sources[0]!.epochs).toBeCloseTo(0.015, 6);
  });

  it('without natural text is what was accepted', () => {
    const outline = plan({ sources: [source('questions', 3000), source('textbook', 1000)] });
    expect(sharesIn(outline)).toEqual(sharesOf({ questions: 75, textbook: 25 }));
    expect(outline.budget).toBe(4000);
  });

  it('comes to 100 % whatever is there', () => {
    const tokens = fc.record(Object.fromEntries(mixtureKinds.map((kind) => [kind, fc.nat({ max: 1e12 })])));
    fc.assert(
      fc.property(tokens, (there) => {
        const shares = suggestedShares(sharesOf(there));
        expect(mixtureKinds.reduce((sum, kind) => sum + shares[kind], 0)).toBeCloseTo(100, 6);
        expect(mixtureKinds.every((kind) => shares[kind] >= 0)).toBe(true);
        if ((there.natural ?? 0) > 0) expect(shares.natural).toBeGreaterThanOrEqual(69.5);
      }),
    );
  });
});

describe('shares that are asked for', () => {
  const suggested = sharesOf({ natural: 70, hq: 20, questions: 10 });

  it('leave the rest to the others, as these are suggested', () => {
    expect(askedShares({ textbook: 10 }, suggested)).toEqual(sharesOf({ natural: 63, hq: 18, questions: 9, textbook: 10 }));
    expect(askedShares({ natural: 50 }, suggested)).toMatchObject({ natural: 50, hq: 33.333333, questions: 16.666667 });
    expect(askedShares({ hq: 0, questions: 0 }, suggested)).toEqual(sharesOf({ natural: 100 }));
  });

  it('are refused where they cannot be', () => {
    expect(() => askedShares({ hq: 60, qa: 50 }, suggested)).toThrow('the shares come to 110 %: take 10 % away');
    expect(() => askedShares({ natural: 50, hq: 20, questions: 10 }, suggested)).toThrow(
      'the shares come to 80 %: give the other 20 % to some kind',
    );
    expect(() => askedShares({ natural: 50, hq: 20, questions: 10 }, suggested)).toThrow(MixtureRefusal);
  });

  it('are 100 % where rounding makes them so', () => {
    const shares = askedShares({ natural: 50, hq: 50.04 }, suggested);
    expect(mixtureKinds.reduce((sum, kind) => sum + shares[kind], 0)).toBeCloseTo(100, 5);
  });

  it('come to 100 % whatever was asked', () => {
    const asked = fc.dictionary(fc.constantFrom(...mixtureKinds), fc.double({ min: 0, max: 100, noNaN: true }));
    fc.assert(
      fc.property(asked, (shares) => {
        try {
          const got = askedShares(shares, suggested);
          expect(mixtureKinds.reduce((sum, kind) => sum + got[kind], 0)).toBeCloseTo(100, 0);
          for (const [kind, share] of Object.entries(shares)) expect(got[kind as MixtureKind]).toBeCloseTo(share, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(MixtureRefusal);
        }
      }),
    );
  });
});

describe('passes', () => {
  it('are alike until a source is at its end', () => {
    expect(
      passesFor(
        [
          { tokens: 100, epochs: 4 },
          { tokens: 300, epochs: 4 },
        ],
        800,
      ),
    ).toEqual({ passes: [2, 2], lacking: 0 });
    expect(
      passesFor(
        [
          { tokens: 100, epochs: 4 },
          { tokens: 300, epochs: 1 },
        ],
        600,
      ),
    ).toEqual({ passes: [3, 1], lacking: 0 });
    expect(
      passesFor(
        [
          { tokens: 100, epochs: 4 },
          { tokens: 300, epochs: 1 },
        ],
        1000,
      ),
    ).toEqual({ passes: [4, 1], lacking: 300 });
    expect(passesFor([], 10)).toEqual({ passes: [], lacking: 10 });
    expect(passesFor([{ tokens: 0, epochs: 4 }], 10)).toEqual({ passes: [0], lacking: 10 });
  });

  it('give what is wanted, or all that is allowed, and no source more than it allows', () => {
    const sources = fc.array(fc.record({ tokens: fc.nat({ max: 1e9 }), epochs: fc.double({ min: 0.1, max: 50, noNaN: true }) }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(sources, fc.nat({ max: 1e10 }), (given, wanted) => {
        const { passes, lacking } = passesFor(given, wanted);
        const drawn = passes.reduce((sum, times, at) => sum + times * given[at]!.tokens, 0);
        const most = given.reduce((sum, { tokens, epochs }) => sum + tokens * epochs, 0);
        expect(drawn + lacking).toBeCloseTo(wanted, -2);
        expect(lacking).toBeCloseTo(Math.max(0, wanted - most), -2);
        for (const [at, times] of passes.entries()) expect(times).toBeLessThanOrEqual(given[at]!.epochs + 1e-9);
      }),
    );
  });
});

describe('a plan', () => {
  it('repeats what may be repeated before it asks for more', () => {
    const sources = [corpus, source('hq', 50_000)];
    const outline = plan({ sources, budget: 1_000_000, shares: { hq: 30 }, epochs: { hq: 3 } });
    expect(of(outline, 'hq')).toMatchObject({ tokens: 300_000, there: 50_000, sources: [{ epochs: 3, allowed: 3 }] });
    // 150,000 are there thrice; the other 150,000 are 50,000 unique ones thrice.
    expect(of(outline, 'hq').make).toEqual({ tokens: 50_000, accepted: 100, fromWaiting: 0, samples: 100 });
  });

  it('asks for less where what is made may be repeated', () => {
    const outline = plan({ epochs: { hq: 3 } });
    expect(of(outline, 'hq')).toMatchObject({ allowed: 3, sources: [], make: { tokens: 100_000, samples: 200 } });
  });

  it('counts on what waits for review, and on the share that is accepted', () => {
    const outline = plan({ yields: yields({ hq: { tokensPerSample: 300, lengthFrom: 'accepted', acceptance: 0.5, waiting: 100 } }) });
    // 1,000 accepted samples: 50 of those that wait, and half of 1,900 new ones.
    expect(of(outline, 'hq').make).toEqual({ tokens: 300_000, accepted: 1000, fromWaiting: 50, samples: 1900 });
  });

  it('says what natural text suffices for, which nothing makes', () => {
    const outline = plan({ budget: 10_000_000 });
    expect(of(outline, 'natural')).toMatchObject({ tokens: 7_000_000, short: 4_200_000, sources: [{ epochs: 4 }] });
    expect(of(outline, 'natural').warnings).toEqual([
      expect.stringMatching(
        /^4,200,000 tokens are lacking: .* gives 70 % of a budget of 4,000,000 tokens; add a source, or allow more passes$/,
      ),
    ]);
    const enough = plan({ budget: 10_000_000, sources: [corpus, source('natural', 2e9, { name: 'web' })] });
    expect(of(enough, 'natural')).toMatchObject({ short: 0, warnings: [] });
  });

  it('warns of the shares that come out, where text is lacking that nothing makes', () => {
    const outline = plan({ sources: [corpus, source('hq', 30_000_000)], budget: 100_000_000, shares: { hq: 30 } });
    expect(outline.warnings).toEqual([
      'the text that is there does not suffice for this budget: natural comes to 8.5 % in place of 70 %, hq comes to 91.5 % in place of 30 %',
      expect.stringMatching(/^synthetic text \(91\.5 %\) outweighs natural text \(8\.5 %\)/),
    ]);
    expect(of(outline, 'hq').warnings).toEqual([expect.stringMatching(/^91\.5 % is more than the 50 %/)]);
  });

  it('warns of a source that is repeated more often than does no harm', () => {
    const outline = plan({ budget: 5_000_000, epochs: { natural: 10 } });
    expect(of(outline, 'natural').warnings).toEqual([expect.stringMatching(/^“corpus” is gone through 5 times: from 4 passes on/)]);
    expect(of(plan({ budget: 5_000_000, epochs: { natural: 10, corpus: 2 } }), 'natural').sources[0]!.epochs).toBe(2);
  });

  it('refuses what cannot be planned, and says what there is', () => {
    expect(() => plan({ sources: [source('natural', 0)] })).toThrow(
      'there is nothing to mix: no document in the corpus, no accepted sample, no other source',
    );
    expect(() => plan({ epochs: { webb: 2 } })).toThrow(/epochs of “webb”: there is no such source; there are corpus, natural, hq/);
  });

  it('gives each kind its share, of what is there, is made or is short', () => {
    const request = fc.record({
      tokens: fc.array(fc.nat({ max: 1e9 }), { minLength: mixtureKinds.length, maxLength: mixtureKinds.length }),
      budget: fc.option(fc.integer({ min: 1, max: 1e10 }), { nil: undefined }),
      hq: fc.double({ min: 0, max: 60, noNaN: true }),
      acceptance: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      waiting: fc.nat({ max: 1000 }),
    });
    fc.assert(
      fc.property(request, ({ tokens, budget, hq, acceptance, waiting }) => {
        fc.pre(tokens[0]! > 0);
        const sources = mixtureKinds.map((kind, at) => source(kind, tokens[at]!));
        const outline = plan({ sources, budget, shares: { hq }, yields: yields({ hq: { acceptance, waiting } }) });
        for (const { kind, sources: own, make, short, tokens: wanted } of outline.kinds) {
          const drawn = own.reduce((sum, { tokens: unique, epochs }) => sum + unique * epochs, 0);
          const made = (make?.tokens ?? 0) * (own[0]?.allowed ?? 1);
          expect(Math.abs(drawn + made + short - wanted), kind).toBeLessThanOrEqual(5 + wanted * 1e-6);
          if (make !== null) expect(make.accepted * 500).toBeGreaterThanOrEqual(make.tokens);
        }
      }),
    );
  });
});

describe('warnings', () => {
  it.each([
    [{ natural: 40, hq: 60 }, 1e9, ['hq', null]],
    [{ natural: 94, textbook: 6 }, 1e9, ['textbook']],
    [{ natural: 94, textbook: 6 }, largeBudget, []],
    [{ natural: 60, persona: 40 }, 1e9, []],
    [{ natural: 48, persona: 52 }, 1e9, ['persona', null]],
    [{ natural: 50.02, hq: 49.98 }, 1e9, []],
    [{ natural: 50, hq: 25, questions: 25 }, 1e9, []],
    [{ natural: 49, hq: 26, questions: 25 }, 1e9, [null]],
    [{ natural: 100 }, 1e9, []],
    [{ hq: 100 }, 1e12, ['hq', null]],
  ] as const)('of %j at %d tokens are about %j', (shares, budget, about) => {
    expect(shareWarnings(sharesOf(shares), budget).map(({ kind }) => kind)).toEqual(about);
  });

  it('name the share and where the evidence ends', () => {
    expect(shareWarnings(sharesOf({ natural: 80, textbook: 20 }), 1e6)).toEqual([
      { kind: 'textbook', text: '20 % is more than the 5 % up to which shares were found good at a small budget' },
    ]);
  });

  it('stand beside evidence for each kind, at any budget', () => {
    for (const kind of mixtureKinds) for (const budget of [1e6, 1e12]) expect(evidenceOn(kind, budget).text).toMatch(/\.$/);
  });
});

describe('kinds', () => {
  it('are those of every method that makes samples', () => {
    const made = sampleMethods.map(({ id }) => kindOfSample({ method: id, current: { fields: {}, content: { shape: 'text' } } } as never));
    expect(made).toEqual(['questions', 'questions', 'questions', 'hq', 'textbook', 'persona']);
    expect(kindOfSample({ method: 'rephrase', current: { fields: { style: 'qa' }, content: { shape: 'chat' } } } as never)).toBe('qa');
    expect(kindOfSample({ method: 'import', current: { content: { shape: 'qa' } } } as never)).toBe('other');
  });

  it('are found by the names that people give them', () => {
    expect(['hq', 'Rephrase', 'rephrase/qa', 'level3', 'TXBK', 'imported'].map(kindNamed)).toEqual([
      'hq',
      'hq',
      'qa',
      'questions',
      'textbook',
      'other',
    ]);
    expect(kindNamed('poetry')).toBeNull();
  });
});
