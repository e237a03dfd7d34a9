import type { OmissionKind } from '../omissions.ts';
import { isContentsTitle } from './contents-title.ts';
import type { PlainText } from './plain-text.ts';

/** A place to write on: underscores, or dots that lead nowhere; all of a run, since one that may be parted is tried in every way. */
const space = String.raw`(?:_[ _]{2,}(?![ _])|\.{8,}(?!\.)|…{4,}(?!…))`;
const label = String.raw`(?:[\p{L}](?:[\p{L} '’/#-]|\.(?!\.)){0,40}[:.]?|\(?\p{L}{1}\)|\d{1,3}[.)])`;
const blankLine = new RegExp(String.raw`^(?:${label}?\s*${space}\s*){1,6}[.)\]]?$`, 'u');
const emptyBox = /^(?:(?:answers?|solution|response|result|name|date|score|points?)\s*:?\s*)?(?:[([][ _\u3000]*[)\]]\s*){1,6}$/i;
const afterQuestion = /([?:.)]\s*)(?:_[ _]{3,}|\.{10,}|\(\s{1,20}\))\s*$/;
const leader = /^(\S.{0,200}?)(?:(?:\s?\.){4,}|\s?…{2,}|(?:\s·){4,})\s*(?:\d{1,4}|[ivxlc]{1,7})$/i;

/** What a line that is to be filled in or leads to a page is told as. */
export function formKind(text: string): OmissionKind | undefined {
  if (text.length > 300) return undefined;
  if (leader.test(text)) return 'contents';
  return /_{3}|\.{8}|…{4}|_ _|[([][ _\u3000]*[)\]]/.test(text) && (blankLine.test(text) || emptyBox.test(text)) ? 'blank' : undefined;
}

/** Length of the text before a blank that a question ends with; undefined where it ends with none. */
function beforeBlank(text: string): number | undefined {
  const match = afterQuestion.exec(text.slice(-120));
  return match === null ? undefined : Math.max(0, text.length - 120) + match.index + match[1]!.trimEnd().length;
}

/** Leaves out places to write on; a gap inside a sentence is part of the question. */
export function leaveBlanks(page: PlainText): void {
  for (const [index, { blank, start, end }] of page.lines.entries()) {
    if (blank || page.isOut(index)) continue;
    const text = page.text(index);
    if (end - start < 350 && formKind(text) === 'blank') {
      page.leave(index, index + 1, 'blank');
      continue;
    }
    const whole = page.source.text.slice(Math.max(start, end - 200), end);
    const length = /[_.)]\s*$/.test(whole) ? beforeBlank(whole) : undefined;
    if (length === undefined) continue;
    page.tell('blank', index);
    page.narrow(index, start, end - whole.length + length);
  }
}

const numbered = /^\S.{0,150}?\s{2,}(?:\d{1,4}|[ivxlc]{1,7})$/i;
const chapter = /^(?:chapter|part|book|section|appendix|letter|canto|act|scene)\s+(?:\d{1,4}|[ivxlc]{1,8}|[a-z])\b.{0,100}$/i;

/** Leaves out tables of contents: lines that lead to pages, and the title above them. */
export function leaveContents(page: PlainText): void {
  const { lines } = page;
  for (let index = page.next(0); index !== -1;) {
    const titled = isContentsTitle(page.text(index));
    const first = titled ? page.next(index + 1) : index;
    if (first === -1) return;
    const isEntry = (text: string): boolean => leader.test(text) || (titled && (numbered.test(text) || chapter.test(text)));
    let end = first;
    let entries = 0;
    let repeated = false;
    const seen = new Set<string>();
    for (let at = first; at !== -1; at = page.next(at + 1)) {
      const text = page.text(at);
      if (!isEntry(text)) break;
      // The first chapter itself begins as its entry does.
      const key = text.slice(0, 20).toLowerCase();
      repeated = chapter.test(text) && seen.has(key);
      if (repeated) break;
      seen.add(key);
      entries += 1;
      end = at + 1;
    }
    // A lone chapter before prose is that chapter's heading; what comes last of a list may be, too.
    const last = entries > 0 ? page.text(end - 1) : '';
    if (
      titled &&
      entries > 0 &&
      !repeated &&
      chapter.test(last) &&
      !leader.test(last) &&
      !numbered.test(last) &&
      isFollowedClosely(page, end)
    ) {
      entries -= 1;
      end = Math.max(first, page.next(end - 2, -1) + 1);
    }
    if (entries >= (titled ? 2 : 3)) {
      page.leave(titled ? index : first, Math.min(end, lines.length), 'contents');
      index = page.next(end);
    } else {
      index = page.next(Math.max(index, titled ? index : end - 1) + 1);
    }
  }
}

function isFollowedClosely(page: PlainText, end: number): boolean {
  const next = page.next(end);
  return next !== -1 && page.text(next).length > 60;
}
