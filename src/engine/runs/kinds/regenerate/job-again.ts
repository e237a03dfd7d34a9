import type { JobFailure } from '../../../../core/quality/drops.ts';
import type { GatedMaterial } from '../../../../core/quality/non-samples/candidate.ts';
import type { NewEvent } from '../../../../core/samples/events.ts';
import type { Sample, SampleVersion } from '../../../../core/samples/sample.ts';
import { labelOf } from '../../../../core/samples/shapes/index.ts';
import type { CorpusState } from '../../../corpus-state.ts';
import type { CandidateTools } from '../../candidates.ts';
import type { Gates } from '../../gates.ts';
import { type MethodTemplates, requireSampleMethod } from '../../method-templates.ts';
import { nothingRemembered, passagesOf, type SampleJob } from '../../sample-job.ts';
import type { SampleMemory } from '../../sample-memory.ts';

export interface RegenerateTools {
  /** By method. */
  readonly templates: (method: string) => Promise<MethodTemplates>;
  readonly corpus: CorpusState;
  /** Whether replies are to tell the log-probabilities of their tokens. */
  readonly logProbabilities: boolean;
  /** @throws UsageError when there is none. */
  readonly sample: (id: string) => Sample;
  readonly memory: SampleMemory;
  /** The gates of a version that takes a sample's place, but for what others of these samples are like. */
  readonly gates: (sample: Sample, overlooked?: ReadonlySet<string>) => Gates;
  /** As `Gates.begin`. */
  readonly begin: Gates['begin'];
}

/** `material`: what gates judge it by; null for what keeps its question, which a person has decided on. */
export type RegenerationOutcome = { readonly sample: string } & (
  | { readonly events: readonly NewEvent[]; readonly version: SampleVersion; readonly material: GatedMaterial | null }
  | { readonly events: null; readonly failure: JobFailure }
);

export type AskedModels = Pick<CandidateTools, 'questionModel' | 'answerModel' | 'judgeModel' | 'logProbabilities'>;

/**
 * The job that draws another version of a sample.
 * @throws Error when a passage that it refers to is no longer as it was.
 */
export function jobAgain(
  { set, references, versions, current, ...sample }: Sample,
  { corpus, memory }: Pick<RegenerateTools, 'corpus' | 'memory'>,
  instruction: string | null,
): SampleJob {
  const { style = '', persona } = current.fields ?? {};
  const passages = passagesOf(references, corpus);
  const { avoid } = memory.for(sample.method, { set, references: passages });
  const own = new Set(versions.map((version) => labelOf(version.content)));
  return {
    ...{ method: requireSampleMethod(sample.method), set, ...nothingRemembered },
    style: String(style),
    personas: persona === undefined ? [] : [String(persona)],
    references: passages,
    questions: 1,
    // Its own come last, so that samples of one job are asked for in words of their own.
    avoid: [...avoid.filter((question) => !own.has(question)), ...own],
    instruction,
    seed: set.seed + set.ordinal + versions.length,
  };
}
