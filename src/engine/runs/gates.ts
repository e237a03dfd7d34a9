import { otherLanguage } from '../../core/quality/language.ts';
import { gateOfLeak } from '../../core/quality/leakage/leak.ts';
import { outOfLength } from '../../core/quality/length.ts';
import { normalisedText } from '../../core/samples/normalised-text.ts';
import { judgedScore } from '../../core/quality/judgement.ts';
import type { GatedMaterial } from '../../core/quality/non-samples/candidate.ts';
import { nonSample } from '../../core/quality/non-samples/index.ts';
import { leaningWords } from '../../core/quality/self-contained.ts';
import type { Fields, GateVerdict, SampleVersion } from '../../core/samples/sample.ts';
import { type Content, isAnswered, partsOf, shapeOf } from '../../core/samples/shapes/index.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { Twin } from '../derived/near-texts.ts';
import type { Likeness, WaitingRule } from './first-made.ts';
import type { GateTools } from './gate-tools.ts';
import type { Running } from './run.ts';
import type { SampleJob } from './sample-job.ts';

/** A sample of the same reply that passed its gates: the store does not know of it yet. */
interface AboutToBeKept {
  readonly sample: string;
  readonly content: Content;
}

/** The gates every generated sample passes, in order; the first that objects decides. */
export interface Gates {
  /** Those that need nothing more than the reply with the candidate, whose answer may still be to come. */
  readonly ofCandidate: (candidate: Content, material: GatedMaterial) => GateVerdict | null;
  /** All of them. */
  readonly ofSample: (
    sample: Pick<SampleVersion, 'content' | 'fields'>,
    material: GatedMaterial,
    others?: readonly AboutToBeKept[],
  ) => GateVerdict | null;
  /** Text of a candidate that is compared to find duplicates. */
  readonly comparedOf: (candidate: Content) => string;
  /** @param sample null for one of the same reply that was not kept */
  readonly duplicateOf: (candidate: Content, sample: string | null) => GateVerdict;
  readonly likeOf: (candidate: Content, twin: Twin, by: Likeness) => GateVerdict;
  /** Which candidates under way are held against each other, as kept samples are against them. */
  readonly waiting: WaitingRule;
  /** To be called once when the run has begun, before anything else is asked. */
  readonly begin: (running: Running) => Promise<void>;
  /** Takes in what was made since, here or by another process, in slices: a gate that is asked next has little left to take in. */
  readonly bringUp: () => Promise<void>;
  /** Gets ready what comparing a candidate by its meaning needs: without it, the gate lets it through. */
  readonly prepare: (candidate: Content) => Promise<void>;
  /** The gate on meaning alone. */
  readonly ofMeaning: (candidate: Content) => GateVerdict | null;
}

/** What the gates have to know of the job that a candidate comes from. */
export const materialOf = ({ method, style, references }: Pick<SampleJob, 'method' | 'style' | 'references'>): GatedMaterial => ({
  ...{ method: method.id, style },
  sources: references.map(({ passage }) => passage.text),
  headings: references.flatMap(({ passage, title }) => [title, ...passage.headings]),
  instructions: method.template,
});

interface Besides {
  /** A sample that is no duplicate of what is to take its place. */
  readonly except?: string;
  /** Samples that nothing is held against for being like them. */
  readonly overlooked?: ReadonlySet<string> | undefined;
}

