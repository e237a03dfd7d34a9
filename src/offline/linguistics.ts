import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { splitSentences } from '../core/corpus/sentences.ts';
import { codeLines } from './code-lines.ts';
import { maskDotted } from './dotted.ts';
import { joinFormulas } from './formula-words.ts';
import { restorePredicates } from './predicates.ts';
import { retag } from './retag.ts';
import { SpokenLabels } from './spoken.ts';
import type { Sentence, Word } from './word.ts';

const wink = winkNLP(model, ['pos']);
/* eslint-disable-next-line @typescript-eslint/unbound-method -- the library recognises its accessors by identity */
const { pos: itsTag } = wink.its;

/** The tokenizer is quadratic in the length of a run without white space; no English word is this long. */
const maxRunLength = 64;
const otherSpace = /[^\S ]|\uFEFF/g;
const bullet = /^[ \t]*(?:[-*+•▪‣–]|\(?(?:\d{1,3}|[a-zA-Z])[.)])[ \t]+/;

/**
 * Sentences with part-of-speech tags of an English text. Blank lines and list items end a sentence; a line break inside
 * a paragraph does not; code between fences has none. Linear in the length of the text; never throws.
 */
export function analyse(text: string): Sentence[] {
  const labels = new SpokenLabels(text.split('\n').map((line) => line.replace(bullet, '')));
  return blocks(text, labels).flatMap(({ start, end }, block) => readBlock(text.slice(start, end), start, block, labels));
}

interface WordRange {
  start: number;
  end: number;
}

/** Lines joined to paragraphs: a hard-wrapped line goes on in the next, a list item or a finished line does not. */
function blocks(text: string, labels: SpokenLabels): WordRange[] {
  const found: WordRange[] = [];
  let open: WordRange | undefined;
  let before = '';
  let isApart = false;
  let at = 0;
  const lines = text.split('\n');
  const code = codeLines(lines);
  for (const [index, line] of lines.entries()) {
    const end = at + line.length;
    if (code[index] === true) {
      open = undefined;
    } else if (line.trim() === '') {
      isApart = true;
    } else {
      if (open !== undefined && labels.lengthAt(line) === 0 && (isApart ? resumes(before, line) : continues(before, line))) {
        open.end = end;
      } else {
        open = { start: at, end };
        found.push(open);
      }
      before = line.trimEnd();
      isApart = false;
    }
    at = end + 1;
  }
  return found;
}

function continues(before: string, line: string): boolean {
  if (bullet.test(line)) return false;
  return /^\s*\p{Ll}/u.test(line) || (before.length > 50 && !/[.!?:;]["”’)\]]?$/.test(before));
}

/** A sentence goes on after a blank line when a display formula stands in it. */
function resumes(before: string, line: string): boolean {
  if (bullet.test(line) || /[.!?:;]["”’)\]]?$/.test(before)) return false;
  return /^\s*[\p{Ll},.;)]/u.test(line) || (before.length > 20 && isFormula(line));
}

function isFormula(line: string): boolean {
  return line.length < 200 && line.includes('=') && (line.match(/\p{L}{4,}/gu)?.length ?? 0) < 3;
}

function readBlock(raw: string, offset: number, block: number, labels: SpokenLabels): Sentence[] {
  const item = bullet.exec(raw)?.[0].length ?? 0;
  const [firstLine = ''] = raw.slice(item).split('\n', 1);
  const marker = item + labels.lengthAt(firstLine);
  const plain = blankRuns(raw.toWellFormed().replace(otherSpace, ' ').slice(marker));
  const spans = splitSentences(plain);
  const found = joinFormulas(taggedWords(plain, offset + marker), plain, offset + marker);
  const sentences: Sentence[] = [];
  let next = 0;
  for (const span of spans) {
    const words: Word[] = [];
    for (; next < found.length && found[next]!.start < offset + marker + span.end; next += 1) append(words, found[next]!);
    const head = words[0];
    const tail = words.at(-1);
    if (head === undefined || tail === undefined) continue;
    const isLine = spans.length === 1 && !/^[.!?:;,]$/.test(tail.text);
    retag(words);
    for (const [at, word] of words.entries()) if (labels.isName(word.text)) words[at] = { ...word, tag: 'X' };
    if (!isLine) restorePredicates(words);
    sentences.push({ start: head.start, end: tail.end, words, block, isLine });
  }
  return sentences;
}

/** The words of a block as the tagger reads them; where sentences end it does not tell as well as `splitSentences`. */
function taggedWords(plain: string, offset: number): Word[] {
  const masked = maskDotted(plain);
  const tokens = wink.readDoc(masked).tokens();
  const values = tokens.out();
  const tags = tokens.out(itsTag);
  const words: Word[] = [];
  let cursor = 0;
  for (const [index, value] of values.entries()) {
    const place = value === '' ? -1 : masked.indexOf(value, cursor);
    if (place === -1) continue;
    cursor = place + value.length;
    const text = plain.slice(place, cursor);
    words.push({ text, lower: text.toLowerCase(), tag: tags[index] ?? 'X', start: offset + place, end: offset + cursor });
  }
  return words;
}

/** Of a formula without white space one sign stays: the sentence is not whole without it. */
function blankRuns(text: string): string {
  return text.replace(/\S+/g, (run) => {
    if (run.length <= maxRunLength) return run;
    const sign = run.search(/[=^$<>∝≈]/);
    return sign === -1 ? ' '.repeat(run.length) : ' '.repeat(sign) + run.charAt(sign) + ' '.repeat(run.length - sign - 1);
  });
}

/** Adds a word; the parts of a hyphenated compound, which the tokenizer separates, become one word again. */
function append(words: Word[], word: Word): void {
  if (/^\p{L}{3,}\.$/u.test(word.text) && !/^(?:Mrs|Prof|etc|vol|fig|Inc|Ltd)\.$/i.test(word.text)) {
    const cut = word.end - 1;
    words.push({ ...word, text: word.text.slice(0, -1), lower: word.lower.slice(0, -1), end: cut });
    words.push({ text: '.', lower: '.', tag: 'PUNCT', start: cut, end: word.end });
    return;
  }
  const hyphen = words.at(-1);
  const first = words.at(-2);
  if (
    first !== undefined &&
    hyphen !== undefined &&
    (/^[-‐‑]$/.test(hyphen.text) || (hyphen.text === '–' && first.text.length > 1 && word.text.length > 1)) &&
    hyphen.start === first.end &&
    word.start === hyphen.end &&
    /^[\p{L}\p{N}]/u.test(word.text) &&
    /[\p{L}\p{N}]$/u.test(first.text)
  ) {
    const text = first.text + hyphen.text + word.text;
    const tag = word.tag === 'NOUN' || word.tag === 'PROPN' ? word.tag : 'ADJ';
    words.splice(-2, 2, { text, lower: text.toLowerCase(), tag, start: first.start, end: word.end });
  } else {
    words.push(word);
  }
}
