import { bytesToHex } from '@noble/hashes/utils.js';
import { shortHash } from '../hash.ts';
import { normalisedText } from './normalised-text.ts';

/** Stands before the keys of samples: a document of the same text is embedded with its headings, and the two are kept apart. */
const prefix = 'sample ';

/** Key of a text that samples are compared by, under which its vector is kept; the same for texts that are exact duplicates. */
export const sampleTextKey = (text: string): string => prefix + shortHash(normalisedText(text));

/** The same, of the SHA-256 of the normalised text. */
export const textKeyOfHash = (sha256: Uint8Array): string => prefix + bytesToHex(sha256.subarray(0, 8));
