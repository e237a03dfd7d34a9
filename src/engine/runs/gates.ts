import { judgedScore } from '../../core/quality/judgement.ts';
import type { GatedMaterial } from '../../core/quality/non-samples/candidate.ts';
import { nonSample } from '../../core/quality/non-samples/index.ts';
import { leaningWords } from '../../core/quality/self-contained.ts';
import type { Fields, GateVerdict, SampleVersion } from '../../core/samples/sample.ts';
import { type Content, shapeOf } from '../../core/samples/shapes/index.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { Store } from '../storage/store.ts';
import type { SampleJob } from './sample-job.ts';

/** The gates every generated sample passes, in order; the first that objects decides. */
export interface Gates {
  /** Those that need nothing more than the reply with the candidate, whose answer may still be to come. */
  readonly ofCandidate: (candidate: Content, material: GatedMaterial) => GateVerdict | null;
  /** All of them. */
  readonly ofSample: (sample: Pick<SampleVersion, 'content' | 'fields'>, material: GatedMaterial) => GateVerdict | null;
  /** Text of a candidate that is compared to find duplicates; null where these pass. */
  readonly comparedOf: (candidate: Content) => string | null;
  /** @param sample null for one of the same reply that was not kept */
  readonly duplicateOf: (candidate: Content, sample: string | null) => GateVerdict;
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

export function createGates(settings: ProjectSettings['gates'], store: Store, { except, overlooked }: Besides = {}): Gates {
  const duplicateOf: Gates['duplicateOf'] = (candidate, sample) => ({
    gate: 'exact-duplicate',
    reason: `the same ${shapeOf(candidate).noun} as ${sample === null ? 'another of its reply' : `sample ${sample}`}`,
  });
  const comparedOf: Gates['comparedOf'] = (candidate) => (settings.exactDuplicates ? shapeOf(candidate).compared(candidate) : null);
  const ofCandidate: Gates['ofCandidate'] = (candidate, material) => {
    const none = settings.nonSamples ? nonSample({ ...material, content: candidate }) : null;
    if (none !== null) return none;
    const shape = shapeOf(candidate);
    const dependence = settings.selfContained ? leaningWords(shape.asks(candidate), shape.tells(candidate), material.sources) : null;
    if (dependence !== null) return { gate: 'self-contained', reason: `“${dependence}” leans on a source the reader does not see` };
    const compared = comparedOf(candidate);
    const duplicate = compared === null ? undefined : store.findExactDuplicate(compared, except);
    return duplicate === undefined || overlooked?.has(duplicate) === true ? null : duplicateOf(candidate, duplicate);
  };
  return {
    ofCandidate,
    ofSample: ({ content, fields = {} }, material) => ofCandidate(content, material) ?? ofScores(settings.judge, fields),
    comparedOf,
    duplicateOf,
  };
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
