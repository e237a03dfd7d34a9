import type { FailureKind } from '../../core/quality/drops.ts';
import { methodOf } from '../../core/methods/index.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import { ModelError } from '../models/model-error.ts';
import type { RunPlan } from '../storage/store.ts';

/** Jobs in a row without a reply that keeps its form, each asked twice, after which no other can be expected to. */
const maxInRow = 10;

/** Kinds of failures of a model that has lost the form, or never had it. */
const formless: ReadonlySet<string> = new Set<FailureKind>(['form', 'repeating', 'truncated']);

/** Results that only a reply which keeps its form can give. */
const made: ReadonlySet<NewEvent['type']> = new Set([
  'sample.generated',
  'sample.regenerated',
  'sample.judged',
  'passage.extracted',
  'document.rated',
  'personas.written',
  'criteria.proposed',
  'criteria.merged',
  'criteria.phrased',
  'samples.clustered',
]);

/** Watches, in what a run records, whether its model keeps the form of the replies. */
export class FormKeeping {
  readonly #plan: Pick<RunPlan, 'model' | 'answerModel' | 'method'>;
  #inRow = 0;

  constructor(plan: Pick<RunPlan, 'model' | 'answerModel' | 'method'>) {
    this.#plan = plan;
  }

  /** @returns why the run is to end, once so many have failed in a row */
  after(events: readonly NewEvent[]): ModelError | null {
    const keeps = events.some((event) => made.has(event.type) || (event.type === 'job.done' && event.skipped !== undefined));
    const failures = events.flatMap((event) =>
      (event.type === 'job.failed' || event.type === 'passage.failed') && formless.has(event.kind ?? '') ? [event.reason] : [],
    );
    this.#inRow = keeps ? 0 : this.#inRow + failures.length;
    if (this.#inRow < maxInRow || failures.length === 0) return null;
    return new ModelError('too-small', this.#message(failures.at(-1)!));
  }

  #message(last: string): string {
    const { model, answerModel, method } = this.#plan;
    const isHeld = methodOf(method)?.schema !== undefined;
    const who = answerModel === null || answerModel === model ? `the model ${model}` : `${model}, or ${answerModel} that answers,`;
    return `${who} did not keep the form of the reply ${this.#inRow} times in a row; the last time ${last.replace(/[.\s]+$/, '')}. It may be too small for this (${method}): choose a larger model${isHeld ? ', or an endpoint that takes JSON schemas' : ''}.`;
  }
}
