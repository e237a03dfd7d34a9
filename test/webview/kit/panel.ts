import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
// Declares what `window` has in these pages.
import type {} from '../fake/host.ts';
import { closeBrowser, openPanel, type PanelPage, type PageSetup } from './page.ts';

/** How long what a page does may take; long enough for a busy machine that draws WebGL in software. */
export const patience = { timeout: 10_000, interval: 20 };

let open: PanelPage[] = [];

/** A panel beside `sea/tides.md`; closed, and held to a silent console, when the test is over. */
export async function panel(setup: PageSetup = {}): Promise<Page> {
  const opened = await openPanel({ focus: { kind: 'file', file: 'sea/tides.md' }, ...setup });
  open.push(opened);
  return opened.page;
}

/** The same, once its sample and its graph are drawn. */
export async function readyPanel(setup: PageSetup = {}): Promise<Page> {
  const page = await panel(setup);
  await ready(page);
  return page;
}

export async function ready(page: Page): Promise<void> {
  await question(page).waitFor();
  await expect.poll(() => page.locator('loom-graph-canvas canvas').count(), patience).toBeGreaterThan(0);
}

/** To be called once in each file of tests. */
export function tidyUp(): void {
  afterEach(async () => {
    const complaints = open.flatMap((each) => each.complaints);
    await Promise.all(open.map((each) => each.close()));
    open = [];
    expect(complaints).toEqual([]);
  });
  afterAll(closeBrowser);
}

export const rows = (page: Page): Locator => page.getByRole('listbox', { name: 'Samples' }).getByRole('option');
export const question = (page: Page): Locator => page.getByTestId('question');
export const live = (page: Page): Locator => page.getByTestId('live');
export const filter = (page: Page): Locator => page.getByRole('textbox', { name: 'Filter samples' });

/** The concept chip of the sample that is shown. */
export const chip = (page: Page, label: string): Locator =>
  page.getByLabel('Concept set').getByRole('button', { name: label, exact: true });

/** What the host was asked by a method, in order. */
export function calls(page: Page, method: string): Promise<unknown[]> {
  return page.evaluate(
    (wanted) => window.loomHost.answers.calls.filter((call) => call.method === wanted).map((call) => call.params),
    method,
  );
}
