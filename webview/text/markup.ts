/** Markdown of a model's text as a tree, behind the one module that knows the parser; formulas are nodes of it. */
import type { PhrasingContent, Root, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { formulasIn, type TextFormula } from '../../src/protocol/formulas.ts';

export type TextNode = RootContent | PhrasingContent;

/** A text with its formulas; `root` is null for one that is shown as it was written. */
export interface ReadText {
  readonly root: Root | null;
  /** In the order of the text; their places in it are marked by `placeholder`. */
  readonly formulas: readonly TextFormula[];
  /** The text, each formula covered by letters that mean nothing to Markdown. */
  readonly covered: string;
}

/** From the private use area: a first letter, then others to the formula's length. */
const [first, other] = ['\uE000', '\uE001'];
export const placeholder = new RegExp(`${first}${other}*`, 'gu');
const reserved = new RegExp(`[${first}${other}]`, 'gu');

/** Sizes beyond which the parser would hold the window: nobody reads such a text for its mark-up. */
const limits = { characters: 60_000, markers: 6_000 };
const marker = /[[\]*_<`>|~]/g;
/** A dozen quotations or lists opened on one line. */
const nested = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){12}/m;

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

/** Reads a text that may be hostile: one whose mark-up is beyond all measure comes back without a tree. */
export function readText(text: string): ReadText {
  const clean = text.replace(reserved, '\uFFFD');
  const formulas = formulasIn(clean);
  let covered = '';
  let from = 0;
  for (const { start, end } of formulas) {
    covered += clean.slice(from, start) + first + other.repeat(end - start - 1);
    from = end;
  }
  covered += clean.slice(from);
  const tooMuch = covered.length > limits.characters || (covered.match(marker)?.length ?? 0) > limits.markers || nested.test(covered);
  return { root: tooMuch ? null : parser.parse(covered), formulas, covered };
}
