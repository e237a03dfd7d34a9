import { thoughtMarks } from './thought-marks.ts';
import { type Pieces, thoughtsApart } from './thoughts-apart.ts';

const longest = thoughtMarks.flatMap(({ open, close }) => [open, ...close]).reduce((most, { length }) => Math.max(most, length), 0);

/**
 * Keeps apart, while a reply comes in, what a model thinks and what it replies, where the server leaves both in one text:
 * thoughts in any of `thoughtMarks` at the very beginning. Only the end tells the rest, which `whole` then knows.
 */
export class ThinkSplitter {
  #state: 'start' | 'thinking' | 'gap' | 'replying' = 'start';
  #held = '';
  #closings: readonly string[] = [];
  readonly #raw: string[] = [];

  /** The next piece of the reply; what may be part of a mark is held back. */
  push(delta: string): Pieces {
    this.#raw.push(delta);
    if (this.#state === 'replying') return { reasoning: '', text: delta };
    this.#held += delta;
    if (this.#state === 'start') {
      const trimmed = this.#held.trimStart();
      const begun = trimmed.slice(0, longest).toLowerCase();
      const mark = thoughtMarks.find(({ open }) => begun.startsWith(open));
      if (mark === undefined) {
        const isOpen = thoughtMarks.some(({ open }) => open.startsWith(begun));
        return isOpen ? { reasoning: '', text: '' } : this.#reply(this.#held);
      }
      this.#state = 'thinking';
      this.#closings = mark.close;
      this.#held = trimmed.slice(mark.open.length);
    }
    return this.#state === 'thinking' ? this.#think() : this.#skipGap('');
  }

  /** Pieces that were still held back when the reply ended. */
  end(): Pieces {
    const held = this.#held;
    this.#held = '';
    return this.#state === 'thinking' ? { reasoning: held, text: '' } : { reasoning: '', text: this.#state === 'gap' ? '' : held };
  }

  /** Thoughts and reply of all that came, as its end shows them. */
  whole(): Pieces {
    return thoughtsApart(this.#raw.join(''));
  }

  #think(): Pieces {
    const lower = this.#held.toLowerCase();
    const [first] = this.#closings
      .map((mark) => ({ mark, at: lower.indexOf(mark) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at);
    const end = first?.at ?? this.#held.length - markStart(lower, this.#closings);
    const reasoning = this.#held.slice(0, end);
    this.#held = this.#held.slice(end + (first?.mark.length ?? 0));
    return first === undefined ? { reasoning, text: '' } : this.#skipGap(reasoning);
  }

  /** The blank lines between the two belong to neither. */
  #skipGap(reasoning: string): Pieces {
    this.#state = 'gap';
    const text = this.#held.trimStart();
    this.#held = '';
    if (text === '') return { reasoning, text: '' };
    this.#state = 'replying';
    return { reasoning, text };
  }

  #reply(text: string): Pieces {
    this.#state = 'replying';
    this.#held = '';
    return { reasoning: '', text };
  }
}

/** Number of characters at the end of a text that may begin one of the marks. */
function markStart(text: string, marks: readonly string[]): number {
  for (let length = Math.min(longest - 1, text.length); length > 0; length -= 1) {
    const end = text.slice(-length);
    if (marks.some((mark) => mark.length > length && mark.startsWith(end))) return length;
  }
  return 0;
}
