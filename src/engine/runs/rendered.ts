import type { ChatMessage } from '../../core/prompts/chat.ts';

/** The messages a template makes of the same job every time: let go while nobody looks at them, and then made again. */
class Rendering {
  readonly #render: () => readonly ChatMessage[];
  #made: WeakRef<readonly ChatMessage[]>;

  constructor(render: () => readonly ChatMessage[], made: readonly ChatMessage[]) {
    this.#render = render;
    this.#made = new WeakRef(made);
  }

  content(index: number): string {
    let made = this.#made.deref();
    if (made === undefined) {
      made = this.#render();
      this.#made = new WeakRef(made);
    }
    return made[index]!.content;
  }
}

class RenderedMessage implements ChatMessage {
  readonly role: ChatMessage['role'];
  readonly #rendering: Rendering;
  readonly #index: number;

  constructor(role: ChatMessage['role'], rendering: Rendering, index: number) {
    this.role = role;
    this.#rendering = rendering;
    this.#index = index;
  }

  get content(): string {
    return this.#rendering.content(this.#index);
  }

  /** As endpoints and the journal are to have it. */
  toJSON(): ChatMessage {
    return { role: this.role, content: this.content };
  }
}

/**
 * Messages that hold their text only while it is looked at. In a batch tens of thousands of requests wait for hours,
 * each with the text of the passages it asks about.
 */
export function rendered(render: () => readonly ChatMessage[]): readonly ChatMessage[] {
  const made = render();
  const rendering = new Rendering(render, made);
  return made.map(({ role }, index) => new RenderedMessage(role, rendering, index));
}
