/**
 * Preference pairs out of what people did: an edited answer is better than the one it was made from, a regenerated one than
 * the one it took the place of, an accepted sample's than that of a rejected sample with the same prompt. A pair has one
 * prompt: what answers something else is no worse answer.
 */
import { normalisedText } from '../samples/normalised-text.ts';
import type { Sample, SampleVersion } from '../samples/sample.ts';
import { shapeOf } from '../samples/shapes/index.ts';
import { preferenceRow } from '../samples/shapes/preference.ts';
import type { Message } from '../samples/shapes/shape.ts';
import { writtenByModel } from './written-by-model.ts';

export interface PreferencePair {
  readonly prompt: readonly Message[];
  readonly chosen: string;
  readonly rejected: string;
  readonly origin: 'edit' | 'regeneration' | 'rejection';
  /** Ids of the samples that the two answers belong to. */
  readonly chosenSample: string;
  readonly rejectedSample: string;
}

interface GivenAnswer {
  readonly sample: string;
  readonly response: string;
}

/** The prompt of a text is what its model was sent; that of any other shape stands in the sample. */
type SentPrompt = (hash: string) => readonly Message[] | undefined;

/** Looks up the answers of rejected samples by their prompt. */
export class PreferencePairs {
  readonly #sent: SentPrompt;
  readonly #rejected = new Map<string, GivenAnswer[]>();

  constructor(sent: SentPrompt) {
    this.#sent = sent;
  }

  addRejected(sample: Sample): void {
    const { current } = sample;
    const response = shapeOf(current.content).response(current.content);
    const key = keyOf(current, sample);
    if (response === null || key === null) return;
    const known = this.#rejected.get(key) ?? [];
    known.push({ sample: sample.id, response });
    this.#rejected.set(key, known);
  }

  /** The pairs of an accepted sample, those of its own versions first; none with one answer twice. */
  of(sample: Sample): PreferencePair[] {
    const { id, current } = sample;
    const chosen = shapeOf(current.content).response(current.content);
    const key = keyOf(current, sample);
    if (chosen === null || key === null) return [];
    const worse = [...replaced(sample, key), ...rejectedAs(this.#rejected.get(key) ?? [])];
    const seen = new Set([normalisedText(chosen)]);
    const fresh = worse.filter(({ response }) => {
      const text = normalisedText(response);
      return text !== '' && !seen.has(text) && seen.add(text);
    });
    const prompt = fresh.length === 0 ? undefined : this.#promptOf(sample);
    if (prompt === undefined) return [];
    return fresh.map(({ response, origin, sample: rejectedSample }) => ({
      ...{ prompt, chosen, rejected: response, origin, chosenSample: id, rejectedSample },
    }));
  }

  #promptOf(sample: Sample): readonly Message[] | undefined {
    const { content } = sample.current;
    const { prompt } = writtenByModel(sample);
    return shapeOf(content).prompt(content) ?? (prompt === null ? undefined : this.#sent(prompt));
  }
}

type Worse = GivenAnswer & Pick<PreferencePair, 'origin'>;

const rejectedAs = (answers: readonly GivenAnswer[]): Worse[] => answers.map((answer) => ({ ...answer, origin: 'rejection' }));

/** The answers that an accepted one was made from or took the place of, the latest first. */
function replaced(sample: Sample, key: string): Worse[] {
  const byId = new Map(sample.versions.map((version) => [version.id, version]));
  const found: Worse[] = [];
  let above: SampleVersion = sample.current;
  for (;;) {
    byId.delete(above.id);
    const version = byId.get(above.parent ?? '');
    if (version === undefined) return found;
    const response = shapeOf(version.content).response(version.content);
    // A text drawn again for the same sample was asked for in other words, but of the same thing.
    const isSame = shapeOf(version.content).prompt(version.content) === null || keyOf(version, sample) === key;
    const origin = above.model === null ? 'edit' : 'regeneration';
    if (response !== null && isSame && version.content.shape === sample.current.content.shape)
      found.push({ sample: sample.id, response, origin });
    above = version;
  }
}

function keyOf(version: SampleVersion, sample: Sample): string | null {
  const { content } = version;
  const prompt = shapeOf(content).prompt(content);
  if (prompt !== null) return JSON.stringify(prompt.map(({ role, content: said }) => [role, normalisedText(said)]));
  const { prompt: sent } = writtenByModel({ ...sample, current: version });
  return sent === null ? null : `sent ${sent}`;
}

/** Rows as TRL reads them; further columns say where the two answers come from. */
export const preferenceRows = (pairs: readonly PreferencePair[]): object[] =>
  pairs.map(({ prompt, chosen, rejected, origin, chosenSample, rejectedSample }) => ({
    ...preferenceRow(prompt, chosen, rejected),
    ...{ origin, chosen_sample: chosenSample, rejected_sample: rejectedSample },
  }));
