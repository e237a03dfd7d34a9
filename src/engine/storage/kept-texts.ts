/** Texts that kept samples are compared by, by their keys: who wants to know which there are reads no sample. */
import { textKeyOfHash } from '../../core/samples/text-key.ts';
import { bytes, integer, text, type Database } from './sqlite.ts';

interface KeptText {
  /** Rises in the order in which the index came to know of the samples. */
  readonly place: number;
  /** As `sampleTextKey` has it. */
  readonly text: string;
}

export interface KeptTexts {
  /** Of the pending and accepted samples behind a place. One that is edited later keeps its place. */
  after(place: number, limit: number): KeptText[];
  /** The pending and accepted samples that have a text now, by their ids. */
  keptWith(text: string): string[];
}

export const keptTexts = (database: Database): KeptTexts => ({
  after: (place, limit) =>
    database
      .all(
        'SELECT sample, question FROM samples WHERE sample > ? AND status IN (0, 1) AND question IS NOT NULL ORDER BY sample LIMIT ?',
        place,
        limit,
      )
      .map((row) => ({ place: integer(row.sample), text: textKeyOfHash(bytes(row.question)) })),
  keptWith: (key) => {
    const [from, to] = hashesOf(key);
    return database
      .all('SELECT id FROM samples WHERE question BETWEEN ? AND ? AND status IN (0, 1) ORDER BY sample', from, to)
      .map((row) => text(row.id));
  },
});

/** The same of an index that is made anew when it fails. @param healing does work with the table there is */
export const healedTexts = (healing: <T>(work: (texts: KeptTexts) => T) => T): KeptTexts => ({
  after: (place, limit) => healing((texts) => texts.after(place, limit)),
  keptWith: (key) => healing((texts) => texts.keptWith(key)),
});

/** First and last of the hashes that a key may stand for: it has half of their bits. */
function hashesOf(key: string): readonly [Uint8Array, Uint8Array] {
  const half = Buffer.from(key.slice(-16), 'hex');
  return [Buffer.concat([half, Buffer.alloc(8)]), Buffer.concat([half, Buffer.alloc(8, 0xff)])];
}
