import type { FrameLocator, Locator } from 'playwright-core';

/** The panel *Loom* as people read it. */
export class Panel {
  readonly frame: FrameLocator;

  constructor(frame: FrameLocator) {
    this.frame = frame;
  }

  get filter(): Locator {
    return this.frame.getByRole('combobox', { name: 'Filter samples' });
  }

  /** Rows of the sample list. */
  get rows(): Locator {
    return this.frame.getByRole('listbox', { name: 'Samples' }).getByRole('option');
  }

  /** The question of the sample that is shown whole. */
  get question(): Locator {
    return this.frame.getByTestId('question');
  }

  /** The text of a sample that is one. */
  get text(): Locator {
    return this.frame.getByTestId('text');
  }

  /** What the method tells of the sample. */
  get fields(): Locator {
    return this.frame.getByTestId('fields');
  }

  /** The judge's scores of the sample, behind a disclosure. */
  get judge(): Locator {
    return this.frame.getByTestId('judge');
  }

  get status(): Locator {
    return this.frame.getByTestId('status');
  }

  /** The count of one status, once it is this. */
  count(status: string, count: number): Locator {
    return this.frame.getByTestId(`count-${status}`).filter({ hasText: new RegExp(`^\\s*${count} `) });
  }

  button(name: RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  /** Text as the dataset holds it, without the white space that a page puts around. */
  async textOf(part: Locator): Promise<string> {
    return (await part.innerText()).trim();
  }
}