export function createGates(
  settings: ProjectSettings['gates'],
  { store, near, meaning, benchmarks, language }: GateTools,
  besides: Besides = {},
): Gates {
  const { except, overlooked } = besides;
  const sameAsKept = (content: Content, others: readonly AboutToBeKept[]): GateVerdict | null => {
    if (!settings.exactDuplicates) return null;
    const compared = textOf(content);
    const known = store.findExactDuplicate(compared, except);
    if (known !== undefined && overlooked?.has(known) !== true) return sameAs(content, known);
    const same = others.find((other) => normalisedText(textOf(other.content)) === normalisedText(compared));
    return same === undefined ? null : sameAs(content, same.sample);
  };
  const likeKept = (content: Content, others: readonly AboutToBeKept[]): GateVerdict | null => {
    if (near === null) return null;
    const compared = textOf(content);
    const twin = near.find(compared, besides) ?? firstOf(others, (other) => near.isLike(compared, textOf(other.content), other.sample));
    return twin && likeAnother(content, twin, 'words');
  };
  const meansTheSame = (content: Content, others: readonly AboutToBeKept[] = []): GateVerdict | null => {
    if (meaning === null) return null;
    const compared = textOf(content);
    const alike = ({ sample, content: other }: AboutToBeKept): Twin | null => {
      const similarity = meaning.near.similarity(compared, textOf(other));
      return similarity === null ? null : { sample, similarity };
    };
    const twin = meaning.near.find(compared, besides) ?? firstOf(others, alike);
    return twin && likeAnother(content, twin, 'meaning');
  };
  /** In the order in which they are asked; each objects, or has nothing to say. */
  const ofText: readonly ((content: Content, material: GatedMaterial, others: readonly AboutToBeKept[]) => GateVerdict | null)[] = [
    (content, material) => (settings.nonSamples ? nonSample({ ...material, content }) : null),
    (content, { sources }) => (settings.selfContained ? leaning(content, sources) : null),
    (content, { sources }) => language && otherLanguage(textsOf(content), language.wanted(sources), language.detect),
    // A question whose answer is still to come is short.
    (content) => (isAnswered(content) ? outOfLength(textsOf(content), settings.length) : null),
    (content, _, others) => sameAsKept(content, others),
    (content, _, others) => likeKept(content, others),
    (content) => benchmarks && firstOf(partsOf(content), ({ name, text }) => gateOfLeak(benchmarks.find(text), name, settings.leakage)),
    (content, _, others) => meansTheSame(content, others),
  ];
  const ofCandidate = (content: Content, material: GatedMaterial, others: readonly AboutToBeKept[] = []): GateVerdict | null =>
    firstOf(ofText, (gate) => gate(content, material, others));
  return {
    ofCandidate,
    ofSample: ({ content, fields = {} }, material, others) =>
      ofCandidate(content, material, others) ?? outOfLength(textsOf(content), settings.length) ?? ofScores(settings.judge, fields),
    comparedOf: textOf,
    duplicateOf: sameAs,
    likeOf: likeAnother,
    waiting: { same: settings.exactDuplicates, near: settings.nearDuplicates, meaning: meaning?.near ?? null },
    begin: async (running) => meaning?.begin(running),
    bringUp: async () => {
      await near?.follow();
      await meaning?.near.follow();
    },
    prepare: async (content) => meaning?.prepare(textOf(content)),
    ofMeaning: meansTheSame,
  };
}

const textOf = (content: Content): string => shapeOf(content).compared(content);
const textsOf = (content: Content): string[] => partsOf(content).map(({ text }) => text);

/** What the first of a list gives that gives anything. */
function firstOf<T, R>(list: readonly T[], ask: (each: T) => R | null): R | null {
  for (const each of list) {
    const found = ask(each);
    if (found !== null) return found;
  }
  return null;
}

function leaning(content: Content, sources: readonly string[]): GateVerdict | null {
  const shape = shapeOf(content);
  const words = leaningWords(shape.asks(content), shape.tells(content), sources);
  return words === null ? null : { gate: 'self-contained', reason: `“${words}” leans on a source the reader does not see` };
}

const sameAs = (content: Content, sample: string | null): GateVerdict => ({
  gate: 'exact-duplicate',
  reason: `the same ${shapeOf(content).noun} as ${sample === null ? 'another of its reply' : `sample ${sample}`}`,
  ...(sample === null ? {} : { twin: { sample, similarity: 1 } }),
});

function likeAnother(content: Content, { sample, similarity }: Twin, by: Likeness): GateVerdict {
  const { noun } = shapeOf(content);
  const twin = { sample, similarity };
  return by === 'words'
    ? {
        ...{ gate: 'near-duplicate', twin },
        reason: `nearly the same ${noun} as sample ${sample}: ${(100 * similarity).toFixed(0)} % of their word sequences are shared`,
      }
    : { ...{ gate: 'meaning', twin }, reason: `the same ${noun} as sample ${sample} in other words: cosine ${similarity.toFixed(2)}` };
}

function ofScores(minScore: number | null, fields: Fields): GateVerdict | null {
  const score = judgedScore({ fields });
  if (minScore === null || score === null || score >= minScore) return null;
  return { gate: 'judge', reason: `scored ${score.toFixed(1)}, below ${minScore}: ${lowest(fields)}` };
}

/** The criterion a judge scored lowest, with its reason. */
function lowest(fields: Fields): string {
  const scores = Object.entries(fields).flatMap(([name, score]) =>
    name.startsWith('judge.') && typeof score === 'number' ? [{ name, score }] : [],
  );
  const [worst] = scores.sort((a, b) => a.score - b.score);
  if (worst === undefined) return 'no single score';
  const reason = fields[`${worst.name}.reason`];
  return `${worst.name.slice('judge.'.length)} ${worst.score}${reason === undefined ? '' : ` (${reason})`}`;
}
