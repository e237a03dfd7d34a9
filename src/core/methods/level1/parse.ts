import { cleanLabel } from '../../concepts/normalise.ts';
import { questionBlocks } from '../blocks.ts';
import type { ParsedCandidate } from '../method.ts';
import { saysUnsuitable } from '../refusal.ts';
import { ReplyError } from '../reply-error.ts';

const maxLevelLength = 40;

/**
 * Reads the `<Q1> Question: … Orig_tag: <original_question> Level: … </Q1>` blocks of Level-1 (SynthLLM), as leniently
 * as `questionBlocks`; at most `most` questions, and none when the reply says that the document does not suit. `origin`
 * and `level` are left out where the reply does not tell.
 * @throws ReplyError when no block holds a question.
 */
export function parseLevel1(reply: string, max: number): ParsedCandidate[] {
  const candidates = questionBlocks(reply).map(({ question, parts }): ParsedCandidate => {
    const origin = originOf(parts.get('orig tag') ?? parts.get('original tag') ?? '');
    const level = cleanLabel((parts.get('level') ?? '').split('\n')[0]!.slice(0, maxLevelLength));
    return { content: { shape: 'qa', question, answer: '' }, concepts: [], fields: { ...(origin && { origin }), ...(level && { level }) } };
  });
  if (candidates.length === 0 && saysUnsuitable(reply)) return [];
  if (candidates.length === 0) throw new ReplyError('question in a <Q1> … </Q1> block', reply);
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
