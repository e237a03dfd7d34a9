import { withoutJudgement } from '../../../../core/quality/judgement.ts';
import type { Sample } from '../../../../core/samples/sample.ts';
import { versionId } from '../../../../core/samples/versions.ts';
import { finish } from '../../candidates.ts';
import type { Running } from '../../run.ts';
import { type AskedModels, jobAgain, type RegenerateTools, type RegenerationOutcome } from './job-again.ts';

/**
 * Asks for the answer alone: of a question that was held back before it was answered, and that a person lets in all the same, or of one
 * whose answer is to be another.
 * @throws whatever the model throws about itself, and Error when a passage that it refers to is no longer as it was
 */
export async function answerAgain(
  sample: Sample,
  tools: RegenerateTools,
  asking: AskedModels,
  { run, signal, jobs }: Running,
): Promise<RegenerationOutcome> {
  const { id, current } = sample;
  const { content, concepts, fields = {}, model, prompt } = current;
  if (content.shape !== 'qa') throw new Error('it is no question with an answer: regenerate the whole');
  const job = jobAgain(sample, tools, null);
  const unanswered = {
    content: { shape: 'qa', question: content.question, answer: '' } as const,
    concepts,
    fields: withoutJudgement(fields),
  };
  const templates = await tools.templates(sample.method);
  const finished = await finish(
    unanswered,
    job,
    { ...asking, templates, answers: 1 },
    { run, signal, attempt: jobs.failures.get(id) ?? 0 },
  );
  const written = { usage: null, ...finished.version, model, prompt };
  const version = { ...written, id: versionId(id, current.id, written.content), parent: current.id, instruction: null };
  return { sample: id, version, material: null, events: [...finished.sent, { type: 'sample.regenerated', sample: id, version }] };
}
