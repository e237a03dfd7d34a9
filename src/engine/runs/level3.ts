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
import { messageOf } from '../errors.ts';
import { BudgetExceeded } from '../models/requests/budget.ts';
import { ask, type Asking } from './ask.ts';
import type { ReferencedSet } from './concept-sets.ts';
import { stopsRun } from './stopping.ts';

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
export const questionsPerCall = 3;

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

export interface Level3Templates {
  readonly level3: PromptTemplate;
  readonly answer: PromptTemplate;
  readonly prompts: ProjectSettings['prompts'];
}

export interface Level3Tools extends Level3Templates {
  readonly questionModel: ChatModel;
  readonly answerModel: ChatModel;
}

/** For whom a job is done: `attempt` says how often a part of it (`''`: its questions, `/0`: the first answer) has failed. */
export interface Level3Asking {
  readonly run: string;
  readonly signal: AbortSignal;
  readonly attempt: (part: string) => number;
}

/** A sample's content as a model wrote it, before it has an identity. */
export type Draft = Omit<SampleVersion, 'id' | 'parent' | 'instruction'>;

/** What became of one of the questions of a reply; `part` is its place there. */
export type Drafted = { readonly part: string; readonly sent: readonly NewEvent[] } & (
  { readonly draft: Draft } | { readonly draft: null; readonly reason: string }
);

/** The messages of one Level-3 call (SynthLLM §3.3). */
export function renderLevel3({ level3, prompts }: Level3Templates, job: Level3Job, complaint = '') {
  return level3.render({
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

/** The messages of the call that answers a question (§3.4). */
export function renderAnswer({ answer, prompts }: Level3Templates, job: Level3Job, question: string, complaint = '') {
  return answer.render({ ...prompts, question: fenced(question), references: documents(job), complaint: oneLine(complaint) });
}

/**
 * One call for the questions, one for each answer (§3.4), which are asked for at once; in the questions' order, none
 * when nothing can be asked about the set.
 * @throws ReplyError when the reply holds no questions; whatever the model throws about itself (`stopsRun`, a budget).
 */
export async function draftSamples(job: Level3Job, tools: Level3Tools, asking: Level3Asking): Promise<Drafted[]> {
  const { set, references, questions, avoid, seed } = job;
  const texts = references.map(({ passage }) => ({ text: passage.text }));
  const asked = await ask(
    {
      model: tools.questionModel,
      origin: { method: 'level3', topics: set.topics, concepts: set.concepts, references: texts, questions, avoid },
      seed,
      render: (complaint) => renderLevel3(tools, job, complaint),
      parse: (reply) => parseQuestions(reply, questions),
    },
    { ...asking, attempt: asking.attempt('') },
  );
  const answers = asked.value.map(async (question, index): Promise<Drafted> => {
    const part = `/${index}`;
    const before = index === 0 ? [asked.sent] : [];
    try {
      const answered = await answerQuestion(question, job, tools, { ...asking, attempt: asking.attempt(part) });
      const draft = { ...answered.draft, model: tools.questionModel.id, prompt: asked.prompt };
      return { part, draft, sent: [...before, answered.sent] };
    } catch (error) {
      asking.signal.throwIfAborted();
      if (error instanceof BudgetExceeded || stopsRun(error)) throw error;
      return { part, draft: null, sent: before, reason: `no answer to a question: ${messageOf(error)}` };
    }
  });
  // What another of the answers cost is still to be kept when one of them ends the run.
  const settled = await Promise.allSettled(answers);
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

async function answerQuestion({ question, concepts }: ParsedQuestion, job: Level3Job, tools: Level3Tools, asking: Asking) {
  const references = job.references.map(({ passage }) => ({ text: passage.text }));
  const { value, usage, prompt, sent } = await ask(
    {
      model: tools.answerModel,
      origin: { method: 'answer', question, references },
      seed: job.seed,
      render: (complaint) => renderAnswer(tools, job, question, complaint),
      parse: parseAnswer,
    },
    asking,
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
