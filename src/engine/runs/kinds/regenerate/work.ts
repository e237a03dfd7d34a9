import type { NewEvent } from '../../../../core/samples/events.ts';
import type { GatedMaterial } from '../../../../core/quality/non-samples/candidate.ts';
import type { Sample } from '../../../../core/samples/sample.ts';
import { type Content, labelOf } from '../../../../core/samples/shapes/index.ts';
import { versionId } from '../../../../core/samples/versions.ts';
import { inOrder } from '../../in-order.ts';
import { UnusableReply } from '../../ask.ts';
import { makeCandidates, type Screen } from '../../candidates.ts';
import { type Gates, materialOf } from '../../gates.ts';
import type { Running } from '../../run.ts';
import { asFailure, failureOf } from '../../stopping.ts';
import { answerAgain } from './answer-again.ts';
import { type AskedModels, jobAgain, type RegenerateTools, type RegenerationOutcome } from './job-again.ts';

/** Number of times that a sample is drawn anew because another of the same run has come to ask the same. */
const maxWaves = 3;

/** A sample to be drawn again, and why its last candidate will not do. */
interface Wanted {
  readonly id: string;
  readonly objection: Objection | null;
}

/**
 * Asks again for each sample, from the same concept set and references, with what it said so far to be avoided, and what
 * others ask about the same. A version that would not pass the gates is asked for once more. Each success becomes the
 * sample's next version, to be reviewed anew; a failure leaves the sample as it is. Those that come to the same as another
 * of the run are drawn anew together, after all others: in a batch each wave is asked at once, and a run that is resumed
 * asks the same in each.
 */
export async function regenerateSamples(tools: RegenerateTools, running: Running): Promise<null> {
  const { plan, models, jobs, failedOnly, tally, run } = running;
  const questions = await models.open(plan.model);
  const answers = await models.open(plan.answerModel ?? plan.model);
  const asking = { questionModel: questions.model, answerModel: answers.model, judgeModel: null, logProbabilities: tools.logProbabilities };
  const concurrencyLimit = Math.min(questions.concurrencyLimit, answers.concurrencyLimit);
  const wanted = plan.samples.filter((id) => !jobs.done.has(id) && jobs.failures.has(id) === failedOnly);
  await tools.begin(running);
  const total = plan.samples.length;
  let done = total - wanted.length;
  running.report(done, total);
  // All of them are one action: undo takes back what one press of a button did.
  let action: string | undefined;
  const settle = ({ sample: job, ...outcome }: RegenerationOutcome): void => {
    if (outcome.events === null) {
      if (!jobs.failures.has(job)) tally.failed++;
      running.record([{ type: 'job.failed', run, job, ...outcome.failure }]);
    } else {
      const events: NewEvent[] = [...outcome.events, { type: 'job.done', run, job }];
      const [first] = running.record(events, action === undefined ? {} : { action });
      action ??= first?.action;
      tally.kept++;
      if (jobs.failures.has(job)) tally.failed--;
    }
    running.report(++done, total);
  };
  let wave: readonly Wanted[] = wanted.map((id) => ({ id, objection: null }));
  for (let nth = 0; wave.length > 0; nth++) {
    const duplicates: Wanted[] = [];
    const begin = ({ id, objection }: Wanted): Promise<RegenerationOutcome> =>
      regenerate(tools.sample(id), tools, asking, running, objection);
    for await (const outcome of inOrder(wave, () => concurrencyLimit, begin)) {
      const objection = await duplicateObjection(outcome, tools);
      if (objection === null) settle(outcome);
      else if (nth < maxWaves) duplicates.push({ id: outcome.sample, objection });
      else settle({ sample: outcome.sample, events: null, failure: asFailure(objection) });
    }
    wave = duplicates;
  }
  return null;
}

/** Objection to what another sample of the same action has come to ask meanwhile. */
async function duplicateObjection(
  outcome: RegenerationOutcome,
  { sample: find, gates: gatesOf }: RegenerateTools,
): Promise<Objection | null> {
  if (outcome.events === null || outcome.material === null) return null;
  const gates = gatesOf(find(outcome.sample));
  await gates.bringUp();
  return objectionTo(outcome.version.content, gates, outcome.material);
}

/** Objection to a candidate that is not to take a sample's place. */
class Objection extends UnusableReply {
  readonly question: string;

  constructor(question: string, reason: string) {
    super(`“${clipped(question)}”: ${reason}`);
    this.question = question;
  }
}

function objectionTo(content: Content, gates: Gates, material: GatedMaterial): Objection | null {
  const verdict = gates.ofCandidate(content, material);
  return verdict === null ? null : new Objection(labelOf(content), verdict.reason);
}

const nothingElse = 'the model has nothing else to offer here; edit the sample, or choose another model';

const clipped = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);

/** @param objection to what it was drawn as before */
async function regenerate(
  sample: Sample,
  tools: RegenerateTools,
  asking: AskedModels,
  running: Running,
  objection: Objection | null,
): Promise<RegenerationOutcome> {
  const { id, current } = sample;
  const { run, signal, jobs, plan } = running;
  const { instruction } = plan;
  try {
    if (plan.options.answerOnly === true) return await answerAgain(sample, tools, asking, running);
    const job = jobAgain(sample, tools, instruction);
    const { method } = job;
    const material = materialOf(job);
    // Beside what others of the run have come to, it is held when it is recorded: a resumed run is to ask the same again.
    const gates = tools.gates(sample, new Set(plan.samples));
    // A reply may hold samples of other shapes beside the one that is asked for again.
    const isWanted = ({ shape }: Content): boolean => shape === current.content.shape;
    const check = (content: Content): void => {
      if (!isWanted(content)) return;
      const objected = objectionTo(content, gates, material);
      if (objected !== null) throw objected;
    };
    // An answer is not asked for of what would not stay.
    const screen: Screen = async (_part, { content }, finish) => {
      if (!isWanted(content)) return await finish();
      await gates.prepare(content);
      return gates.ofMeaning(content) ?? (await finish());
    };
    const all = await makeCandidates(
      objection === null ? job : { ...job, avoid: [...job.avoid, objection.question] },
      { ...asking, templates: await tools.templates(method.id), answers: method.needs.includes('answers') ? 1 : 0, check },
      { run, signal, attempt: () => jobs.failures.get(id) ?? 0, ...(objection === null ? {} : { complaint: `${objection.message}.` }) },
      screen,
    );
    const wanted = all.filter(({ version }) => version !== null && isWanted(version.content));
    const found =
      wanted.find((each) => each.version !== null && each.gate === null) ?? wanted[0] ?? all.find(({ version }) => version === null);
    if (found === undefined) return { sample: id, events: null, failure: { kind: 'gates', reason: objection?.message ?? nothingElse } };
    if (found.version === null) return { sample: id, events: null, failure: found.failure };
    if (found.gate !== null) throw new Objection(labelOf(found.version.content), found.gate.reason);
    const version = { ...found.version, id: versionId(id, current.id, found.version.content), parent: current.id, instruction };
    return { sample: id, version, material, events: [...found.sent, { type: 'sample.regenerated', sample: id, version }] };
  } catch (error) {
    if (error instanceof Objection && objection === null) return await regenerate(sample, tools, asking, running, error);
    return { sample: id, events: null, failure: failureOf(error, running) };
  }
}
