import type { ChatMessage } from '../../core/prompts/chat.ts';
import { titleOf } from '../corpus-state.ts';
import type { Workspace } from '../workspace.ts';
import type { ReferencedSet } from './concept-sets.ts';
import { level3Job, renderLevel3 } from './level3.ts';
import { loadLevel3 } from './level3-templates.ts';

/** The exact messages that `generate` would send for a set. @throws TemplateError when the user's template does not hold. */
export async function previewLevel3(workspace: Workspace, source: ReferencedSet): Promise<readonly ChatMessage[]> {
  const { folder, settings } = workspace;
  const corpus = await workspace.corpus();
  return renderLevel3(
    await loadLevel3(folder, settings.prompts),
    level3Job(source, (passage) => titleOf(corpus, passage)),
  );
}
