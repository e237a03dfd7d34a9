import type { Passage } from '../../../../core/corpus/passage.ts';
import { isForeign } from '../../../../offline/english.ts';
import { UsageError } from '../../../errors.ts';
import { builtinModelId } from '../../../models/builtin.ts';
import type { Workspace } from '../../../workspace.ts';

/** Passages to extract anew: none, all, or those that were not yet since a run began. */
type Again = 'nothing' | 'everything' | { readonly since: string };

/**
 * One passage of each text that is left for a model to extract. The offline model leaves alone what any other has
 * extracted: its key phrases would take the place of better ones.
 */
export async function unextracted(workspace: Workspace, model: string, again: Again): Promise<Passage[]> {
  const { passages } = await workspace.corpus();
  // The id under which what a model made is kept.
  const { id } = (await workspace.models.open(model)).model;
  const by = id === builtinModelId ? null : id;
  const done = again === 'everything' ? new Set<string>() : workspace.store.extractedBy(by, again === 'nothing' ? undefined : again.since);
  const first = new Map<string, Passage>();
  for (const passage of passages) if (!done.has(passage.hash) && !first.has(passage.hash)) first.set(passage.hash, passage);
  return [...first.values()];
}

/**
 * Said once of a corpus, before each of its passages fails.
 * @throws UsageError when the offline model is to read passages most of which are in other languages than English.
 */
export function requireReadable(passages: readonly Passage[], model: string): void {
  if (model !== builtinModelId) return;
  const foreign = passages.filter(({ text }) => isForeign(text)).length;
  if (2 * foreign <= passages.length) return;
  throw new UsageError(
    `${builtinModelId} reads English only, and ${foreign} of ${passages.length} passages to extract are in another language: choose a language model (loom models lists them, --model takes it; in VS Code, Concept Loom: Choose Model)`,
  );
}
