import { type AskedEndpoint, failure } from '../openai/failures.ts';
import { redact } from '../openai/redact.ts';
import type { LineOutcome } from './batch-lines.ts';
import type { BatchRow } from './batch-store.ts';

/** Outcome of a request that an ended batch holds no line for. */
export function unanswered({ id, end, problem, calledOff }: BatchRow, asked: AskedEndpoint): LineOutcome {
  const name = `batch ${id ?? ''}`;
  switch (end) {
    case 'cancelled': {
      if (calledOff) return { error: failure('server', asked, `called off ${name}`, 'It can be asked again.'), again: true };
      // Somebody does not want it: this kind ends the run, so that it is not asked again at once.
      const todo = 'Resume the run to ask again for what was not answered.';
      return { error: failure('not-found', asked, `had ${name} cancelled there before this request was answered`, todo), again: false };
    }
    case 'failed':
      return { error: refusal(name, problem ?? '', asked), again: false };
    case 'expired':
      return {
        error: failure('server', asked, `did not get to this request before ${name} expired`, 'It can be asked again.'),
        again: true,
      };
    case 'completed':
    case null:
      return { error: failure('server', asked, `left this request out of the output of ${name}`, 'It can be asked again.'), again: true };
  }
}

const quotas = /token_limit_exceeded|insufficient_quota|billing/;

/** A batch that its endpoint would not begin. The kinds are those that end a run: the next batch would fare no better. */
function refusal(name: string, problem: string, asked: AskedEndpoint): ReturnType<typeof failure> {
  // A line of the input may be quoted, and it need not be this request's.
  const words = redact(problem.replaceAll(/(["'`])[^"'`]{24,}\1/g, '…'), asked);
  const what = `refused ${name}: ${words}`;
  return quotas.test(problem)
    ? failure('quota', asked, what, 'Wait until other batches there have ended, or raise the account’s limit; then resume.')
    : failure('not-found', asked, what, 'Check that the model can be asked in batches there; then resume.');
}
