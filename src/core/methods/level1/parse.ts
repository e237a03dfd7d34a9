import { cleanLabel } from '../../concepts/normalise.ts';
import type { FormWords } from '../../prompts/form-words.ts';
import { formOf } from '../form.ts';
import type { ParsedCandidate } from '../method.ts';
import { repliedBlocks } from '../questions.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

const maxLevelLength = 40;

const own = formOf({ template, schema });

/**
 * Reads the `<Q1> Question: … Orig_tag: <original_question> Level: … </Q1>` blocks of Level-1 (SynthLLM), as leniently
 * as `questionBlocks`, or the same as JSON; at most `max` questions, and none when the reply says that the document does not
 * suit. `origin` and `level` are left out where the reply does not tell.
 * @throws ReplyError when no block holds a question.
 */
export function parseLevel1(reply: string, max: number, form: FormWords = own): ParsedCandidate[] {
  const candidates = repliedBlocks(reply, form).map(({ question, ...block }): ParsedCandidate => {
    const origin = originOf(block.origin);
    const level = cleanLabel(block.level.split('\n')[0]!.slice(0, maxLevelLength));
    return { content: { shape: 'qa', question, answer: '' }, concepts: [], fields: { ...(origin && { origin }), ...(level && { level }) } };
  });
  return candidates.slice(0, max);
}

/** Writes candidates the way `parseLevel1` reads them. */
export function formatLevel1(
  questions: readonly { readonly question: string; readonly original: boolean; readonly level: string }[],
): string {
  return questions
    .map(
      ({ question, original, level }, index) =>
        `<Q${index + 1}>\nQuestion: ${question}\nOrig_tag: <${original ? 'original_question' : 'newly_created'}>\nLevel: ${level}\n</Q${index + 1}>`,
    )
    .join('\n');
}

function originOf(tag: string): 'original' | 'new' | null {
  if (/\bnew(?:ly)?(?:[ _]created)?\b/i.test(tag)) return 'new';
  return /\boriginal(?:[ _]question)?\b/i.test(tag) ? 'original' : null;
}
