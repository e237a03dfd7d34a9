import { messageOf } from '../ui/resource.ts';
import { ViewStore } from '../ui/store.ts';

/** The store of a part of the panel that has a tab of its own. */
export interface PartStore extends ViewStore {
  /** The part is shown: whatever was never fetched is fetched. */
  look(): void;
}

/** The way into a part of the panel, whose code is loaded when its tab is first opened: until then nothing of it is here, and nothing is asked. */
export class PartDoor<S extends PartStore> extends ViewStore {
  /** Null until it is loaded. */
  store: S | null = null;
  error: string | null = null;
  readonly #load: () => Promise<S>;
  #loading = false;

  constructor(load: () => Promise<S>) {
    super();
    this.#load = load;
  }

  /** Loads the part, and has it show what there is. */
  async open(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    this.error = null;
    this.changed();
    try {
      this.store ??= await this.#load();
    } catch (cause) {
      this.error = messageOf(cause);
    }
    this.#loading = false;
    this.changed();
    this.store?.look();
  }
}
