import { Template } from '@huggingface/jinja';
import { shortHash } from '../hash.ts';
import type { ChatMessage } from './chat.ts';

/** What a template can name: plain values, and objects and lists of them. */
type Variables = Readonly<Record<string, unknown>>;

export interface PromptTemplate {
  /** Hash of the template's source: which wording made a sample. */
  readonly hash: string;
  /** Renders the messages. Values are inserted as they are and never read as template code. */
  readonly render: (variables: Variables) => ChatMessage[];
}

/** A template that cannot be read or rendered; the message says which, and what is wrong. */
export class TemplateError extends Error {
  constructor(name: string, problem: string, options?: ErrorOptions) {
    super(`prompt template “${name}”: ${problem}`, options);
    this.name = 'TemplateError';
  }
}

const marker = /^---- (system|user|assistant)[ \t]*$/m;

/**
 * Compiles a Jinja template whose messages begin with `---- system`, `---- user` or `---- assistant` on a line of
 * their own; one without such a line is a single user message. The messages are told apart before anything is
 * inserted, so no inserted text can begin a new one.
 */
export function compileTemplate(name: string, source: string): PromptTemplate {
  const [before = '', ...rest] = source.split(marker);
  const parts = rest.length === 0 ? [{ role: 'user' as const, body: before }] : pairs(rest);
  if (rest.length > 0 && before.trim() !== '')
    throw new TemplateError(name, 'there is text before the first “---- role” line; move it below one');
  const compiled = parts.map(({ role, body }) => ({ role, template: attempt(name, () => new Template(body.trim())) }));
  return {
    hash: shortHash(source),
    render: (variables) =>
      compiled.map(({ role, template }) => ({ role, content: attempt(name, () => template.render({ ...variables })).trim() })),
  };
}

function pairs(parts: readonly string[]): { role: ChatMessage['role']; body: string }[] {
  return parts.flatMap((part, index) => (isRole(part) && index % 2 === 0 ? [{ role: part, body: parts[index + 1] ?? '' }] : []));
}

const isRole = (text: string): text is ChatMessage['role'] => text === 'system' || text === 'user' || text === 'assistant';

function attempt<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new TemplateError(name, error instanceof Error ? error.message : String(error), { cause: error });
  }
}
