const open = '<think>';
const close = '</think>';

interface Pieces {
  readonly reasoning: string;
  readonly text: string;
}

/**
 * Keeps apart what a reasoning model thinks and what it replies, where the server leaves both in one text:
 * `<think>…</think>` at the very beginning, as DeepSeek R1, Qwen and their kin write. Anywhere else the tag is text.
 */
export class ThinkSplitter {
  #state: 'start' | 'thinking' | 'gap' | 'replying' = 'start';
  #held = '';

  /** The next piece of the reply; what may be part of a tag is held back. */
  push(delta: string): Pieces {
    if (this.#state === 'replying') return { reasoning: '', text: delta };
    this.#held += delta;
    if (this.#state === 'start') {
      const trimmed = this.#held.trimStart();
      if (trimmed.length < open.length && open.startsWith(trimmed)) return { reasoning: '', text: '' };
      if (!trimmed.startsWith(open)) return this.#reply(this.#held);
      this.#state = 'thinking';
      this.#held = trimmed.slice(open.length);
    }
    return this.#state === 'thinking' ? this.#think() : this.#skipGap('');
  }

  /** Pieces that were still held back when the reply ended. */
  end(): Pieces {
    const held = this.#held;
    this.#held = '';
    return this.#state === 'thinking' ? { reasoning: held, text: '' } : { reasoning: '', text: this.#state === 'gap' ? '' : held };
  }

  #think(): Pieces {
    const at = this.#held.indexOf(close);
    if (at >= 0) {
      const reasoning = this.#held.slice(0, at);
      this.#held = this.#held.slice(at + close.length);
      return this.#skipGap(reasoning);
    }
    const kept = tagStart(this.#held);
    const reasoning = this.#held.slice(0, this.#held.length - kept);
    this.#held = this.#held.slice(this.#held.length - kept);
    return { reasoning, text: '' };
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

/**
 * Keeps apart what came without the opening tag, as it does where the server's chat template ends the prompt with it
 * (DeepSeek R1 and Qwen without a reasoning parser). Only the end of the reply tells: until then, thoughts pass for text.
 */
export function splitUnopened(reasoning: string, text: string): Pieces {
  const at = text.indexOf(close);
  if (at < 0 || reasoning !== '' || text.lastIndexOf(open, at) >= 0 || !/^\s*(\n|$)/.test(text.slice(at + close.length)))
    return { reasoning, text };
  return { reasoning: text.slice(0, at), text: text.slice(at + close.length).trimStart() };
}

/** Number of characters at the end of `text` that may begin the closing tag. */
function tagStart(text: string): number {
  for (let length = Math.min(close.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(close.slice(0, length))) return length;
  }
  return 0;
}
