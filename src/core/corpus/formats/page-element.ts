import type { Span } from '../passage.ts';

/** An element of a page as its tags say: where it stands, what it calls itself, and how much text is in it. */
export interface PageElement extends Span {
  readonly name: string;
  readonly parent: PageElement | undefined;
  readonly children: PageElement[];
  /** Place among the children of its parent. */
  readonly index: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly depth: number;
  /** After the end tag, or where another tag ended it. */
  end: number;
  /** What is in it begins after its start tag, and ends before its end tag. */
  inside: number;
  close: number;
  /** Visible characters, white space left out: all of them, and those in links. */
  text: number;
  linked: number;
  links: number;
  /** Links that lead to a place of the same page. */
  inner: number;
  /** First-level headings; landmarks (`main`, `article`). */
  titles: number;
  landmarks: number;
  /** Fields of a form that no exercise has: for searching, for an address, for a password. */
  fields: number;
}

export function newElement(
  name: string,
  parent: PageElement | undefined,
  start: number,
  attributes: ReadonlyMap<string, string>,
): PageElement {
  const counts = { text: 0, linked: 0, links: 0, inner: 0, titles: 0, landmarks: 0, fields: 0 };
  const index = parent?.children.length ?? 0;
  return {
    name,
    parent,
    children: [],
    index,
    attributes,
    depth: (parent?.depth ?? -1) + 1,
    start,
    end: start,
    inside: start,
    close: start,
    ...counts,
  };
}

/** Counts what is in an element for the one that holds it. */
export function addTo(parent: PageElement, child: PageElement): void {
  parent.text += child.text;
  parent.linked += child.linked;
  parent.links += child.links;
  parent.inner += child.inner;
  parent.titles += child.titles;
  parent.landmarks += child.landmarks;
  parent.fields += child.fields;
}

/** Elements in the order of the file; `enter` says whether to go into one. */
export function walkPage(page: PageElement, enter: (element: PageElement) => boolean): void {
  const waiting = [page];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    if (!enter(element)) continue;
    for (let index = element.children.length - 1; index >= 0; index -= 1) waiting.push(element.children[index]!);
  }
}
