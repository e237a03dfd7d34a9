import { join } from 'node:path';
import type { Method } from '../../core/methods/method.ts';
import { compileTemplate, type PromptTemplate } from '../../core/prompts/template.ts';
import { loomFolder, readOptional } from '../config.ts';

/** A method's template: the user's in `.loom/prompts/<method>.jinja` when it is there, else ours. @throws TemplateError */
export async function loadTemplate(folder: string, { id, template }: Method): Promise<PromptTemplate> {
  const own = await readOptional(join(folder, loomFolder, 'prompts', `${id}.jinja`));
  return compileTemplate(id, own ?? template);
}
