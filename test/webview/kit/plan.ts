import type { Locator, Page } from 'playwright-core';
import { tab } from './insights.ts';
import type { PageSetup } from './page.ts';
import { panel } from './panel.ts';

const losses = [3.9, 3.7, 3.46, 3.2, 2.97, 2.77, 2.6];

/** Two curves of seven runs: `mix` reaches each loss with half of the tokens. */
export const twoCurves = [
  'curve,tokens,loss',
  ...losses.map((loss, at) => `web,${100 * 2 ** at}M,${loss}`),
  ...losses.map((loss, at) => `mix,${50 * 2 ** at}M,${loss}`),
].join('\n');

export const points = (page: Page): Locator => page.getByRole('textbox', { name: /^Points:/ });
export const planState = (page: Page): Locator => page.getByTestId('plan-state');

export async function openPlan(setup: PageSetup = {}): Promise<Page> {
  const page = await panel(setup);
  await tab(page, 'Plan').click();
  await points(page).waitFor();
  return page;
}

/** Types a table, leaves the field, and waits for the fit. */
export async function fitted(page: Page, text: string): Promise<void> {
  await points(page).fill(text);
  await page.getByRole('button', { name: 'Fit' }).click();
  await planState(page).getByText(', fitted').waitFor();
  await page.locator('loom-plan loom-chart svg').waitFor();
}
