import type { Token } from 'parse5';
import type { Cut } from './article.ts';
import { hidesElement, isHidden } from './html-tags.ts';

/** What is passed over of what a page shows: given parts, what single tags say is no text, or nothing. */
export type PassingRule = readonly Cut[] | 'tags' | 'all';

/** Goes through a page from front to back, and says what of it is passed over. */
export class Passing {
  readonly rule: PassingRule;
  readonly #cuts: readonly Cut[];
  readonly #isKnown: boolean;
  /** The first cut that is not behind yet. */
  #next = 0;
  #inside = false;

  /** `hidden`: what is not shown of a page of which all else is; found by single tags where it is not given. */
  constructor(rule: PassingRule, hidden?: readonly Cut[]) {
    this.rule = rule;
    this.#cuts = typeof rule === 'string' ? (hidden ?? []) : rule;
    this.#isKnown = hidden !== undefined;
  }

  /** The cut in which `offset` lies, and whether it was entered just now. Offsets grow. */
  cutAt(offset: number): { readonly block: boolean; readonly entered: boolean } | undefined {
    for (let cut = this.#cuts[this.#next]; cut !== undefined && cut.end <= offset; cut = this.#cuts[this.#next]) {
      this.#next += 1;
      this.#inside = false;
    }
    const cut = this.#cuts[this.#next];
    if (cut === undefined || offset < cut.start) return undefined;
    const entered = !this.#inside;
    this.#inside = true;
    return { block: cut.block, entered };
  }

  /** Tells whether an element is not shown. Cuts have what is hidden in them already. */
  hides({ tagName, attrs }: Token.TagToken): boolean {
    if (this.rule === 'tags') return isHidden(tagName, attrs);
    return (
      this.rule === 'all' &&
      !this.#isKnown &&
      attrs.length > 0 &&
      hidesElement(tagName, new Map(attrs.map(({ name, value }) => [name, value])))
    );
  }
}
