/** Log-probabilities of a reply's tokens, as OpenAI's chat completions and those that follow them send them. */
import * as z from 'zod';
import type { TokenProbabilities } from '../../../core/quality/perplexity.ts';

const saidToken = z.object({
  token: z.string(),
  logprob: z.number(),
  /** UTF-8 of the token, where it may be a part of a character. */
  bytes: z.array(z.int().min(0).max(255)).nullish().catch(null),
});

type SaidToken = z.infer<typeof saidToken>;

/** What stands in a choice of a completion, or of a chunk; a token of another form makes all of them unknown. */
const saidProbabilities = z.object({ content: z.array(saidToken).nullish() }).nullish();

/** OpenAI's word for “so unlikely that it is not told”: it is no number to take a mean of. */
const untold = -9999;

/** Tokens of a reply while it comes in. */
export class TokenCollector {
  readonly #tokens: SaidToken[] = [];
  #isUnknown = false;

  /** Takes in the `logprobs` of a choice; what is none of a known form costs the figure, and not the reply. */
  add(value: unknown): void {
    const { data, success } = saidProbabilities.safeParse(value);
    if (!success) this.#isUnknown = true;
    for (const token of data?.content ?? []) this.#tokens.push(token);
  }

  /**
   * The log-probabilities of a reply's own tokens; undefined where none came.
   * @param hasThoughts true where some tokens may be of thoughts that the reply does not have
   */
  of(reply: string, hasThoughts: boolean): TokenProbabilities | undefined {
    if (this.#isUnknown || this.#tokens.length === 0) return undefined;
    // What a token has of a character counts with the one that ends it.
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const pieces = this.#tokens.map(({ token, bytes }) =>
      decoder.decode(bytes ? Uint8Array.from(bytes) : new TextEncoder().encode(token), { stream: true }),
    );
    // Thoughts come first.
    const begin = pieces.join('').lastIndexOf(reply);
    if (begin < 0) return hasThoughts ? undefined : known(this.#tokens.map(({ logprob }) => ({ logprob, end: null })));
    let said = 0;
    const placed = this.#tokens.map(({ logprob }, at) => {
      const start = said - begin;
      said += pieces[at]!.length;
      return { logprob, start, end: said - begin };
    });
    const within = placed.filter(({ start, end }) => (end > 0 || start >= 0) && start < reply.length);
    return known(within.map(({ logprob, end }) => ({ logprob, end: Math.min(end, reply.length) })));
  }
}

function known(tokens: readonly { readonly logprob: number; readonly end: number | null }[]): TokenProbabilities | undefined {
  const told = tokens.filter(({ logprob }) => logprob > untold);
  if (told.length === 0) return undefined;
  const ends = told.flatMap(({ end }) => (end === null ? [] : [end]));
  return { logs: told.map(({ logprob }) => Math.min(0, logprob)), ends: ends.length === told.length ? ends : null };
}
