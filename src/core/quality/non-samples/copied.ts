import { type NonSampleGate, quoted } from './candidate.ts';
import { writtenOf } from './texts.ts';
import { copiedShare, phraseLength, phrasesOf, proseOf } from './words.ts';

/** Words of a phrase that two writers seldom have in common. */
const phrase = 8;
/** Fewest words of prose that are called a copy: below, it is a quotation, a definition or a formula with its names. */
const minWords = 25;
/** Share of its words that stand in such phrases of its source. */
const maxCopied = 0.85;

/** A text that was to be written, and was copied from its source word for word. */
export const copied: NonSampleGate = ({ content, sources }) => {
  const text = writtenOf(content);
  if (text === null) return null;
  const words = proseOf(text);
  if (words.length < minWords) return null;
  const size = phraseLength(words, phrase);
  const share = copiedShare(words, phrasesOf(sources.map(proseOf), size), size);
  return share < maxCopied ? null : `${Math.floor(share * 100)} % of its words are copied from its source: ${quoted(text)}`;
};
