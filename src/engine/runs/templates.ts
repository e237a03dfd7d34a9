import { join } from 'node:path';
import { template as answer } from '../../core/methods/answer/template.ts';
import { template as extract } from '../../core/methods/extract/template.ts';
import { template as level3 } from '../../core/methods/level3/template.ts';
import { compileTemplate, type PromptTemplate } from '../../core/prompts/template.ts';
import { loomFolder, readOptional } from '../config.ts';

const defaults = { answer, extract, level3 } as const;
export type MethodId = keyof typeof defaults;

/** A method's template: the user's in `.loom/prompts/<method>.jinja` when it is there, else ours. @throws TemplateError */
export async function loadTemplate(folder: string, method: MethodId): Promise<PromptTemplate> {
  const own = await readOptional(join(folder, loomFolder, 'prompts', `${method}.jinja`));
  return compileTemplate(method, own ?? defaults[method]);
}
