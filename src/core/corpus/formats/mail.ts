import { paragraphEnd } from './plain-frames.ts';
import type { PlainText } from './plain-text.ts';

const field = /^[A-Z][A-Za-z-]{1,40}:(?:\s|$)/;
const telling = /^(?:From|To|Cc|Subject|Date|Sent|Message-ID|Reply-To|Received|Return-Path|In-Reply-To|MIME-Version|Content-Type):/i;
const envelope = /^From \S+@\S+\s.*\d{4}$/;
const attribution = /^(?:On\b.{4,120}\bwrote|Am\b.{4,120}\bschrieb.{0,60}|Le\b.{4,120}\ba écrit|.{2,80}\bwrote)\s*:$/;
const original = /^-{2,}\s*(?:Original Message|Forwarded message|Begin forwarded message)\s*-{2,}$/i;
/** What telephones write below a letter. */
const sentFrom = /^(?:Sent from my \S.{0,40}|Get Outlook for \S.{0,40}|Von meinem \S.{0,40} gesendet|Envoyé de mon \S.{0,40})$/;
const prefix = /^(?:>\s?)+/;
/** Lines that a signature has at most; what is longer was parted by dashes for another reason. */
const signatureLines = 15;

/** Of letters, what they say: no headers, no signatures, no marks of quotation. Nothing when the text is none. */
export function leaveMail(page: PlainText): void {
  const heads = headersOf(page);
  if (heads.length === 0) return;
  for (const { first, end } of heads) page.leave(first, end, 'notice');
  if (heads.length === 1 && heads[0]!.subject !== '') page.title ??= heads[0]!.subject;
  const starts = heads.map(({ first }) => first);
  let letter = 0;
  for (let index = heads[0]!.end; index < page.lines.length; index += 1) {
    if (page.isOut(index) || page.isBlank(index)) continue;
    while (letter < starts.length && starts[letter]! <= index) letter += 1;
    const line = page.lines[index]!;
    const quoted = prefix.exec(page.text(index))?.[0] ?? '';
    const text = page.text(index).slice(quoted.length).trim();
    if (original.test(text) || attribution.test(text) || sentFrom.test(text)) page.leave(index, index + 1, 'notice');
    else if (/^-- ?$/.test(page.source.text.slice(line.start, line.end)) || (quoted !== '' && text === '--')) {
      const end = Math.min(starts[letter] ?? page.lines.length, page.lines.length);
      if (end - index <= signatureLines + blanks(page, index, end)) page.leave(index, end, 'notice');
    } else if (quoted !== '') {
      const start = line.start + line.indent + quoted.length;
      if (text === '') page.drop(index, index + 1);
      else page.narrow(index, Math.min(start, line.end), line.end);
    }
  }
}

interface Head {
  readonly first: number;
  readonly end: number;
  readonly subject: string;
}

/** Blocks of header fields, at the beginning, before a later letter of the same file, or under the line that says that one follows. */
function headersOf(page: PlainText): Head[] {
  const heads: Head[] = [];
  let isFirst = true;
  for (let first = page.next(0); first !== -1;) {
    const end = paragraphEnd(page, first);
    const head = heads.length > 0 || isFirst || original.test(page.text(first)) ? readHead(page, first, end) : undefined;
    isFirst = false;
    if (head !== undefined) heads.push(head);
    first = page.next(end);
  }
  return heads;
}

function readHead(page: PlainText, first: number, end: number): Head | undefined {
  let found = 0;
  let subject = '';
  for (let index = first; index < end; index += 1) {
    const text = page.text(index);
    if (telling.test(text)) found += 1;
    else if (
      !field.test(text) &&
      !(index === first && (envelope.test(text) || original.test(text))) &&
      (page.lines[index]!.indent === 0 || index === first)
    )
      return undefined;
    if (/^Content-Transfer-Encoding:\s*quoted-printable$/i.test(text)) page.marks = 'mail';
    const value = /^Subject:\s*(.{1,300})$/i.exec(text)?.[1];
    if (value !== undefined) subject = value.replace(/^(?:(?:re|fwd?|aw|sv)\s*:\s*|\[[^\]]{1,60}\]\s*)+/i, '').trim();
  }
  return found >= 2 ? { first, end, subject } : undefined;
}

function blanks(page: PlainText, first: number, end: number): number {
  let count = 0;
  for (let index = first; index < end; index += 1) if (page.isBlank(index)) count += 1;
  return count;
}
