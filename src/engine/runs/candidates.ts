import { findQuote } from '../../core/corpus/find-quote.ts';
import { toFileSpan } from '../../core/corpus/anchors.ts';
import { parseAnswer, type ParsedAnswer, type Quotation } from '../../core/methods/answer/parse.ts';
import { finalAnswer, majority, statedFinalAnswer } from '../../core/methods/final-answer.ts';
import { answer as answerMethod } from '../../core/methods/answer/method.ts';
import { judge as judgeMethod } from '../../core/methods/judge/method.ts';
import { replyLimit } from '../../core/methods/reply-limit.ts';
import { parseJudgement } from '../../core/methods/judge/parse.ts';
import type { ParsedCandidate } from '../../core/methods/method.ts';
import type { JobFailure } from '../../core/quality/drops.ts';
import { judgementFields } from '../../core/quality/judgement.ts';
import { perplexitiesOf, perplexityFields, withoutPerplexity } from '../../core/quality/perplexity.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Evidence, Fields, GateVerdict, SampleVersion } from '../../core/samples/sample.ts';
import type { Content } from '../../core/samples/shapes/index.ts';
import { messageOf } from '../errors.ts';
import type { ChatModel } from '../models/chat-model.ts';
import { BudgetExceeded } from '../models/requests/budget.ts';
import { type Answered, ask, type Asking } from './ask.ts';
import type { JudgeTemplates, MethodTemplates } from './method-templates.ts';
import { jobTitle, renderAnswer, renderJob, renderJudgement, type SampleJob } from './sample-job.ts';
import { asFailure, stopsRun } from './stopping.ts';

export interface CandidateTools {
  readonly templates: MethodTemplates;
  readonly questionModel: ChatModel;
  readonly answerModel: ChatModel;
  /** Scores each sample; null when nobody asked for that. */
  readonly judgeModel: ChatModel | null;
  /** Answers drawn for each question; 0 leaves questions without. */
  readonly answers: number;
  /** True when replies that write samples are to tell the log-probabilities of their tokens, where their model does. */
  readonly logProbabilities: boolean;
  /** Looks through a candidate, and through it with its answer, which is asked for once more where it will not do. @throws UnusableReply */
  readonly check?: (content: Content) => void;
}

/**
 * Decides whether a candidate is gone on with, before its answer and its judgement are paid for.
 * @param finish pays for them
 */
export type Screen = (part: string, parsed: ParsedCandidate, finish: () => Promise<Finished>) => Promise<Finished | GateVerdict>;

const letThrough: Screen = (_part, _parsed, finish) => finish();

/** For whom a job is done: `attempt` says how often a part of it (`''`: its first call, `/0`: what follows for its first sample) has failed. */
export interface CandidateContext {
  readonly run: string;
  readonly signal: AbortSignal;
  readonly attempt: (part: string) => number;
  /** Reason that what the same job gave before could not be used. */
  readonly complaint?: string;
}

/** A sample's content as models wrote it, before it has an identity. */
export type CandidateVersion = Omit<SampleVersion, 'id' | 'parent' | 'instruction'>;

/** Outcome of one of the candidates of a reply; `part` is its place there. */
export type Candidate = { readonly part: string; readonly sent: readonly NewEvent[] } & (
  | {
      readonly version: CandidateVersion;
      /** Reason that its judge gave no score, where one was asked. */
      readonly unjudged?: string | undefined;
      /** Gate that held it back before anything more was paid for. */
      readonly gate: GateVerdict | null;
    }
  | { readonly version: null; readonly failure: JobFailure }
);

/**
 * One call for the candidates; then, for each of them at once that the screen lets through, the calls for its answer
 * (SynthLLM §3.4) and its judgement.
 * In the candidates' order; none when the model says that its material does not suit.
 * @throws ReplyError when the first reply keeps no form; UnusableReply for a candidate that will not do; whatever a model throws about itself (`stopsRun`, a budget).
 */
export async function makeCandidates(
  job: SampleJob,
  tools: CandidateTools,
  context: CandidateContext,
  screen: Screen = letThrough,
): Promise<Candidate[]> {
  const { method, questions, style, set } = job;
  const { sample } = tools.templates;
  const form = sample.form.beside([...set.topics, ...set.concepts].join('\n'));
  const asked = await ask(
    {
      model: tools.questionModel,
      origin: originOf(job),
      seed: job.seed,
      limit: replyLimit(method, { count: questions, sources: job.references.map(({ passage }) => passage) }),
      schema: sample.schema,
      logProbabilities: tools.logProbabilities,
      about: jobTitle(job),
      render: (wording) => renderJob(tools.templates, job, { ...wording, complaint: wording.complaint || (context.complaint ?? '') }),
      parse: (reply) => method.parse(reply, { questions, style, title: jobTitle(job), form }),
    },
    { ...context, attempt: context.attempt('') },
  );
  for (const { content } of asked.value) tools.check?.(content);
  const contents = asked.value.map(({ content }) => content);
  const perplexities = perplexitiesOf(asked.reply, asked.probabilities, contents);
  const candidates = asked.value.map(async (parsed, index): Promise<Candidate> => {
    const part = `/${index}`;
    const before = index === 0 ? [asked.sent] : [];
    try {
      const screened = await screen(part, parsed, () => finish(parsed, job, tools, { ...context, attempt: context.attempt(part) }));
      const [gate, finished] = 'gate' in screened ? [screened, unfinished(parsed)] : [null, screened];
      const { answerPrompt, fields } = finished.version;
      // An answer that was asked for by itself is what another reply wrote.
      const own = answerPrompt === null ? { fields: { ...fields, ...perplexities[index] } } : {};
      const version = { usage: asked.usage, ...finished.version, ...own, model: tools.questionModel.id, prompt: asked.prompt };
      return { part, version, gate, unjudged: finished.unjudged, sent: [...before, ...finished.sent] };
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof BudgetExceeded || stopsRun(error)) throw error;
      return { part, version: null, sent: before, failure: asFailure(error) };
    }
  });
  // The cost of the other candidates is still to be kept when one of them ends the run.
  const settled = await Promise.allSettled(candidates);
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

