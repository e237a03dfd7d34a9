import type { ProjectSettings } from '../../core/settings.ts';
import { UsageError } from '../errors.ts';
import type { Level3Templates } from './level3.ts';
import { loadTemplate } from './templates.ts';

/** @throws TemplateError when the user's template does not hold. */
export async function loadLevel3(folder: string, prompts: ProjectSettings['prompts']): Promise<Level3Templates> {
  const [level3, answer] = await Promise.all([loadTemplate(folder, 'level3'), loadTemplate(folder, 'answer')]);
  return { level3, answer, prompts };
}

/** @throws UsageError for a method that does not generate samples. */
export function requireLevel3(method: string): void {
  if (method !== 'level3') throw new UsageError(`there is no method “${method}” that generates samples; there is level3`);
}
