import type { OmissionKind, TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import { isContentsTitle } from './contents-title.ts';
import { saysNothing } from './furniture.ts';
import { isRightsNotice } from './notices.ts';

/** Pictures that say how a project is doing, made by services. */
const badgeAddress =
  /\b(?:shields\.io|badge|badgen\.net|travis-ci|codecov\.io|coveralls\.io|circleci\.com|appveyor\.com|goreportcard|deepsource|sonarcloud|snyk\.io|star-history|starchart|opencollective\.com|contrib\.rocks|gitter\.im|komarev\.com|readthedocs\.org\/projects\/[^/\s]{1,80}\/badge|workflows\/[^\s]{1,120}\.svg)/i;
const address = String.raw`\(\s{0,4}<?[^()\s<>]{0,600}>?(?:\s{1,4}(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'))?\s{0,4}\)`;
const target = String.raw`(?:${address}|\[[^\]\n]{0,100}\])`;
const picture = String.raw`!\[[^\]\[\n]{0,200}\](?:${address}|\[[^\]\n]{0,100}\])`;
const badge = new RegExp(String.raw`\[\s{0,4}(${picture})\s{0,4}\]${target}|${picture}`, 'g');
const definition = /^ {0,3}\[([^\]\n]{1,100})\]:\s{1,8}<?(\S{1,600})/gm;

