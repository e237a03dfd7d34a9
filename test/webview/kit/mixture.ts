import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { tab } from './insights.ts';
import type { PageSetup } from './page.ts';
import { calls, panel, polling } from './panel.ts';

/** Titles of kinds. */
export const [natural, encyclopaedia, textbook] = ['Natural text', 'Rephrased as an encyclopaedia', 'Textbook text'] as const;

export const budget = (page: Page): Locator => page.getByRole('textbox', { name: 'Training tokens' });
export const slider = (page: Page, title: string): Locator => page.getByRole('slider', { name: `Share of ${title}` });
export const percentOf = (page: Page, title: string): Locator => page.getByRole('spinbutton', { name: `Percent of ${title}` });
export const kindRow = (page: Page, title: string): Locator => page.getByRole('group', { name: title, exact: true });
export const letGo = (page: Page, title: string): Locator => page.getByRole('button', { name: `Let go of the share of ${title}` });
export const plannings = (page: Page): Promise<unknown[]> => calls(page, 'plan/mixture');

/** Waits until no planning is under way. */
export async function planned(page: Page): Promise<void> {
  await page.locator('loom-mixture section[aria-busy=false]').waitFor();
}

/** The tab Plan, with a mixture planned. */
export async function openMixture(setup: PageSetup = {}): Promise<Page> {
  const page = await panel(setup);
  await tab(page, 'Plan').click();
  await page.locator('loom-mixture-bar').waitFor();
  await planned(page);
  return page;
}

export async function enter(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}

/** Waits until the last planning that was asked for was this one, and it is answered. */
export async function askedFor(page: Page, params: unknown): Promise<void> {
  await expect.poll(async () => (await plannings(page)).at(-1), polling).toEqual(params);
  await planned(page);
}
