/** Messages that the methods that follow a sample would send about one that is there. */
import { sampleMethods } from '../../core/methods/index.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { labelOf } from '../../core/samples/shapes/index.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { passageNow } from '../corpus-state.ts';
import { UsageError } from '../errors.ts';
import { storeFilter } from '../moved-files.ts';
import type { StoreFilter, Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { asAsked } from './asked-template.ts';
import { describeSet, type ReferencedSet } from './concept-sets.ts';
import { loadJudgeTemplates, requireMethod, requireSampleMethod } from './method-templates.ts';
import { recallNow } from './recall.ts';
import { passagesOf, renderAnswer, renderJudgement, type SampleJob } from './sample-job.ts';
import { loadTemplate } from './templates.ts';

export type PreviewQuery = EngineArguments<'prompts/preview'>;
export type Previewed = Omit<EngineResult<'prompts/preview'>, 'tokens' | 'messages'> & { readonly messages: readonly ChatMessage[] };

/** So many samples are read from the journal at a time. */
const page = 100;

/** The call for the answer, as a run of the sample's method that began now would make it. */
export async function previewAnswer(workspace: Workspace, query: PreviewQuery): Promise<Previewed> {
  const { sample, source, references } = await findSample(workspace, query, 'a question', ({ method }) => asksQuestions(method));
  const method = requireSampleMethod(sample.method);
  const { examples } = recallNow(workspace).for(method.id, source);
  const loaded = await loadTemplate(workspace.templateOwner, requireMethod('answer'));
  const { answers } = workspace.settings.models;
  const templates = { answer: await asAsked(workspace.models, answers, loaded), prompts: workspace.subject() };
  const messages = renderAnswer(templates, { references, examples }, labelOf(sample.current.content));
  return { messages, ...describe(sample, source) };
}

export async function previewJudgement(workspace: Workspace, query: PreviewQuery): Promise<Previewed> {
  const { sample, source, references } = await findSample(workspace, query, 'a sample', () => true);
  const { judge, prompts } = await loadJudgeTemplates(workspace.templateOwner, workspace.subject());
  const templates = { judge: await asAsked(workspace.models, workspace.settings.models.judge, judge), prompts };
  return { messages: renderJudgement(templates, { references }, sample.current.content), ...describe(sample, source) };
}

/** A method whose questions are answered by a call of their own. */
const asksQuestions = (id: string): boolean => sampleMethods.some((method) => method.id === id && method.needs.includes('answers'));

const describe = ({ id, current }: Sample, source: ReferencedSet): Pick<Previewed, 'set' | 'sample'> => ({
  set: describeSet(source),
  sample: { id, label: labelOf(current.content) },
});

interface FoundSample {
  readonly sample: Sample;
  readonly source: ReferencedSet;
  readonly references: SampleJob['references'];
}

/** The sample of a place, the latest first, among those that suit and whose passages are still as they were. */
async function findSample(
  workspace: Workspace,
  { method, ordinal, file }: PreviewQuery,
  what: string,
  suits: (sample: Sample) => boolean,
): Promise<FoundSample> {
  const corpus = await workspace.corpus();
  let place = 0;
  const filter = await storeFilter(workspace, file === undefined ? {} : { file });
  for (const sample of latestFirst(workspace.store, filter)) {
    if (!suits(sample) || !sample.references.every(({ passage }) => passageNow(corpus, passage) !== undefined) || place++ < ordinal)
      continue;
    const references = passagesOf(sample.references, corpus);
    const placed = sample.references.map((reference, at) => {
      const { passage } = references[at]!;
      return { passage, reference: { ...reference, file: passage.file, ...passage.span } };
    });
    return { sample, source: { set: sample.set, references: placed }, references };
  }
  const where = file === undefined ? '' : ` on ${file}`;
  throw new UsageError(
    place === 0
      ? `${method} is asked about ${what}, and there is none yet${where}: generate samples first (loom generate)`
      : `${method} is asked about ${what}, and there is no number ${ordinal}${where}: there are ${place}, counted from 0`,
  );
}

function* latestFirst(store: Store, filter: StoreFilter): Generator<Sample> {
  let { total: end } = store.samples(filter, { offset: 0, limit: 0 });
  while (end > 0) {
    const start = Math.max(0, end - page);
    yield* store.samples(filter, { offset: start, limit: end - start }).samples.toReversed();
    end = start;
  }
}
