import type { Locator, Page } from 'playwright-core';
import { panel } from './panel.ts';
import type { PageSetup } from './page.ts';

export const tab = (page: Page, name: 'Review' | 'Insights' | 'Plan'): Locator => page.getByRole('tab', { name });
export const state = (page: Page): Locator => page.getByTestId('insights-state');
export const figure = (page: Page, name: string): Locator =>
  page.locator('loom-figure').filter({ has: page.getByRole('heading', { name, exact: true }) });

/** A panel with the insights open, measured and drawn. */
export async function openInsights(setup: PageSetup = {}): Promise<Page> {
  const page = await panel(setup);
  await tab(page, 'Insights').click();
  await measured(page);
  return page;
}

/** Waits for the end of measuring, and for the last chart. */
export async function measured(page: Page): Promise<void> {
  await state(page).getByText('measured').waitFor();
  await page.getByTestId('measurement').locator('loom-chart svg').waitFor();
}
