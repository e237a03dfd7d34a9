import { boxToken, endsAnything, endToken, thoughtMarks, turnHeader } from './thought-marks.ts';

export interface Pieces {
  readonly reasoning: string;
  readonly text: string;
}

type Mark = (typeof thoughtMarks)[number];

const escaped = (text: string): string => text.replace(/[|[\]()/?.*+^$\\{}]/g, '\\$&');
const spellings = [...new Set(thoughtMarks.flatMap(({ open, close }) => [open, ...close]))].sort((a, b) => b.length - a.length);
const anyMark = new RegExp(spellings.map(escaped).join('|'), 'gi');
const byOpening = new Map<string, Mark>(thoughtMarks.map((mark) => [mark.open, mark]));
const closings = new Set(thoughtMarks.flatMap(({ close }) => close).filter((mark) => mark !== endsAnything));

/** What a server that drops all special tokens leaves of two channels of gpt-oss. */
const bareChannels = /^\s{0,16}analysis(?=\S)([\s\S]*?)assistantfinal/;

/**
 * Keeps apart what a model thinks and what it replies in a whole text, and leaves the tokens of its chat template out of both. Thoughts
 * may come several times, in one another, unclosed to the end, or without their opening mark, which then stood in the prompt.
 * A text that speaks of a mark (in code, in quotes, in the midst of a sentence) means nothing by it. Linear in the text's length.
 */
export function thoughtsApart(raw: string): Pieces {
  const bare = bareChannels.exec(raw);
  const whole = bare === null ? raw : raw.slice(bare[0].length);
  const fences = fencesOf(whole);
  const reasoning = bare === null ? [] : [bare[1]!];
  let text: string[] = [];
  let from = 0;
  let open: { readonly mark: Mark; readonly at: number; depth: number; closed: number } | null = null;
  const spokenOf = new Set<string>();
  for (const { 0: found, index: at } of whole.matchAll(anyMark)) {
    const name = found.toLowerCase();
    const end = at + found.length;
    const isCode = isQuoted(whole, at, end) || fences.holds(at);
    if (open !== null) {
      if (isCode) continue;
      if (name === open.mark.open) open.depth++;
      else if (open.mark.close.includes(name)) {
        open.depth = name === endsAnything ? 0 : open.depth - 1;
        open.closed = end;
        if (open.depth > 0) continue;
        reasoning.push(whole.slice(open.at, at));
        [open, from] = [null, end];
      }
      continue;
    }
    const mark = byOpening.get(name);
    if (mark !== undefined) {
      if (!isCode && beginsThere(whole, from, at)) {
        text.push(whole.slice(from, at));
        open = { mark, at: end, depth: 1, closed: -1 };
      } else for (const close of mark.close) spokenOf.add(close);
    } else if (closings.has(name) && !isCode && !spokenOf.has(name) && (beginsThere(whole, from, at) || endsLine(whole, end))) {
      reasoning.push(text.join('') + whole.slice(from, at));
      [text, from] = [[], end];
    }
  }
  if (open !== null) {
    // A mark that the thoughts only spoke of opened none: then the last closing mark ends them all.
    from = open.closed < 0 ? whole.length : open.closed;
    reasoning.push(whole.slice(open.at, from));
  }
  const said = [...text, whole.slice(from)].join('');
  const isWhole = reasoning.length === 0;
  return { reasoning: reasoning.join(''), text: withoutTokens(isWhole ? said : said.trimStart()) };
}

/** Tells whether a mark stands where something begins: a text, a line, or what follows a sentence or a tag. */
function beginsThere(text: string, from: number, at: number): boolean {
  let before = at - 1;
  while (before >= from && (text[before] === ' ' || text[before] === '\t')) before--;
  return before < from || /[\n\r.!?…。！？>\]]/.test(text[before]!);
}

const endsLine = (text: string, end: number): boolean => /^[ \t]{0,40}(?:\r?\n|$)/.test(text.slice(end, end + 42));

const isQuoted = (text: string, at: number, end: number): boolean =>
  /["'“”‘’«`]/.test(text[at - 1] ?? '') && /["'“”‘’»`]/.test(text[end] ?? '');

/** The blocks of code in a text. An unclosed one is none: what a model puts its whole reply in often lacks an end. */
function fencesOf(text: string): { readonly holds: (at: number) => boolean } {
  const marks = [...text.matchAll(/^[ \t]{0,8}(?:`{3,}|~{3,})/gm)].map(({ index }) => index);
  let next = 0;
  return {
    /** For places in ascending order. */
    holds: (at) => {
      while (next < marks.length && marks[next]! < at) next++;
      return next % 2 === 1 && next < marks.length;
    },
  };
}

/** Without what chat templates set before and behind a turn, and without the turns that a model made up behind its own. */
function withoutTokens(said: string): string {
  let begin = 0;
  for (let header = turnHeader.exec(said); header !== null; header = turnHeader.exec(said)) {
    begin += header[0].length;
    turnHeader.lastIndex = begin;
  }
  const text = withoutBoxes(begin === 0 ? said : said.slice(begin).trimStart());
  const fences = fencesOf(text);
  const strikes = /<s>/i.test(text);
  for (const { 0: token, index } of text.matchAll(endToken)) {
    const end = index + token.length;
    const isLast = /^\s{0,200}$/.test(text.slice(end, end + 201));
    if (isQuoted(text, index, end) || (token.toLowerCase() === '</s>' && strikes)) continue;
    if (!isLast && (fences.holds(index) || isSpokenOf(text, index, end))) continue;
    return text.slice(0, index).trimEnd();
  }
  return text;
}

/** Without the tokens around a result, but for a text that quotes them. */
const withoutBoxes = (text: string): string =>
  text.replace(boxToken, (token, at: number) => (isQuoted(text, at, at + token.length) ? token : ''));

/** Tells whether a sentence goes on around a token: `a turn ends with </s>, and then …`. */
function isSpokenOf(text: string, at: number, end: number): boolean {
  return (
    /[\p{L}\p{N},;:(][ \t]{0,4}$/u.test(text.slice(Math.max(0, at - 6), at)) &&
    /^(?:[ \t]{1,4}[\p{Ll}(=–—-]|[,.;:)])/u.test(text.slice(end, end + 6))
  );
}
