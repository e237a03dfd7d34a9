import type { Concept } from '../../../../core/concepts/concept.ts';
import { newPersonas } from '../../../../core/methods/personas/list.ts';
import { personas as personasMethod } from '../../../../core/methods/personas/method.ts';
import { replyLimit } from '../../../../core/methods/reply-limit.ts';
import { parsePersonas } from '../../../../core/methods/personas/parse.ts';
import type { JobFailure } from '../../../../core/quality/drops.ts';
import { isBareName } from '../../../../core/quality/persona-names.ts';
import { fenced, oneLine } from '../../../../core/prompts/fence.ts';
import type { PromptSubject } from '../../../../core/prompts/subject.ts';
import type { CorpusState } from '../../../corpus-state.ts';
import { UsageError } from '../../../errors.ts';
import { appendPersonas } from '../../../persona-file.ts';
import type { ChatModel } from '../../../models/chat-model.ts';
import type { Workspace } from '../../../workspace.ts';
import { type Answered, ask, UnusableReply } from '../../ask.ts';
import type { GraphState } from '../../concept-sets.ts';
import { inOrder } from '../../in-order.ts';
import { requireMethod } from '../../method-templates.ts';
import { personaMaterial, rankedTopics } from './material.ts';
import type { Running } from '../../run.ts';
import { failureOf } from '../../stopping.ts';
import { loadTemplate, type MethodTemplate } from '../../templates.ts';
import { type CallWording, firstWording } from '../../wording.ts';

/** Personas asked for in one call: of more, models repeat themselves. */
export const personasPerCall = 20;
/** Number of the personas there already that a prompt names, the latest. */
const maxNamed = 60;
/** Runs have seeds one after the other, and so have the calls of each. */
const callsApart = 1000;
/** Calls in a row that give nobody new before a run gives up. */
const maxEmptyCalls = 3;

/** Material of the prompts for personas. */
interface PersonaMaking {
  readonly template: MethodTemplate;
  readonly prompts: PromptSubject;
  readonly state: GraphState;
  readonly corpus: CorpusState;
  /** The corpus's topics, the most frequent first. */
  readonly topics: readonly Concept[];
}

export interface PersonaTools extends PersonaMaking {
  /** Personas that the run has written in earlier parts. */
  readonly written: readonly string[];
  /** The project's folder, and the file in it that they are added to. */
  readonly folder: string;
  readonly file: string;
}

/** @throws UsageError when no concepts were extracted yet; TemplateError when the user's template does not hold. */
export async function personaMaking(workspace: Workspace): Promise<PersonaMaking> {
  const state = await workspace.graph();
  const topics = rankedTopics(state);
  if (topics.length === 0) throw new UsageError('the concept graph is empty, and personas need it; extract concepts first (loom extract)');
  const template = await loadTemplate(workspace.templateOwner, requireMethod('personas'));
  return { template, prompts: workspace.subject(), state, corpus: await workspace.corpus(), topics };
}

/** The messages of a call, which asks for people who are not among those known. */
export function renderPersonas(
  tools: PersonaMaking,
  call: number,
  count: number,
  known: readonly string[],
  { complaint, json }: CallWording = firstWording,
) {
  const { topics, extracts } = personaMaterial(tools.state, tools.corpus, tools.topics, call);
  return tools.template.render({
    ...tools.prompts,
    count,
    topics: topics.map(oneLine),
    references: extracts.map(({ title, text }) => ({ title: oneLine(title), ...fenced(text) })),
    known: known.slice(-maxNamed).map(oneLine),
    complaint: oneLine(complaint),
    json,
  });
}

/**
 * Asks for personas until the planned number is there. At once, one call follows the other, and is told whom those before
 * have given; a batch is asked for all that may be needed together, and each call is told whom the file held before.
 * Personas of a call are in the file before they are in the journal: a run that died in between asks again in the same words,
 * is answered from the cache, and adds nobody twice.
 * @returns why it stopped short of the count, or null.
 */
