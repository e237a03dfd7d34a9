import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
// Declares what `window` has in these pages.
import type {} from '../fake/host.ts';
import type { FakeProject } from '../fake/project.ts';
import { closeBrowser, openPanel, type PanelPage, type PageSetup } from './page.ts';

/** How long what a page does may take; long enough for a busy machine that draws WebGL in software. */
export const polling = { timeout: 10_000, interval: 20 };

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
  await expect.poll(() => page.locator('loom-graph-canvas canvas').count(), polling).toBeGreaterThan(0);
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

/** Makes the first sample one of another method, as a run of it leaves it. */
export async function become(page: Page, method: string, current: Parameters<FakeProject['become']>[2]): Promise<void> {
  await page.evaluate(
    ([name, version]) => {
      const { project } = window.loomHost.answers;
      project.become('01J0000000', name, version);
      window.loomHost.push('changed', { revision: project.revision });
    },
    [method, current] as const,
  );
}

/** The fields that a judge's scores become. */
export const judgedFields = {
  judge: 3.8,
  judgeModel: 'examiner',
  'judge.relevance': 5,
  'judge.relevance.reason': 'Tides are the subject.',
  'judge.clarity': 4,
  'judge.clarity.reason': 'One term is not explained.',
  'judge.correctness': 4,
  'judge.difficulty': 3,
  'judge.difficulty.reason': 'Easy for the level.',
  'judge.grounding': 3,
  'judge.grounding.reason': 'The last figure stands in neither document.',
};

/** A text with a persona, as the method *persona* writes it. */
export const text = {
  content: {
    shape: 'text' as const,
    title: 'Why the harbour fills twice a day',
    text: 'The Moon pulls at the near side more than at the middle.\n\nThe sea so rises on both sides, and a harbour passes under each.',
  },
  fields: {
    style: 'blog',
    persona: 'a retired pilot who brought ships in for forty years and explains by what can be seen',
    ...judgedFields,
  },
};

export const rows = (page: Page): Locator => page.getByRole('listbox', { name: 'Samples' }).getByRole('option');
export const question = (page: Page): Locator => page.getByTestId('question');
export const live = (page: Page): Locator => page.getByTestId('live');
export const filter = (page: Page): Locator => page.getByRole('combobox', { name: 'Filter samples' });

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
