import { describe, expect, it } from 'vitest';
import { cutOff, violations } from './kit/appearance.ts';
import { figure, openInsights, tab } from './kit/insights.ts';
import { setTheme } from './kit/page.ts';
import { polling, question, tidyUp } from './kit/panel.ts';
import { themeNames } from './kit/themes.ts';

tidyUp();

describe('insights in every width and theme', () => {
  for (const width of [320, 550, 900]) {
    it(`cut nothing off at ${width} px, as charts and as tables`, async () => {
      const page = await openInsights({ width, height: 800 });
      expect(await cutOff(page)).toEqual([]);
      await page.getByLabel('Compare by').selectOption('method');
      for (const table of await page.getByRole('button', { name: 'Table', exact: true }).all()) await table.click();
      expect(await page.locator('loom-chart').count()).toBe(0);
      expect(await cutOff(page)).toEqual([]);
    });
  }

  for (const theme of themeNames) {
    it(`are accessible in the ${theme} theme`, async () => {
      const page = await openInsights({ theme });
      expect(await violations(page)).toEqual([]);
      for (const table of await page.getByRole('button', { name: 'Table', exact: true }).all()) await table.click();
      await page.getByRole('button', { name: 'Thin Out…' }).click();
      await page.getByRole('button', { name: 'Reject Leaked…' }).click();
      expect(await violations(page)).toEqual([]);
    });
  }

  it('take on a new theme while they are open', async () => {
    const page = await openInsights({ theme: 'dark' });
    const bar = figure(page, 'Graph covered').locator('g[fill="var(--chart)"] rect').first();
    const text = figure(page, 'Graph covered').locator('svg text').first();
    const colours = async () => [
      await bar.evaluate((element) => getComputedStyle(element).fill),
      await text.evaluate((element) => getComputedStyle(element).color),
    ];
    expect(await colours()).toEqual(['rgb(55, 148, 255)', 'rgb(204, 204, 204)']);
    await setTheme(page, 'light');
    await expect.poll(colours, polling).toEqual(['rgb(26, 133, 255)', 'rgb(59, 59, 59)']);
  });

  it('fill another width, and are drawn once for it', async () => {
    const page = await openInsights({ width: 900 });
    const chart = figure(page, 'Words that add most to the divergence').locator('loom-chart');
    await chart.evaluate((element) => {
      const { drawn } = Object.assign(window, { drawn: [] as number[] });
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof SVGElement) drawn.push(node.clientWidth);
      }).observe(element.shadowRoot!.querySelector('.stage')!, { childList: true });
    });
    const widths = () => page.evaluate(() => ('drawn' in window ? window.drawn : null));
    await page.setViewportSize({ width: 500, height: 800 });
    await expect.poll(async () => JSON.stringify(await widths()), polling).toMatch(/\d/);
    const stage = await chart.evaluate((element) => element.shadowRoot!.querySelector('.stage')!.clientWidth);
    // Frames in which a circle of sizes would have gone on.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 10; frame++) await new Promise((done) => requestAnimationFrame(done));
    });
    expect(await widths()).toEqual([stage]);
  });

  it('leave the review as it was', async () => {
    const page = await openInsights();
    await tab(page, 'Review').click();
    await question(page).waitFor();
    await expect.poll(() => page.locator('loom-graph-canvas canvas').count(), polling).toBeGreaterThan(0);
    expect(await cutOff(page)).toEqual([]);
  });
});
