import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { figure, measured, openInsights, tab } from './kit/insights.ts';
import type { PageSetup } from './kit/page.ts';
import { calls, panel, polling, tidyUp } from './kit/panel.ts';

tidyUp();

describe('duplicates by meaning', () => {
  const byMeaning = async (setup: PageSetup = {}, missing: number | null = 2) => {
    const page = await panel(setup);
    await page.evaluate((count) => {
      window.loomHost.answers.insights.missing = count;
    }, missing);
    await tab(page, 'Insights').click();
    await measured(page);
    await page.getByRole('button', { name: 'By meaning' }).click();
    return page;
  };
  const lists = async (page: Page) => ((await calls(page, 'duplicates/list')) as { by: string; threshold?: number }[]).slice(1);

  it('are asked for once they are chosen, and stay chosen, each way with a threshold of its own', async () => {
    const page = await byMeaning();
    await figure(page, 'Nearest neighbours').locator('svg').waitFor();
    await page.getByText('Texts of opposite sense score high, too: look at each').waitFor();
    await page.getByText('Pairs left out that put one problem with other numbers: 1.').waitFor();
    expect(await page.getByTestId('group').first().textContent()).toContain('cosine 0.93');
    const slider = page.getByRole('slider', { name: 'Cosine from' });
    await slider.fill('0.9');
    await expect.poll(() => page.getByTestId('group').count(), polling).toBe(1);
    expect(await lists(page)).toMatchObject([{ by: 'meaning' }, { by: 'meaning', threshold: 0.9 }]);
    expect((await lists(page))[0]).not.toHaveProperty('threshold');
    await page.getByRole('button', { name: 'By words' }).click();
    await expect.poll(() => page.getByRole('slider', { name: 'Similarity from' }).inputValue(), polling).toBe('0.7');
    expect(await page.locator('loom-figure').filter({ hasText: 'Nearest neighbours' }).count()).toBe(0);
    await page.getByRole('button', { name: 'By meaning' }).click();
    await expect.poll(() => slider.inputValue(), polling).toBe('0.9');
    expect(await lists(page)).toHaveLength(2);
    const again = await panel({ state: await page.evaluate(() => window.loomHost.state) });
    await expect.poll(() => again.getByRole('slider', { name: 'Cosine from' }).inputValue(), polling).toBe('0.9');
    expect(await calls(again, 'duplicates/list')).toMatchObject([{ by: 'meaning', threshold: 0.9 }]);
    await again.getByRole('button', { name: 'Take 0.80, which suits them' }).click();
    await expect.poll(() => again.getByRole('slider', { name: 'Cosine from' }).inputValue(), polling).toBe('0.8');
    expect(await again.getByRole('button', { name: 'which suits them' }).count()).toBe(0);
  });

  it('show how near the nearest are, with the threshold among them, as chart, table and file', async () => {
    const page = await byMeaning();
    const nearest = figure(page, 'Nearest neighbours');
    await nearest.getByText('0.80 suits these samples. By the embeddings of onnx/all-MiniLM-L6-v2.').waitFor();
    const chart = nearest.locator('loom-chart');
    await chart.getByRole('img', { name: 'Histogram of cosine of the nearest neighbour, with a line at 0.8' }).waitFor();
    /** Where a bar begins, and where the line stands. */
    const places = () =>
      chart.evaluate((element) => {
        const lines = [...element.shadowRoot!.querySelectorAll('line')].filter(
          (line) => line.getAttribute('x1') === line.getAttribute('x2'),
        );
        const bars = [...element.shadowRoot!.querySelectorAll('[data-hits] rect')];
        return {
          lines: lines.map(
            (line) =>
              Number(line.getAttribute('x1')) +
              Number(/translate\(([\d.]+)/.exec(line.closest('g')?.getAttribute('transform') ?? '')?.[1] ?? 0),
          ),
          bars: bars.map((bar) => Number(bar.getAttribute('x'))),
        };
      });
    await expect.poll(async () => (await places()).lines.length, polling).toBeGreaterThan(0);
    const { lines, bars } = await places();
    expect(bars).toHaveLength(8);
    // The fifth bar begins at .8.
    expect(lines).toHaveLength(1);
    expect(Math.abs(lines[0]! - bars[4]!)).toBeLessThan(1.5);
    expect(await chart.locator('rect.open').count()).toBe(0);
    await nearest.getByRole('button', { name: 'Table' }).click();
    expect(await nearest.getByRole('row').nth(5).locator('th, td').allInnerTexts()).toEqual(['0.8', '0.85', '14']);
    await page.getByRole('button', { name: 'Save Nearest neighbours as CSV' }).click();
    await page.getByTestId('insights-said').getByText('Saved as').waitFor();
    const [saved] = (await calls(page, 'saveAs')) as { name: string; text: string }[];
    expect(saved).toMatchObject({ name: 'nearest-neighbours.csv', text: expect.stringContaining('0.95,1,3\r\n') as string });
  });

  it('are thinned out by the threshold that is shown', async () => {
    const page = await byMeaning();
    await page.getByTestId('group').first().getByLabel('keep this one').nth(1).check();
    await page.getByRole('button', { name: 'Thin Out…' }).click();
    await page.getByRole('button', { name: 'Thin Out', exact: true }).click();
    await page.getByTestId('insights-said').getByText('3 samples rejected as the same in other words, out of 2 groups.').waitFor();
    expect(await calls(page, 'duplicates/thin')).toEqual([
      { filter: { status: ['pending', 'accepted'] }, by: 'meaning', keep: 'judge', first: ['01J0000001'], threshold: 0.8 },
    ]);
  });

  it('keep nothing unseen that was chosen to stay in a group by words', async () => {
    const page = await openInsights();
    await page.getByTestId('group').first().getByLabel('keep this one').nth(1).check();
    await page.evaluate(() => {
      window.loomHost.answers.insights.missing = 999;
    });
    await page.getByRole('button', { name: 'By meaning' }).click();
    await page.getByTestId('to-embed').waitFor();
    await page.getByRole('button', { name: 'By words' }).click();
    await page.getByTestId('group').first().waitFor();
    expect(await page.getByTestId('group').first().getByLabel('keep this one').nth(1).isChecked()).toBe(false);
  });

  it('say how many samples have no embedding, and have them embedded', async () => {
    const page = await byMeaning();
    await page.getByTestId('to-embed').getByText('2 samples have no embedding, and are not compared.').waitFor();
    await page.getByRole('button', { name: 'Embed Them…' }).click();
    await expect
      .poll(() => calls(page, 'command'), polling)
      .toEqual([{ command: 'conceptLoom.embedSamples', choice: { filter: { status: ['pending', 'accepted'] } } }]);
  });

  it('say that no model is chosen, and have one chosen', async () => {
    const page = await byMeaning({}, null);
    await page.getByTestId('to-embed').getByText('No model is chosen that embeds').waitFor();
    expect(await page.getByRole('slider').count()).toBe(0);
    await page.getByRole('button', { name: 'Choose Model…' }).click();
    await expect.poll(() => calls(page, 'command'), polling).toEqual([{ command: 'conceptLoom.chooseModel' }]);
  });

  it('are left alone in Restricted Mode', async () => {
    const page = await byMeaning({ trusted: false });
    await page.getByTestId('to-embed').waitFor();
    for (const name of ['Embed Them…', 'Thin Out…'])
      expect(await page.locator('vscode-button', { hasText: name }).getAttribute('disabled')).not.toBeNull();
  });

  it('say what went wrong, and are tried again', async () => {
    const page = await openInsights();
    await page.evaluate(() => window.loomHost.answers.fail.set('duplicates/list', '30,000 samples are too many'));
    await page.getByRole('button', { name: 'By meaning' }).click();
    await page.getByText('Duplicates could not be listed: 30,000 samples are too many').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await figure(page, 'Nearest neighbours').locator('svg').waitFor();
  });
});