export async function writePersonas(tools: PersonaTools, running: Running): Promise<string | null> {
  const { plan, tally, jobs, run, models, record, report } = running;
  const { model } = await models.open(plan.model);
  const there = plan.options.personas ?? [];
  const known = [...there, ...tools.written];
  const isBatch = plan.batch !== null;
  let [emptyCalls, underWay] = [emptyCallsBefore(running), 0];
  let wave = { size: 1, begun: 0 };
  /** The calls of a wave are begun together, and the next wave when all of them are recorded. */
  const concurrency = (): number => {
    if (underWay === 0) wave = { size: isBatch ? Math.ceil((plan.planned - tally.kept) / personasPerCall) : 1, begun: 0 };
    return wave.begun < wave.size ? Infinity : 0;
  };
  const begin = async (call: number): Promise<PersonasOutcome> => {
    underWay++;
    wave.begun++;
    const [wanted, told] = isBatch ? [shareOf(call, plan.planned), there] : [Math.min(personasPerCall, plan.planned - tally.kept), known];
    return { call, answered: await askOnce({ call, wanted, known: told }, tools, running, model) };
  };
  report(tally.kept, plan.planned);
  if (tally.kept >= plan.planned) return null;
  if (emptyCalls >= maxEmptyCalls) return gaveNobody(emptyCalls);
  for await (const { call, answered } of inOrder(callsOf(running), concurrency, begin)) {
    underWay--;
    const job = String(call);
    if ('failure' in answered) {
      if (!jobs.failures.has(job)) tally.failed++;
      emptyCalls++;
      record([{ type: 'job.failed', run, job, ...answered.failure }]);
    } else {
      const { value, usage } = answered;
      const personas = newPersonas(value, known).slice(0, plan.planned - tally.kept);
      if (personas.length > 0) await appendPersonas(tools.folder, tools.file, personas, `written by ${model.id}, run ${run}`);
      for (const persona of personas) known.push(persona);
      tally.kept += personas.length;
      if (jobs.failures.has(job)) tally.failed--;
      emptyCalls = personas.length === 0 ? emptyCalls + 1 : 0;
      const done = { type: 'job.done', run, job } as const;
      const origin = { file: tools.file, model: model.id, prompt: tools.template.hash, usage };
      if (personas.length === 0) record([{ ...done, skipped: 'nobody who was not there already' }]);
      else record([{ type: 'personas.written', run, ...origin, personas }, done]);
      report(tally.kept, plan.planned);
    }
    if (tally.kept >= plan.planned) return null;
    // Calls under way are paid for: they are waited for first.
    if (emptyCalls >= maxEmptyCalls && underWay === 0) return gaveNobody(emptyCalls);
  }
  return 'everything that had failed was tried again';
}

/** @throws UnusableReply when none of them is more than a name. */
function withoutNames(personas: readonly string[], passOver: Running['passOver']): string[] {
  const told = personas.filter((persona) => !isBareName(persona));
  const [name] = personas.filter(isBareName);
  if (told.length === 0 && name !== undefined) throw new UnusableReply(`“${name}” is a bare name, as are all others: say who each is`);
  passOver('personas that were a bare name', personas.length - told.length);
  return told;
}

const gaveNobody = (calls: number): string => `${calls} calls in a row gave nobody new`;

/** The last calls of earlier parts of the run that gave nobody; none that are to be tried again. */
function emptyCallsBefore({ jobs, failedOnly }: Running): number {
  if (failedOnly) return 0;
  const calls = [...new Set([...jobs.done, ...jobs.failures.keys()])].map(Number).sort((a, b) => b - a);
  const last = calls.findIndex((call) => jobs.done.has(String(call)) && !jobs.skipped.has(String(call)));
  return last === -1 ? calls.length : last;
}

interface PersonasOutcome {
  readonly call: number;
  readonly answered: Answered<string[]> | { readonly failure: JobFailure };
}

/** Number that a call of a batch is asked for: its part of the whole, or as many as may be, where the others gave too few. */
function shareOf(call: number, planned: number): number {
  const left = planned - call * personasPerCall;
  return left > 0 ? Math.min(personasPerCall, left) : personasPerCall;
}

/** The numbers of the calls there are to make, of which each has its own topics. */
function* callsOf({ jobs, failedOnly }: Running): Generator<number> {
  const failed = [...jobs.failures.keys()].map(Number);
  if (failedOnly) {
    yield* failed.filter((call) => !jobs.done.has(String(call))).sort((a, b) => a - b);
    return;
  }
  let call = -1;
  for (const made of [...failed, ...[...jobs.done].map(Number)]) call = Math.max(call, made);
  for (;;) yield ++call;
}

async function askOnce(
  { call, wanted, known }: { readonly call: number; readonly wanted: number; readonly known: readonly string[] },
  tools: PersonaTools,
  { plan, jobs, run, ...running }: Running,
  model: ChatModel,
): Promise<PersonasOutcome['answered']> {
  try {
    return await ask(
      {
        model,
        origin: { method: 'personas' },
        // In a small corpus calls have the same topics; one that follows a call in vain is not to be given the same reply.
        seed: callsApart * (plan.seed ?? 1) + call,
        limit: replyLimit(personasMethod, { count: wanted }),
        schema: tools.template.schema,
        render: (wording) => renderPersonas(tools, call, wanted, known, wording),
        parse: (reply) => withoutNames(parsePersonas(reply, tools.template.form), running.passOver),
      },
      { run, attempt: jobs.failures.get(String(call)) ?? 0, signal: running.signal },
    );
  } catch (error) {
    return { failure: failureOf(error, running) };
  }
}
