import type { Passage } from '../../core/corpus/passage.ts';
import { findQuote } from '../../core/corpus/find-quote.ts';
import { toFileSpan } from '../../core/corpus/anchors.ts';
import { parseAnswer, type Quotation } from '../../core/methods/answer/parse.ts';
import { parseQuestions, type ParsedQuestion } from '../../core/methods/questions.ts';
import { fenced, oneLine } from '../../core/prompts/fence.ts';
import type { PromptTemplate } from '../../core/prompts/template.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Evidence, SampleVersion, SampledConceptSet } from '../../core/samples/sample.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { ChatModel } from '../models/chat-model.ts';
import { ask } from './ask.ts';
import type { ReferencedSet } from './concept-sets.ts';

/** A concept set with the passages retrieved for it: what one Level-3 call is made from. */
export interface Level3Job {
  readonly set: SampledConceptSet;
  readonly references: readonly { readonly passage: Passage; readonly title: string }[];
  readonly questions: number;
  /** Questions not to repeat. */
  readonly avoid: readonly string[];
  /** What a reviewer asked for. */
  readonly instruction: string | null;
  readonly seed: number;
}

/** Questions asked for in one call: the paper asks for 3. */
const questionsPerCall = 3;

/** The job a run makes of a sampled set. */
export function level3Job({ set, references }: ReferencedSet, titleOf: (passage: Passage) => string): Level3Job {
  return {
    set,
    references: references.map(({ passage }) => ({ passage, title: titleOf(passage) })),
    questions: questionsPerCall,
    avoid: [],
    instruction: null,
    seed: set.seed + set.ordinal,
  };
}

export interface Level3Tools {
  readonly questionModel: ChatModel;
  readonly answerModel: ChatModel;
  readonly level3: PromptTemplate;
  readonly answer: PromptTemplate;
  readonly prompts: ProjectSettings['prompts'];
}

/** A sample's content as a model wrote it, before it has an identity. */
export type Draft = Omit<SampleVersion, 'id' | 'parent' | 'instruction'>;

export interface Drafted {
  readonly drafts: readonly Draft[];
  /** The texts of the prompts that were sent. */
  readonly sent: readonly NewEvent[];
  /** Questions that got no answer, and why. */
  readonly failures: readonly string[];
}

/** The messages of one Level-3 call (SynthLLM §3.3). */
export function renderLevel3(template: PromptTemplate, prompts: ProjectSettings['prompts'], job: Level3Job, complaint = '') {
  return template.render({
    ...prompts,
    topics: job.set.topics.map(oneLine),
    concepts: job.set.concepts.map(oneLine),
    references: documents(job),
    questions: job.questions,
    avoid: job.avoid.map(oneLine),
    instruction: job.instruction ?? '',
    complaint: oneLine(complaint),
  });
}

/**
 * One call for the questions, one for each answer (§3.4).
 * @throws ReplyError when there are no questions; a question without an answer is a failure among the others.
 */
export async function draftSamples(job: Level3Job, tools: Level3Tools, signal: AbortSignal): Promise<Drafted> {
  const { set, references, questions, avoid, seed } = job;
  const texts = references.map(({ passage }) => ({ text: passage.text }));
  const asked = await ask(
    {
      model: tools.questionModel,
      origin: { method: 'level3', topics: set.topics, concepts: set.concepts, references: texts, questions, avoid },
      seed,
      render: (complaint) => renderLevel3(tools.level3, tools.prompts, job, complaint),
      parse: (reply) => parseQuestions(reply, questions),
    },
    signal,
  );
  const sent: NewEvent[] = [asked.sent];
  const drafts: Draft[] = [];
  const failures: string[] = [];
  for (const question of asked.value) {
    try {
      const answered = await answerQuestion(question, job, tools, signal);
      sent.push(answered.sent);
      drafts.push({ ...answered.draft, model: tools.questionModel.id, prompt: asked.prompt });
    } catch (error) {
      signal.throwIfAborted();
      failures.push(`no answer to “${oneLine(question.question)}”: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { drafts, sent, failures };
}

async function answerQuestion({ question, concepts }: ParsedQuestion, job: Level3Job, tools: Level3Tools, signal: AbortSignal) {
  const references = job.references.map(({ passage }) => ({ text: passage.text }));
  const { value, usage, prompt, sent } = await ask(
    {
      model: tools.answerModel,
      origin: { method: 'answer', question, references },
      seed: job.seed,
      render: () => tools.answer.render({ ...tools.prompts, question: fenced(question), references: documents(job) }),
      parse: parseAnswer,
    },
    signal,
  );
  const evidence = value.quotations.flatMap((quotation) => locate(quotation, job));
  const content = { question, answer: value.answer };
  const draft = { content, concepts: [...concepts], evidence, answerModel: tools.answerModel.id, answerPrompt: prompt, usage };
  return { sent, draft };
}

const documents = ({ references }: Level3Job) =>
  references.map(({ passage, title }) => ({ title: oneLine(title), ...fenced(passage.text) }));

/** Where a quotation stands in the corpus; nothing when the model made it up. */
function locate({ reference, quote }: Quotation, { references }: Level3Job): Evidence[] {
  const named = reference === null ? undefined : references[reference];
  for (const { passage } of named === undefined ? references : [named, ...references]) {
    const found = findQuote(passage, quote);
    if (found !== null) return [{ file: passage.file, ...toFileSpan(passage, found), quote: passage.text.slice(found.start, found.end) }];
  }
  return [];
}