const heading = /^(#{1,6})\s+(.{1,150}?)\s*#*$/;
const creditTitle =
  /^\W*(?:our |the |all |top |thanks to (?:our |all )?|special )?(?:(?:gold|silver|bronze|platinum) )?(?:contributors|sponsors|backers|stargazers(?: over time)?|star history|supporters|patrons|thanks)(?: ?(?:&|and) ?(?:contributors|sponsors|backers|supporters))*\W*$/iu;
const licenceTitle = /^\W*(?:licen[sc]es?|copyright|licensing)\W*$/iu;
const fence = /^ {0,3}(?:`{3,}|~{3,})/;
const link = /!?\[(?:[^\][\n]|\[[^\][\n]{0,200}\]){0,300}\](?:\([^()\n]{0,600}\)|\[[^\]\n]{0,100}\])/g;
/** Fewer characters beside links, pictures and tags tell nothing of their own. */
const leastProse = 160;

interface Omitted extends Span {
  readonly kind: OmissionKind;
}

/**
 * Blanks what a readme or an exported notebook has that is no text, at equal length: badges, walls of people, lists of its own
 * headings, a licence's name, and the like.
 */
export function maskCredits(text: string, omit: TellOmitted): string {
  const lines = linesIn(text);
  const found = [...listed(text), ...sections(text, lines), ...links(lines), ...around(lines), ...badges(text, lines)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, kind } of found) {
    if (start < from) continue;
    omit(kind, start);
    pieces.push(text.slice(from, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    from = end;
  }
  return from === 0 ? text : pieces.join('') + text.slice(from);
}

interface TextLine extends Span {
  readonly text: string;
  /** In a fence of code, its marks included. */
  readonly fenced: boolean;
}

function linesIn(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let fenced = false;
  for (const match of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    if (match[0] === '') continue;
    const line = match[0].slice(0, 2000).trimEnd();
    const mark = fence.test(line);
    lines.push({ start: match.index, end: match.index + match[0].length, text: line, fenced: fenced || mark });
    if (mark) fenced = !fenced;
  }
  return lines;
}

/** The list that the bot of All Contributors keeps, and its badge. */
function listed(text: string): Omitted[] {
  const found: Omitted[] = [];
  for (const name of ['LIST', 'BADGE']) {
    const start = text.indexOf(`<!-- ALL-CONTRIBUTORS-${name}:START`);
    const end = start === -1 ? -1 : text.indexOf(`<!-- ALL-CONTRIBUTORS-${name}:END`, start);
    const close = end === -1 ? -1 : text.indexOf('-->', end);
    if (close !== -1) found.push({ start, end: close + 3, kind: 'credits' });
  }
  return found;
}

/** Sections that are a wall of pictures, a list of the text's own parts, or the name of a licence. */
function sections(text: string, lines: readonly TextLine[]): Omitted[] {
  const found: Omitted[] = [];
  for (const [index, line] of lines.entries()) {
    const match = line.fenced ? null : heading.exec(line.text);
    const title = match?.[2] ?? '';
    const isCredit = creditTitle.test(title);
    const isLicence = licenceTitle.test(title);
    if (match === null || (!isCredit && !isLicence && !isContentsTitle(title))) continue;
    const depth = match[1]!.length;
    let end = index + 1;
    while (end < lines.length && !(!lines[end]!.fenced && (heading.exec(lines[end]!.text)?.[1]?.length ?? 7) <= depth)) end += 1;
    if (lines.slice(index + 1, end).some(({ fenced }) => fenced)) continue;
    const content = text.slice(line.end, lines[end]?.start ?? text.length);
    const bare = content.length > 200_000 ? content : bareText(content);
    const span = { start: line.start, end: lines[end]?.start ?? text.length };
    if (isCredit && bare.length < leastProse) found.push({ ...span, kind: 'credits' });
    else if (isLicence && bare.length < 2 * leastProse && (/licen[sc]e|©|\bMIT\b|copyright/i.test(content) || isRightsNotice(bare)))
      found.push({ ...span, kind: 'notice' });
    else if (isContentsTitle(title) && content.includes('[') && bare.replace(/[-*+\d.\s]/g, '').length < 20)
      found.push({ ...span, kind: 'contents' });
  }
  return found;
}

/** What a stretch of Markdown says beside its links, pictures and tags. */
function bareText(content: string): string {
  return content
    .replace(/<!--[^]*?-->/g, ' ')
    .replace(/<[^<>]{1,1000}>/g, ' ')
    .replace(link, ' ')
    .replace(/\bhttps?:\/\/\S+/g, ' ')
    .replace(/^ {0,3}\[[^\]\n]{1,100}\]:.{0,700}$/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Names of pages before and behind this one, and of those above. */
const neighbour = /^(?:(?:previous|prev|next|back|up|home|index|contents|table of contents)(?: (?:page|chapter|section|lesson|part))?)$/i;
const arrows = /^[\s←→↑↓⬅➡⬆⬇▲▼«»‹›⇧⇦⇨🔝^<>|·•.:-]+|[\s←→↑↓⬅➡⬆⬇▲▼«»‹›⇧⇦⇨🔝^<>|·•.:-]+$/gu;

/** Paragraphs of one line that say what stands around any page: whose it is, where to edit it, which page comes next. */
function around(lines: readonly TextLine[]): Omitted[] {
  const isBlank = (index: number): boolean => (lines[index]?.text.trim() ?? '') === '';
  if (lines.filter(({ text }) => text.trim() !== '').length < 2) return [];
  return lines.flatMap((line, index): Omitted[] => {
    if (line.fenced || line.text.length > 500 || !/^ {0,3}[^\s#|>-]/.test(line.text) || !isBlank(index - 1) || !isBlank(index + 1))
      return [];
    const shown = line.text.replace(link, (all) => all.slice(all.indexOf('[') + 1, all.lastIndexOf(']('))).replace(/[*_`~]|\uFE0F/g, '');
    const bare = shown.replace(arrows, '');
    if (isRightsNotice(bare)) return [{ ...spanOf(line), kind: 'notice' }];
    const labels = Array.from(line.text.matchAll(link), ([all]) =>
      all
        .slice(all.indexOf('[') + 1, all.lastIndexOf(']('))
        .replace(/[*_`~]|\uFE0F/g, '')
        .replace(arrows, ''),
    );
    const leads = labels.length > 0 && labels.every((label) => neighbour.test(label)) && !/\p{L}/u.test(line.text.replace(link, ''));
    return leads || saysNothing(bare) ? [{ ...spanOf(line), kind: 'furniture' }] : [];
  });
}

/** Lists of links to the text's own headings, and the line that leads to the same text in other languages. */
function links(lines: readonly TextLine[]): Omitted[] {
  const found: Omitted[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]!;
    if (line.fenced) continue;
    if (/^\s*(?:\[TOC\]|\[\[_?toc_?\]\])$/i.test(line.text)) found.push({ ...spanOf(line), kind: 'contents' });
    if (index < 60 && isSwitch(line.text)) found.push({ ...spanOf(line), kind: 'furniture' });
    let end = index;
    while (
      end < lines.length &&
      /^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[^\]\n]{1,200}\]\(#[^()\n]{0,200}(?:\([^()\n]{0,100}\)[^()\n]{0,100})?\)$/.test(lines[end]!.text)
    )
      end += 1;
    if (end - index >= 3) found.push({ start: titleAbove(lines, index)?.start ?? line.start, end: lines[end - 1]!.end, kind: 'contents' });
    index = Math.max(index, end - 1);
  }
  return found;
}

/** The line that announces a list. */
function titleAbove(lines: readonly TextLine[], index: number): TextLine | undefined {
  let at = index - 1;
  while (at >= index - 4 && lines[at]?.text === '') at -= 1;
  const line = lines[at];
  return line !== undefined && !line.fenced && isContentsTitle(line.text.replace(/^[#*_\s]+|[#*_\s]+$/g, '')) ? line : undefined;
}

const spanOf = ({ start, text }: TextLine): Span => ({ start, end: start + text.length });

function isSwitch(line: string): boolean {
  const targets = [...line.matchAll(/\[[^\]\n]{1,40}\]\(([^()\s]{1,200})\)/g)].map((match) => match[1]!);
  const rest = line.replace(/\[[^\]\n]{1,40}\]\([^()\s]{1,200}\)/g, '').replace(/[\s|·•/,:-]/g, '');
  return (
    targets.length > 0 && rest.length <= 20 && targets.every((each) => /(?:^|\/)readme[^/]{0,40}\.mdx?$/i.test(each)) && /[|·•/]/.test(line)
  );
}

function badges(text: string, lines: readonly TextLine[]): Omitted[] {
  const found: Omitted[] = [];
  const defined = new Map<string, string>();
  for (const match of text.matchAll(definition)) defined.set(match[1]!.toLowerCase(), match[2]!);
  for (const line of lines) {
    if (line.fenced || !line.text.includes('![') || /^(?: {4}|\t)/.test(line.text)) continue;
    for (const match of line.text.matchAll(badge)) {
      const reference = /\]\[([^\]\n]{1,100})\]$/.exec(match[1] ?? match[0])?.[1]?.toLowerCase();
      const where = reference === undefined ? (match[1] ?? match[0]) : (defined.get(reference) ?? '');
      if (!badgeAddress.test(where)) continue;
      found.push({ start: line.start + match.index, end: line.start + match.index + match[0].length, kind: 'credits' });
    }
  }
  return found;
}
