import { describe, expect, it } from 'vitest';
import { cutOff, violations } from './kit/appearance.ts';
import { figure, measured, openInsights, tab } from './kit/insights.ts';
import { setTheme } from './kit/page.ts';
import { panel, polling, question, tidyUp } from './kit/panel.ts';
import { themeNames } from './kit/themes.ts';

tidyUp();

describe('insights in every width and theme', () => {
  for (const width of [320, 550, 900]) {
    it(`cut nothing off at ${width} px, as charts and as tables`, async () => {
      const page = await openInsights({ width, height: 800 });
      expect(await cutOff(page)).toEqual([]);
      await page.getByRole('button', { name: 'By meaning' }).click();
      await figure(page, 'Nearest neighbours').locator('svg').waitFor();
      await page.getByRole('slider', { name: 'Cosine from' }).fill('0.9');
      await page.getByRole('button', { name: 'which suits them' }).waitFor();
      expect(await cutOff(page)).toEqual([]);
      await page.getByLabel('Compare by').selectOption('method');
      for (const table of await page.getByRole('button', { name: 'Table', exact: true }).all()) await table.click();
      expect(await page.locator('loom-chart').count()).toBe(0);
      expect(await cutOff(page)).toEqual([]);
    });
  }

  for (const width of [350, 740, 900]) {
    it(`keep every label within its chart, and every heading of a table whole, at ${width} px`, async () => {
      const page = await openInsights({ width, height: 800 });
      await page.evaluate(() => {
        window.loomHost.answers.insights.alike = true;
        window.loomHost.push('changed', { revision: 100 });
      });
      await page.getByRole('button', { name: 'Refresh' }).click();
      await figure(page, 'Self-similarity by method').getByText('share of pairs').waitFor();
      await measured(page);
      const charts = page.locator('loom-chart svg');
      expect(await charts.count()).toBeGreaterThan(4);
      const outside = await charts.evaluateAll((pictures) =>
        pictures.flatMap((picture) => {
          const place = picture.getBoundingClientRect();
          return [...picture.querySelectorAll('text')].flatMap((label) => {
            const { left, right } = label.getBoundingClientRect();
            return left < place.left - 0.5 || right > place.right + 0.5 ? [label.textContent] : [];
          });
        }),
      );
      expect(outside).toEqual([]);
      const headings = page.locator('loom-figure thead th');
      expect(await headings.count()).toBeGreaterThan(4);
      const broken = await headings.evaluateAll((cells) =>
        cells.flatMap((cell) =>
          [...cell.textContent.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
            const range = document.createRange();
            const text = [...cell.childNodes].find((node) => node instanceof Text && node.data.includes(word));
            if (text === undefined) return [`no text “${word}”`];
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            return range.getClientRects().length > 1 ? [word] : [];
          }),
        ),
      );
      expect(broken).toEqual([]);
    });
  }

  it('count samples in whole numbers', async () => {
    const page = await panel({ width: 900 });
    await page.evaluate(() => {
      window.loomHost.answers.insights.alike = true;
    });
    await tab(page, 'Insights').click();
    await measured(page);
    const texts = await figure(page, 'Kinds found by qwen3-32b').locator('svg g text').allTextContents();
    const numbers = texts.filter((text) => /^[\d.,]+$/.test(text));
    expect(new Set(numbers)).toEqual(new Set(['0', '1', '2']));
  });

  for (const theme of themeNames) {
    it(`are accessible in the ${theme} theme`, async () => {
      const page = await openInsights({ theme });
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'By meaning' }).click();
      await figure(page, 'Nearest neighbours').locator('svg').waitFor();
      await page.getByRole('combobox', { name: 'Filter of the samples' }).press('ArrowDown');
      await page.getByRole('option', { name: /^judge:/ }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      for (const table of await page.getByRole('button', { name: 'Table', exact: true }).all()) await table.click();
      await page.getByRole('button', { name: 'Thin Out…' }).click();
      await page.getByRole('button', { name: 'Reject Leaked…' }).click();
      expect(await violations(page)).toEqual([]);
    });
  }

  it('go to a section without moving the panel itself', async () => {
    const page = await openInsights({ width: 350, height: 700 });
    const sections = page.getByRole('navigation', { name: 'Sections' });
    for (const name of ['Coverage', 'Duplicates', 'Kinds']) {
      await sections.getByRole('button', { name, exact: true }).click();
      expect(await page.evaluate(() => [document.body.scrollTop, document.documentElement.scrollTop])).toEqual([0, 0]);
    }
    expect(await page.getByRole('region', { name: 'Figures' }).evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
  });

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
