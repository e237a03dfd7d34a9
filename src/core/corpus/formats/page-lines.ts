import type { PlainText } from './plain-text.ts';

const named = /^(?:[-–—[(|\s]*)(?:page|p\.|pg\.?|seite|página)\s*\d{1,5}(?:\s*(?:of|\/|von|de)\s*\d{1,5})?[-–—\])|\s]*$/i;
const counted = /^\d{1,5}\s*(?:\/|of)\s*\d{1,5}$/i;
const lone = /^[-–—[(|~•\s]{0,4}(\d{1,4}|[ivxlc]{1,7})[-–—\])|~•\s]{0,4}$/;
/** Headings of parts count up as well, and belong to the text. */
const partTitle =
  /^(?:chapter|part|section|sect|exercise|problem|question|example|figure|fig|table|lesson|unit|day|week|step|act|scene|canto|book|appendix|lecture|article|rule|level|no|number|verse|answer|note|psalm|task|q|stanza|volume|vol)\b/i;
/** Lines at either end of a page among which running heads are. */
const edge = 2;
const headLength = 120;
/** Lines between the end of one page's text and the beginning of the next's, at most. */
const pageGap = 24;
/** Fewer lines are between two numbers of a list, not of pages. */
const leastPage = 5;

/** Leaves out running heads and page numbers, and goes on with the paragraph that a page's end cut. */
export function leavePageLines(page: PlainText): void {
  const found = new Set<number>();
  const breaks = pageBreaks(page);
  if (breaks.length > 0) findAtEdges(page, breaks, found);
  // Where most lines come again, they are the text.
  if (found.size > 0.75 * page.lines.filter(({ blank }) => !blank).length)
    for (const index of found) if (!lone.test(page.text(index))) found.delete(index);
  findNumbers(page, found);
  findHeads(page, found);
  for (const index of [...found].sort((a, b) => a - b)) page.leave(index, index + 1, 'pageline');
  for (const at of [...found, ...breaks]) joinOver(page, at);
}

/** Lines with a form feed: pages begin there. */
function pageBreaks({ lines, source: { text } }: PlainText): number[] {
  if (!text.includes('\f')) return [];
  return lines.flatMap(({ start, end }, index) => (text.slice(start, end).includes('\f') ? [index] : []));
}

/** At the ends of pages stands what comes again on other pages, and what counts. */
function findAtEdges(page: PlainText, breaks: readonly number[], found: Set<number>): void {
  const edges: number[][] = [];
  let from = 0;
  for (const at of [...breaks, page.lines.length]) {
    const until = at;
    if (until > from) edges.push(edgeLines(page, from, until));
    from = until;
  }
  const pagesOf = new Map<string, number>();
  for (const lines of edges)
    for (const key of new Set(lines.map((index) => headKey(page, index)))) pagesOf.set(key, (pagesOf.get(key) ?? 0) + 1);
  for (const lines of edges) {
    for (const index of lines) {
      const key = headKey(page, index);
      const again = pagesOf.get(key)!;
      if (lone.test(page.text(index)) || (key.length <= headLength && (again >= 3 || (again === 2 && edges.length <= 5)))) found.add(index);
    }
  }
}

function edgeLines(page: PlainText, from: number, until: number): number[] {
  const lines: number[] = [];
  for (
    let index = page.next(from, 1, until - from);
    index !== -1 && lines.length < edge;
    index = page.next(index + 1, 1, until - index - 1)
  )
    lines.push(index);
  const last: number[] = [];
  for (
    let index = page.next(until - 1, -1, until - from);
    index !== -1 && last.length < edge;
    index = page.next(index - 1, -1, index - from)
  )
    last.push(index);
  return [...new Set([...lines, ...last])];
}

/** A line without the numbers in it, which differ from page to page; of a title of a part they tell which. */
function headKey(page: PlainText, index: number): string {
  const text = page.text(index).replace(/\s+/g, ' ');
  return partTitle.test(text) ? text : text.replace(/\d+/g, '#');
}

/** Lines that only count, where they count pages. */
function findNumbers(page: PlainText, found: Set<number>): void {
  const loners: { index: number; number: number }[] = [];
  const running: number[] = [];
  for (const [index, { blank, start, end }] of page.lines.entries()) {
    if (blank || end - start > headLength || page.isOut(index) || found.has(index)) continue;
    const text = page.text(index);
    if (named.test(text)) found.add(index);
    else if (counted.test(text)) running.push(index);
    else if (/^[-–—\s]*\d{1,4}[-–—\s]*$/.test(text)) loners.push({ index, number: Number(/\d+/.exec(text)?.[0]) });
  }
  if (running.length > 1) for (const index of running) found.add(index);
  const isNext = (a: (typeof loners)[number] | undefined, b: (typeof loners)[number] | undefined): boolean =>
    a !== undefined && b !== undefined && b.number - a.number === 1 && b.index - a.index >= leastPage;
  for (const [place, each] of loners.entries())
    if (isNext(loners[place - 1], each) || isNext(each, loners[place + 1])) found.add(each.index);
}

const numbered = String.raw`(?:(?:page|p\.|pg\.?|seite|página)\s{0,3})?(\d{1,4})(?:\s{0,3}(?:of|\/|von|de)\s{0,3}\d{1,5})?`;
const counting = new RegExp(String.raw`^(?:(\S.{2,90}?)\s{3,}${numbered}|${numbered}\s{3,}(\S.{2,90}))$`, 'i');

/** A title with a number far to its right or left that grows from one to the next; and its other lines, with a chapter in the number's place. */
function findHeads(page: PlainText, found: Set<number>): void {
  const byTitle = new Map<string, { index: number; number: number }[]>();
  for (const [index, { blank, start, end }] of page.lines.entries()) {
    if (blank || end - start > headLength || page.isOut(index)) continue;
    const match = counting.exec(page.text(index));
    if (match === null) continue;
    const title = (match[1] ?? match[4])!.trim();
    if (partTitle.test(title) || !/\p{L}{3}/u.test(title) || /[.…]{3}/.test(title)) continue;
    const known = byTitle.get(title);
    const entry = { index, number: Number(match[2] ?? match[3]) };
    if (known === undefined) byTitle.set(title, [entry]);
    else known.push(entry);
  }
  const titles = new Set<string>();
  for (const [title, places] of byTitle) {
    const grows = places.every(
      ({ number, index }, at) => at === 0 || (number > places[at - 1]!.number && index - places[at - 1]!.index >= leastPage),
    );
    if (places.length < 2 || !grows) continue;
    titles.add(title);
    for (const { index } of places) found.add(index);
  }
  if (titles.size === 0) return;
  for (const [index, { blank, start, end }] of page.lines.entries()) {
    if (blank || end - start > headLength || page.isOut(index) || found.has(index)) continue;
    const [title, ...others] = page.text(index).split(/\s{3,}/, 3);
    if (others.length === 1 && titles.has(title!)) found.add(index);
  }
}

/** A paragraph that ends in the middle of a sentence goes on on the next page. */
function joinOver(page: PlainText, at: number): void {
  const before = page.next(at - 1, -1, pageGap);
  const after = page.next(at, 1, pageGap);
  if (before === -1 || after === -1 || before >= after) return;
  const { start, end } = page.lines[before]!;
  const last = page.source.text.slice(Math.max(start, end - 60), end).trimEnd();
  if (end - start >= 30 && /[\p{L}\p{N},;-]$/u.test(last) && /^\p{Ll}/u.test(page.text(after))) page.goOn(after);
}
