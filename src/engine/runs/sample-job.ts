import type { Passage } from '../../core/corpus/passage.ts';
import type { SampleMethod } from '../../core/methods/method.ts';
import { RandomStream } from '../../core/graph/random.ts';
import { fenced, oneLine } from '../../core/prompts/fence.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { Sample, SampledConceptSet } from '../../core/samples/sample.ts';
import { type Content, shapeOf } from '../../core/samples/shapes/index.ts';
import { type CorpusState, passageNow, titleOf } from '../corpus-state.ts';
import type { ReferencedSet } from './concept-sets.ts';
import type { JudgeTemplates, MethodTemplates } from './method-templates.ts';
import { shortReferences } from './shorten.ts';
import { firstWording, type CallWording } from './wording.ts';

/** Material of one call of a sample-making method. */
export interface SampleJob {
  readonly method: SampleMethod;
  readonly set: SampledConceptSet;
  readonly references: readonly { readonly passage: Passage; readonly title: string }[];
  /** Number of questions to ask for. */
  readonly questions: number;
  /** One of the method's; '' for a method without. */
  readonly style: string;
  readonly personas: readonly string[];
  /** Questions not to repeat, and combinations of concepts asked about already. */
  readonly avoid: readonly string[];
  readonly covered: readonly string[];
  /** Accepted samples to go by. */
  readonly examples: readonly Content[];
  /** Instruction that a reviewer gave. */
  readonly instruction: string | null;
  readonly seed: number;
}

/** Choices of the user for all jobs of a run. */
export interface JobChoices {
  readonly style: string;
  readonly personas: readonly string[];
}

/** Memory of earlier samples when a job begins. */
export interface Remembered {
  readonly avoid: readonly string[];
  readonly covered: readonly string[];
  readonly examples: readonly Content[];
}

export const nothingRemembered: Remembered = { avoid: [], covered: [], examples: [] };

/** A sample's passage is no longer as it was, or gone. */
export class PassageChanged extends Error {
  override readonly name = 'PassageChanged';
}

/** Number of personas of a list that are shown to one job: a long one would fill its prompt, and models take the same few of it again and again. */
const maxPersonas = 12;

/** Those a job may choose from, drawn by its place in the plan, in the list's order. */
function drawn(personas: readonly string[], { seed, ordinal }: SampledConceptSet): readonly string[] {
  if (personas.length <= maxPersonas) return personas;
  const stream = new RandomStream().restart(seed, 0, `personas ${ordinal}`);
  const placed = personas.map((persona, index) => ({ persona, index, place: stream.uint32() }));
  const chosen = placed.sort((a, b) => a.place - b.place || a.index - b.index).slice(0, maxPersonas);
  return chosen.sort((a, b) => a.index - b.index).map(({ persona }) => persona);
}

/** The job a run makes of a passage or a sampled set. */
export function sampleJob(
  method: SampleMethod,
  { set, references }: ReferencedSet,
  { style, personas }: JobChoices,
  remembered: Remembered,
  titleOf: (passage: Passage) => string,
): SampleJob {
  return {
    ...{ method, set, style, personas: drawn(personas, set), ...remembered },
    references: references.map(({ passage }) => ({ passage, title: titleOf(passage) })),
    questions: method.questions,
    instruction: null,
    seed: set.seed + set.ordinal,
  };
}

/**
 * The passages that a sample refers to, as they were given to its model, whatever their files are called now.
 * @throws PassageChanged when one of them is no longer as it was.
 */
export function passagesOf(references: Sample['references'], corpus: CorpusState): SampleJob['references'] {
  return references.map(({ file, passage: id }) => {
    const passage = passageNow(corpus, id);
    if (passage === undefined)
      throw new PassageChanged(`a passage of ${file} that it refers to has changed or is gone; generate new samples from the changed file`);
    return { passage, title: titleOf(corpus, passage) };
  });
}

/** The messages of the call that makes the samples. */
export function renderJob(
  { sample, prompts }: MethodTemplates,
  job: SampleJob,
  { complaint, shortening, json }: CallWording = firstWording,
): ChatMessage[] {
  return sample.render({
    ...prompts,
    topics: job.set.topics.map(oneLine),
    concepts: job.set.concepts.map(oneLine),
    references: documents(job, shortening),
    questions: job.questions,
    style: job.style,
    personas: job.personas.map(oneLine),
    avoid: job.avoid.map(oneLine),
    covered: job.covered.map(oneLine),
    examples: examples(job),
    instruction: oneLine(job.instruction ?? ''),
    complaint: oneLine(complaint),
    json,
  });
}

/** The messages of the call that answers a question (SynthLLM §3.4). */
export function renderAnswer(
  { answer, prompts }: Pick<MethodTemplates, 'answer' | 'prompts'>,
  job: Pick<SampleJob, 'references' | 'examples'>,
  question: string,
  { complaint, shortening, json }: CallWording = firstWording,
): ChatMessage[] {
  return answer.render({
    ...prompts,
    question: fenced(question),
    references: documents(job, shortening),
    examples: examples(job),
    complaint: oneLine(complaint),
    json,
  });
}

/** The messages of the call that judges a sample. */
export function renderJudgement(
  { judge, prompts }: JudgeTemplates,
  job: Pick<SampleJob, 'references'>,
  content: Content,
  { complaint, shortening, json }: CallWording = firstWording,
): ChatMessage[] {
  return judge.render({
    ...prompts,
    ...shownAs(content),
    references: documents(job, shortening),
    complaint: oneLine(complaint),
    json,
  });
}

/** Origin of a job's material, in words: the title of its first passage with its headings. */
export function jobTitle({ references, set }: SampleJob): string {
  const [first] = references;
  if (first === undefined) return set.topics.map(oneLine).join(', ');
  const headings = first.passage.headings.filter((heading) => heading !== first.title);
  return [first.title, ...headings].map(oneLine).join(' › ');
}

const documents = ({ references }: Pick<SampleJob, 'references'>, shortening: number) =>
  shortReferences(references, shortening).map(({ passage, title }) => ({ title: oneLine(title), ...fenced(passage.text) }));

const examples = (job: Pick<SampleJob, 'examples'>) => job.examples.map(shownAs);

/** A sample as prompts show it, whatever its shape. */
function shownAs(content: Content) {
  const shape = shapeOf(content);
  return { question: fenced(shape.asks(content)), answer: fenced(shape.tells(content)) };
}
