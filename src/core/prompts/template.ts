import { Template } from '@huggingface/jinja';
import { shortHash } from '../hash.ts';
import type { ChatMessage } from './chat.ts';
import { compileWithinLimits, type TimeLimit } from './limits.ts';

/** Values that a template can name: plain values, and objects and lists of them. */
type Variables = Readonly<Record<string, unknown>>;

export interface PromptTemplate {
  /** Hash of the template's source: which wording made a sample. */
  readonly hash: string;
  readonly source: string;
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
 * @param limit for a template that is not ours: it is rendered within this limit of time, and limits of size
 */
export function compileTemplate(name: string, source: string, limit?: TimeLimit): PromptTemplate {
  const [before = '', ...rest] = source.split(marker);
  const parts = rest.length === 0 ? [{ role: 'user' as const, body: before }] : pairs(rest);
  if (rest.length > 0 && before.trim() !== '')
    throw new TemplateError(name, 'there is text before the first “---- role” line; move it below one');
  const compile = limit === undefined ? compileOurs : compileWithin(limit);
  const compiled = parts.map(({ role, body }) => ({ role, render: attempt(name, () => compile(body.trim())) }));
  return {
    hash: shortHash(source),
    source,
    render: (variables) => compiled.map(({ role, render }) => ({ role, content: attempt(name, () => render(variables)).trim() })),
  };
}

type Render = (variables: Variables) => string;

function compileOurs(body: string): Render {
  const template = new Template(body);
  return (variables) => template.render({ ...variables });
}

const compileWithin =
  (limit: TimeLimit) =>
  (body: string): Render => {
    const render = limit(() => compileWithinLimits(body));
    return (variables) => limit(() => render(variables));
  };

function pairs(parts: readonly string[]): { role: ChatMessage['role']; body: string }[] {
  return parts.flatMap((part, index) => (isRole(part) && index % 2 === 0 ? [{ role: part, body: parts[index + 1] ?? '' }] : []));
}

const isRole = (text: string): text is ChatMessage['role'] => text === 'system' || text === 'user' || text === 'assistant';

function attempt<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new TemplateError(name, problemOf(error), { cause: error });
  }
}

function problemOf(error: unknown): string {
  if (error instanceof RangeError && error.message.includes('call stack'))
    return 'is nested too deeply; look for a macro that calls itself, or brackets within brackets';
  return error instanceof Error ? error.message : String(error);
}
