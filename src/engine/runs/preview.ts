import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import { titleOf } from '../corpus-state.ts';
import { UsageError } from '../errors.ts';
import type { Workspace } from '../workspace.ts';
import type { ReferencedSet } from './concept-sets.ts';
import { jobSources } from './job-sources.ts';
import { loadTemplates, requireSampleMethod, requireStyle } from './method-templates.ts';
import { personasFor } from './persona-choice.ts';
import { recallNow } from './recall.ts';
import { renderJob, sampleJob } from './sample-job.ts';

/**
 * The exact messages that a job of `generate` would send first.
 * @throws TemplateError when the user's template does not hold; UsageError when there is no such job.
 */
export async function previewPrompt(
  workspace: Workspace,
  { method: id, seed, ordinal, style }: EngineArguments<'prompts/preview'>,
): Promise<{ source: ReferencedSet; messages: readonly ChatMessage[] }> {
  const method = requireSampleMethod(id);
  const corpus = await workspace.corpus();
  const source = nth(await jobSources(workspace, method, seed, { file: null, concepts: [] }), ordinal);
  if (source === undefined)
    throw new UsageError(`there is no concept set or passage ${ordinal}: extract concepts first, or take a smaller ordinal`);
  const templates = await loadTemplates(workspace.templateOwner, method.id, workspace.subject());
  const { personas = [] } = await personasFor(workspace, method, undefined);
  const choices = { style: requireStyle(method, style), personas };
  const job = sampleJob(method, source, choices, recallNow(workspace, method).for(method.id, source), (passage) =>
    titleOf(corpus, passage),
  );
  return { source, messages: renderJob(templates, job) };
}

function nth<T>(items: Iterable<T>, ordinal: number): T | undefined {
  let at = 0;
  for (const item of items) if (at++ === ordinal) return item;
  return undefined;
}
