/** Words of a template's form that stand where a reply's own are to stand, read out of the template itself: `first topic`, `…`. */
export interface FormWords {
  /** Tells whether a label or a sentence of a reply is one of them, however it is counted, and says nothing of its own. */
  readonly has: (text: string) => boolean;
  /** Tells whether a longer text repeats one of its sentences. */
  readonly standIn: (text: string) => boolean;
  /** The same, but for what the material itself says: there it is content. */
  readonly beside: (material: string) => FormWords;
}

const maxLine = 400;
const maxLabel = 200;
/** Far more lines than any form has. */
const maxLines = 500;
const slot = '\u0000';
/** A form begins with a tag, or with the brace of an object, on a line of its own. */
const beginsForm = /^\s*(?:<[\p{L}_][\p{L}\p{N}_ -]{0,30}>|[{[]\s*(?:$|["{[]))/u;
const listMark = /^\s*(?:\d{1,3}(?:\.\d{1,3})*[.):]?|[-*•]|\[\d{1,3}\])\s+/;
const labelled = /^[*_]{0,2}[\p{L}_][\p{L}_ ]{0,40}[:：][*_]{0,2}\s*/u;
/** The strings of a line of JSON; those before a colon are keys. */
const stringsOfJson = /"((?:[^"\\]|\\.)*)"(\s*:)?/g;
const tag = /<\/?[\p{L}_][\p{L}\p{N}_ -]{0,30}>/u;
const ordinal =
  /^(?:\d+(?:st|nd|rd|th|\.)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next|another|erste[nrs]?|zweite[nrs]?|dritte[nrs]?|premi(?:er|ère)|deuxième|troisième|primer[ao]?|segund[ao]|tercer[ao]?|n|i)$/u;
const article = /^(?:an?|the|your|der|die|das|ein|eine|el|la|le|un|una|une)$/;
/** Fewest words of a sentence that no text has by chance. */
const minWords = 4;

/**
 * The words of a template's form: its placeholders, and nothing of what stands around the form.
 * @param names what the form calls its places, where models write that in them
 */
export function formWords(source: string, names: readonly string[] = []): FormWords {
  const found = placeholders(source);
  const keys = new Set([...found, ...names].map(keyOf).filter((key) => key !== ''));
  const sentences = found
    .map(wordsOf)
    .filter((words) => words.length >= minWords)
    .map(joined);
  return besides(keys, sentences, null);
}

function besides(keys: ReadonlySet<string>, sentences: readonly string[], material: string | null): FormWords {
  const says = (text: string): boolean => material?.includes(joined(wordsOf(text))) === true;
  return {
    has: (text) => text.length <= maxLabel && keys.has(keyOf(text)) && !says(text),
    standIn: (text) => {
      const words = joined(wordsOf(text));
      return sentences.some((sentence) => words.includes(sentence) && material?.includes(sentence) !== true);
    },
    beside: (text) => besides(keys, sentences, joined(wordsOf(text))),
  };
}

/** Contents of the places of a form, as its lines show them. */
function placeholders(source: string): string[] {
  const lines = withoutCode(source)
    .split('\n')
    .map((line) => line.slice(0, maxLine));
  const tagged = lines.findIndex((line) => beginsForm.test(line));
  const form = lines.slice(tagged >= 0 ? tagged : lines.findLastIndex((line) => line.trimEnd().endsWith(':')) + 1).slice(0, maxLines);
  return form.flatMap((line, index) => placesOf(line, form[index - 1] ?? '')).filter((text) => text !== '' && !text.includes(slot));
}

const closings: Readonly<Record<string, string>> = { '{#': '#}', '{%': '%}', '{{': '}}' };

/** A template without statements and remarks, and with a mark for each value. */
function withoutCode(source: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { 0: opening, index } of source.matchAll(/\{[#%{]/g)) {
    if (index < at) continue;
    const end = source.indexOf(closings[opening]!, index + 2);
    if (end < 0) break;
    pieces.push(source.slice(at, index), opening === '{{' ? slot : '');
    at = end + 2;
  }
  return [...pieces, source.slice(at)].join('');
}

function placesOf(line: string, before: string): string[] {
  const strings = [...line.matchAll(stringsOfJson)].flatMap(([, text = '', colon]) => (colon === undefined ? [text.trim()] : []));
  if (/^\s*[{["}\]]/.test(line) && !/^\s*\[\d/.test(line)) return strings;
  const isPlace = beginsForm.test(line) || (beginsForm.test(before) && before.replace(tag, '').trim() === '');
  const inside = (isPlace ? line.split(tag) : [line]).filter((piece) => piece.trim() !== '');
  return inside.flatMap((piece) => {
    const item = piece.replace(listMark, '');
    const said = item.replace(labelled, '');
    const isItem = item !== piece;
    if (said.trim() !== '' && said !== item)
      return said
        .split(/[,;]\s| - /)
        .concat(said)
        .map(bare);
    return isItem || (isPlace && piece.length <= maxLabel) ? [bare(item)] : [];
  });
}

const bare = (text: string): string => text.trim().replace(/^["“”']+|["“”':：]+$/g, '');

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

const joined = (words: readonly string[]): string => ` ${words.join(' ')} `;

/** A placeholder without what tells it from the next: `the third topics` is `topic`. */
function keyOf(text: string): string {
  const words = wordsOf(text).filter((word) => !ordinal.test(word));
  while (words.length > 1 && article.test(words[0]!)) words.shift();
  const last = words.pop() ?? '';
  return [...words, last.length > 3 ? last.replace(/s$/, '') : last].join(' ');
}
