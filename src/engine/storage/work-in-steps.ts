import type { NewEvent } from '../../core/samples/events.ts';
import type { Components } from './components.ts';
import type { Decided, Stepwise } from './contract.ts';
import type { DatasetFolder, Steps } from './dataset-folder.ts';
import { datasetBehind } from './errors.ts';

const foldedInAStep = 50;

/** Parts of the store that a work in steps needs. */
interface StepTools {
  /** Runs on the index that is there now, made anew where that fails. */
  readonly healing: <T>(work: (components: Components) => T) => T;
  /** Puts events into the journal and the index, and leaves the dataset folder as it is. */
  readonly record: (events: readonly NewEvent[], action: string) => void;
  readonly turn: (way: 'undo' | 'redo') => Decided;
  readonly end: () => void;
}

/** Decides on many samples: what is recorded is followed by index and dataset folder in steps, between which others may use both. */
export function workInSteps({ healing, record, turn, end }: StepTools): Stepwise {
  let flushing: { readonly dataset: DatasetFolder; readonly steps: Steps } | undefined;
  return {
    append: (events, { action }) => {
      record(events, action);
    },
    turn,
    step: () =>
      healing(({ index, dataset }) => {
        if (index.foldWaiting(foldedInAStep) > 0) return true;
        // Begun anew on an index that was made anew.
        if (flushing?.dataset !== dataset) flushing = { dataset, steps: dataset.flushing() };
        const { done, value: failure } = flushing.steps.next();
        if (done) flushing = undefined;
        if (failure) throw datasetBehind(failure);
        return !done;
      }),
    get waiting() {
      return healing(({ index }) => index.waiting());
    },
    end,
  };
}
