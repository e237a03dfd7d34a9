import type { PlainText } from './plain-text.ts';

const time = String.raw`(?:\d{1,3}:)?\d{1,2}:\d{2}`;
const cue = new RegExp(String.raw`^${time}[.,]\d{1,3}\s*-->\s*${time}[.,]\d{1,3}(?:\s.{0,200})?$`);
/** "[00:12:03] ", "(1:02) ", "00:12:03 - ". */
const stamp = new RegExp(
  String.raw`^(?:[\[(<]${time}(?:[.,]\d{1,3})?(?:\s*(?:-->|-|–)\s*${time}(?:[.,]\d{1,3})?)?[\])>]|${time}:\d{2}(?:[.,]\d{1,3})?)(?:\s*[-–—:|]?\s+|$)`,
);
const voice = /^<v(?:\.[^\s>]{0,60})?\s+([^>]{1,80})>/;
const speaker = /^(?:>>|[-–—]\s|\S[^:.!?]{0,40}:\s)/;
const note = /^(?:WEBVTT\b.*|NOTE\b.*|STYLE|REGION)$/;
/** A paragraph of speech; then the next sentence begins another. */
const paragraphLength = 700;

/** Of captions and transcripts, what is said: no times, no numbers, and sentences that were cut for the screen joined. */
export function leaveTimes(page: PlainText): void {
  const cues: number[] = [];
  const stamped: number[] = [];
  for (const [index, { blank }] of page.lines.entries()) {
    if (blank || page.isOut(index)) continue;
    const text = page.text(index);
    if (cue.test(text)) cues.push(index);
    else if (stamp.test(text)) stamped.push(index);
  }
  if (cues.length > 0 && (cues.length > 1 || /^WEBVTT\b/.test(page.text(page.next(0))))) leaveCues(page, cues);
  if (stamped.length > 1 || cues.length > 0) {
    for (const index of stamped) {
      const { start, end, indent } = page.lines[index]!;
      const length = stamp.exec(page.text(index))?.[0].length ?? 0;
      page.tell('times', index);
      page.turn(index);
      if (start + indent + length >= end) page.drop(index, index + 1);
      else page.narrow(index, start + indent + length, end);
    }
  }
}

function leaveCues(page: PlainText, cues: readonly number[]): void {
  page.marks = 'captions';
  const first = cues[0]!;
  const head = page.next(0);
  if (head < first && note.test(page.text(head))) page.drop(head, lastBefore(page, first));
  let length = 0;
  let before = '';
  for (const [place, at] of cues.entries()) {
    if (/^\d{1,7}$/.test(page.text(at - 1)) && !page.isOut(at - 1)) page.drop(at - 1, at);
    page.leave(at, at + 1, 'times');
    const until = lastBefore(page, cues[place + 1] ?? page.lines.length);
    for (let index = at + 1; index < until && !page.isBlank(index); index += 1) {
      const text = page.text(index);
      const name = voice.exec(text)?.[1]?.trim();
      const { start, end, indent } = page.lines[index]!;
      if (name !== undefined) page.narrow(index, start + indent + voice.exec(text)![0].length, end, `${name}: `);
      const turns = name !== undefined || speaker.test(text);
      const full = length > paragraphLength && /[.!?]["”’)\]]*$/.test(before);
      if (before !== '' && !turns && !full) page.goOn(index);
      length = before !== '' && !turns && !full ? length + text.length : text.length;
      before = text;
    }
    // Notes between two cues are for whoever edits them.
    for (let index = at + 1; index < until; index += 1) {
      if (page.isBlank(index - 1) && /^(?:NOTE\b.*|STYLE|REGION)$/.test(page.text(index))) {
        let end = index;
        while (end < until && !page.isBlank(end)) end += 1;
        page.leave(index, end, 'comment');
      }
    }
  }
}

/** The line after what stands before a cue: its number, if it has one, is the cue's. */
function lastBefore(page: PlainText, at: number): number {
  return /^\d{1,7}$/.test(page.text(at - 1)) ? at - 1 : at;
}
