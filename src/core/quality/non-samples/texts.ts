import type { Content } from '../../samples/shapes/index.ts';

/** The text of a content that puts a task to its reader, without options; null for one that has none. */
export function taskOf(content: Content): string | null {
  switch (content.shape) {
    case 'qa':
      return content.question;
    case 'choice':
      return content.stem;
    case 'preference':
      return content.prompt;
    case 'text':
    case 'chat':
      return null;
  }
}

/** The task and the reply to it; null while there is none, and for what is no such pair. */
export function answeredOf(content: Content): { readonly task: string; readonly answer: string } | null {
  if (content.shape === 'qa') return content.answer.trim() === '' ? null : { task: content.question, answer: content.answer };
  return content.shape === 'preference' ? { task: content.prompt, answer: content.chosen } : null;
}

/** The text that is written to be read for itself; null for questions. */
export function writtenOf(content: Content): string | null {
  if (content.shape === 'text') return content.text;
  return content.shape === 'chat' ? content.turns.map((turn) => turn.content).join('\n') : null;
}

/** The texts of all parts of a content that say something. */
export function textsOf(content: Content): readonly string[] {
  switch (content.shape) {
    case 'qa':
      return [content.question, content.answer];
    case 'choice':
      return [content.stem, ...content.options, content.explanation];
    case 'preference':
      return [content.prompt, content.chosen, content.rejected];
    case 'text':
      return [content.title, content.text];
    case 'chat':
      return content.turns.map((turn) => turn.content);
  }
}