export interface Finished {
  readonly version: Omit<CandidateVersion, 'model' | 'prompt' | 'usage'> & Partial<Pick<CandidateVersion, 'usage'>>;
  readonly sent: readonly NewEvent[];
  readonly unjudged?: string;
}

/** What its judge cannot score, or nobody can read, stays without a score: the sample is finished, and paid for. */
export async function finish(parsed: ParsedCandidate, job: SampleJob, tools: CandidateTools, asking: Asking): Promise<Finished> {
  const answered = await answer(parsed, job, tools, asking);
  if (tools.judgeModel === null) return answered;
  const judged = await judgeSample(answered.version.content, job, tools.judgeModel, tools.templates, asking).catch((error: unknown) => {
    asking.signal.throwIfAborted();
    if (error instanceof BudgetExceeded || stopsRun(error)) throw error;
    return messageOf(error);
  });
  if (typeof judged === 'string') return { ...answered, unjudged: judged };
  return {
    version: { ...answered.version, fields: { ...answered.version.fields, ...judged.fields } },
    sent: [...answered.sent, judged.sent],
  };
}

async function answer(parsed: ParsedCandidate, job: SampleJob, tools: CandidateTools, asking: Asking): Promise<Finished> {
  const { content, concepts, fields } = parsed;
  if (content.shape !== 'qa' || content.answer !== '' || tools.answers === 0) return unfinished(parsed);
  const { question } = content;
  const drawn = await Promise.all(Array.from({ length: tools.answers }, (_, nth) => askAnswer(question, job, tools, asking, nth)));
  const finals = drawn.map(({ value }) => finalAnswer(value.answer));
  const { winner, voteShare } = majority(finals);
  const { value, usage, probabilities, prompt, sent } = drawn[winner]!;
  const written = { ...withoutPerplexity(fields), ...perplexityFields(probabilities) };
  // The result that most of several answers come to is final; of one answer, what it says is.
  const final = statedFinalAnswer(value.answer) ?? (tools.answers > 1 && voteShare > 0.5 ? finals[winner] : null);
  return {
    version: {
      content: { shape: 'qa', question, answer: value.answer, ...(final === null || final === undefined ? {} : { finalAnswer: final }) },
      concepts: [...concepts],
      fields: tools.answers === 1 ? written : { ...written, answers: tools.answers, agreement: voteShare },
      evidence: value.quotations.flatMap((quotation) => locate(quotation, job)),
      answerModel: tools.answerModel.id,
      answerPrompt: prompt,
      usage,
    },
    sent: [sent],
  };
}

/** A candidate as its reply has it. */
function unfinished({ content, concepts, fields }: ParsedCandidate): Finished {
  const version = { content, concepts: [...concepts], fields: { ...fields }, evidence: [], answerModel: null, answerPrompt: null };
  return { version, sent: [] };
}

/** @param nth which of several answers: each is drawn anew, and none of a failed attempt comes back */
function askAnswer(question: string, job: SampleJob, tools: CandidateTools, asking: Asking, nth: number): Promise<Answered<ParsedAnswer>> {
  const references = job.references.map(({ passage }) => ({ text: passage.text }));
  return ask(
    {
      model: tools.answerModel,
      origin: { method: 'answer', question, references },
      seed: job.seed + nth,
      limit: replyLimit(answerMethod),
      schema: tools.templates.answer.schema,
      logProbabilities: tools.logProbabilities,
      about: jobTitle(job),
      render: (wording) => renderAnswer(tools.templates, job, question, wording),
      parse: (reply) => {
        const parsed = parseAnswer(reply, tools.templates.answer.form);
        tools.check?.({ shape: 'qa', question, answer: parsed.answer });
        return parsed;
      },
    },
    { ...asking, attempt: asking.attempt * tools.answers + nth },
  );
}

/** A judge's scores as fields of a sample, and the prompt that they answer. */
export async function judgeSample(
  content: Content,
  job: Pick<SampleJob, 'references' | 'seed'>,
  model: ChatModel,
  templates: JudgeTemplates,
  asking: Asking,
): Promise<{ fields: Fields; prompt: string; sent: NewEvent }> {
  const { value, prompt, sent } = await ask(
    {
      model,
      origin: { method: 'judge' },
      seed: job.seed,
      limit: replyLimit(judgeMethod),
      schema: templates.judge.schema,
      render: (wording) => renderJudgement(templates, job, content, wording),
      parse: parseJudgement,
    },
    asking,
  );
  return { fields: judgementFields(value, model.id), prompt, sent };
}

function originOf({ method, set, references, questions, avoid }: SampleJob) {
  const texts = references.map(({ passage }) => ({ text: passage.text }));
  return { method: method.id, topics: set.topics, concepts: set.concepts, references: texts, questions, avoid };
}

/** Finds where a quotation stands in the corpus; nothing when the model made it up. */
function locate({ reference, quote }: Quotation, { references }: SampleJob): Evidence[] {
  const named = reference === null ? undefined : references[reference];
  for (const { passage } of named === undefined ? references : [named, ...references]) {
    const found = findQuote(passage, quote);
    if (found !== null) return [{ file: passage.file, ...toFileSpan(passage, found), quote: passage.text.slice(found.start, found.end) }];
  }
  return [];
}
