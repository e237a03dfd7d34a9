import { shortHash } from '../../core/hash.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { messageOf } from '../errors.ts';
import { titleOf, type CorpusState } from '../corpus-state.ts';
import type { Store } from '../storage/store.ts';
import { inOrder } from './in-order.ts';
import { draftSamples, type Level3Tools } from './level3.ts';
import type { Running } from './run.ts';

const width = 4;

export interface RegenerateTools extends Level3Tools {
  readonly store: Store;
  readonly corpus: CorpusState;
}

/**
 * Asks again for each sample, from the same concept set and references, with what it said so far to be avoided. Each
 * success becomes the sample's next version, to be reviewed anew; a failure leaves the sample as it is.
 */
export async function regenerateSamples(
  samples: readonly Sample[],
  instruction: string | null,
  tools: RegenerateTools,
  running: Running,
): Promise<{ changed: string[]; failed: { sample: string; reason: string }[] }> {
  const changed: string[] = [];
  const failed: { sample: string; reason: string }[] = [];
  // All of them are one action: undo takes back what one press of a button did.
  let action: string | undefined;
  for await (const outcome of inOrder(samples, width, (sample) => redraft(sample, instruction, tools, running.signal))) {
    running.signal.throwIfAborted();
    if (outcome.events === null) {
      failed.push({ sample: outcome.sample, reason: outcome.reason });
      running.tally.failed++;
    } else {
      const [first] = tools.store.append(outcome.events, action === undefined ? {} : { action });
      action ??= first?.action;
      changed.push(outcome.sample);
      running.tally.kept++;
    }
    running.report(changed.length + failed.length, samples.length);
  }
  return { changed, failed };
}

type Outcome = { readonly sample: string } & (
  { readonly events: readonly NewEvent[] } | { readonly events: null; readonly reason: string }
);

async function redraft(sample: Sample, instruction: string | null, tools: RegenerateTools, signal: AbortSignal): Promise<Outcome> {
  const { id, set, references, versions, current } = sample;
  try {
    const passages = references.map((reference) => passageOf(tools.corpus, reference.passage, reference.file));
    const { drafts, sent, failures } = await draftSamples(
      {
        set,
        references: passages.map((passage) => ({ passage, title: titleOf(tools.corpus, passage) })),
        questions: 1,
        avoid: versions.map((version) => version.content.question),
        instruction,
        seed: set.seed + set.ordinal + versions.length,
      },
      tools,
      signal,
    );
    const [draft] = drafts;
    if (draft === undefined) return { sample: id, events: null, reason: failures[0] ?? 'the model had nothing else to offer' };
    const version = { ...draft, id: shortHash(`${id}/${versions.length}`), parent: current.id, instruction };
    return { sample: id, events: [...sent, { type: 'sample.regenerated', sample: id, version }] };
  } catch (error) {
    signal.throwIfAborted();
    return { sample: id, events: null, reason: messageOf(error) };
  }
}

function passageOf(corpus: CorpusState, id: string, file: string) {
  const passage = corpus.byId.get(id);
  if (passage === undefined)
    throw new Error(`a passage of ${file} that it refers to has changed or is gone; generate new samples from the changed file`);
  return passage;
}
