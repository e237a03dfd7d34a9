import { isRightsNotice } from './notices.ts';
import type { PlainText } from './plain-text.ts';

const gutenberg = {
  start: /^\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT)\b/i,
  end: /^(?:\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT)\b|End of (?:the )?Project Gutenberg(?:'s|’s| E-?(?:book|text))\b)/i,
  title: /^Title:\s+(\S.{0,200})$/,
  credit: /^(?:Produced by|E-?text prepared by|Transcribed (?:from|by)|This eBook was produced by)\b/i,
  transcriber: /^\[?Transcriber(?:['’]s|s['’]?)? notes?\b/i,
  picture: /^\[Illustration(?::[^\]]{0,300})?\]?$/i,
};

/** How far a frame is looked for: a licence may be long, but what opens a text stands near its beginning. */
const headLines = 2000;

/** The text of a Project Gutenberg book is what stands between its two marks. */
export function leaveGutenberg(page: PlainText): void {
  const { lines } = page;
  const start = lines.findIndex((_, index) => index < headLines && gutenberg.start.test(page.text(index)));
  if (start === -1) return;
  for (let index = 0; index < start; index += 1) page.title ??= gutenberg.title.exec(page.text(index))?.[1]?.trim();
  // The mark may go on in the next line.
  const mark = paragraphEnd(page, start);
  page.leave(0, mark, 'notice');
  let end = lines.length;
  for (let index = mark; index < lines.length; index += 1) {
    if (!gutenberg.end.test(page.text(index))) continue;
    end = index;
    page.leave(index, lines.length, 'notice');
    break;
  }
  const credit = page.next(mark);
  if (credit !== -1 && gutenberg.credit.test(page.text(credit))) page.leave(credit, paragraphEnd(page, credit), 'notice');
  page.marks ??= 'book';
  for (let index = mark; index < end; index += 1)
    if (gutenberg.transcriber.test(page.text(index)) && page.isBlank(index - 1)) page.leave(index, paragraphEnd(page, index), 'notice');
    else if (gutenberg.picture.test(page.text(index))) page.leave(index, pictureEnd(page, index), 'macro');
}

/** After the line that closes the bracket of a picture's caption. */
function pictureEnd(page: PlainText, first: number): number {
  for (let index = first; index < first + 12 && !page.isBlank(index); index += 1) if (page.text(index).endsWith(']')) return index + 1;
  return first + 1;
}

/** How licences begin that stand in front of what they are about, and how they end. */
const licences: readonly { readonly start: RegExp; readonly end: RegExp }[] = [
  { start: /^Permission is hereby granted, free of charge\b/i, end: /\b(?:dealings in|use of) the software\b[.*/\s]*$/i },
  { start: /^Permission to use, copy, modify, and(?:\/or)? distribute\b/i, end: /\bperformance of this software\b[.*/\s]*$/i },
  { start: /^Redistribution and use in source and binary forms\b/i, end: /\bpossibility of such damage\b[.*/\s]*$/i },
  {
    start: /^This (?:program|library|software|file) is free software\b/i,
    end: /\b(?:gnu\.org\/licenses|Franklin Street|along with this (?:program|library))\b/i,
  },
  { start: /^Licensed under the Apache License\b/i, end: /\blimitations under the License\b[.*/\s]*$/i },
  {
    start: /^(?:This work|This text|This document|This file|Except where otherwise noted) is licen[sc]ed under\b/i,
    end: /creativecommons\.org|licen[sc]e/i,
  },
];
/** Lines of a licence's text. */
const licenceLines = 80;

/** Leaves out licences before and after a text, and paragraphs that say who owns it; a text that is nothing else is kept. */
export function leaveNotices(page: PlainText): void {
  const found: { first: number; end: number }[] = [];
  let rest = false;
  for (const { first, end } of paragraphs(page)) {
    const opening = page.text(first).replace(/^(?:[#*/;%-]+|\/\*+)\s*/, '');
    const licence = licences.find(({ start }) => start.test(opening));
    const before = found.at(-1);
    if (before !== undefined && first < before.end) continue;
    if (licence !== undefined) found.push({ first, end: licenceEnd(page, end, licence.end, first) });
    else if (isRightsNotice(textOf(page, first, end)) || isConfidential(textOf(page, first, end))) found.push({ first, end });
    else rest = true;
  }
  if (rest) for (const { first, end } of found) page.leave(first, end, 'notice');
}

function licenceEnd(page: PlainText, end: number, last: RegExp, first: number): number {
  const most = Math.min(page.lines.length, first + licenceLines);
  for (let index = first; index < most; index += 1) if (last.test(page.text(index))) return Math.max(index + 1, Math.min(end, index + 1));
  return end;
}

function isConfidential(text: string): boolean {
  return (
    text.length < 1500 &&
    /^(?:this|the information in this) (?:e-?mail|message|communication)\b.{0,200}\b(?:confidential|intended (?:only|solely)|privileged)\b/i.test(
      text,
    )
  );
}

/** Paragraphs that are not left out. */
function* paragraphs(page: PlainText): Generator<{ first: number; end: number }> {
  for (let index = page.next(0); index !== -1;) {
    const end = paragraphEnd(page, index);
    yield { first: index, end };
    index = page.next(end);
  }
}

export function paragraphEnd(page: PlainText, first: number): number {
  let end = first;
  while (end < page.lines.length && !page.isBlank(end) && !page.isOut(end)) end += 1;
  return end;
}

/** A short paragraph in one line; the beginning of a long one. */
function textOf(page: PlainText, first: number, end: number): string {
  const last = Math.min(end, first + 12);
  const lines: string[] = [];
  for (let index = first; index < last; index += 1) lines.push(page.text(index));
  if (last < end) lines.push(' '.repeat(2000));
  return lines.join(' ');
}
