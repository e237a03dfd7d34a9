import { describe, expect, it } from 'vitest';
import { calls, filter, polling, question, readyPanel, rows, tidyUp } from './kit/panel.ts';

tidyUp();

describe('what a gate held back as a near-duplicate', () => {
  const held = async (setup: Parameters<typeof readyPanel>[0] = {}) => {
    const page = await readyPanel({ focus: { kind: 'all' }, ...setup });
    await filter(page).fill('status:gated');
    await rows(page).first().click();
    await page.getByTestId('twin').waitFor();
    return page;
  };

  it('stands beside its twin, and what only one of them says is marked in both', async () => {
    const page = await held();
    const [own, other] = await page.getByTestId('twin').getByRole('article').all();
    const marked = async (side: typeof own) => (await side!.locator('ins').allInnerTexts()).map((text) => text.trim());
    expect(await marked(own)).toEqual(['State', 'stands', 'with the', 'of a funnel', 'stands']);
    expect(await marked(other)).toEqual(['Name', 'is', 'of funnel', 'is']);
    expect(await other!.innerText()).toMatch(/accepted\s+similarity \.74/);
  });

  it('leads to its twin', async () => {
    const page = await held();
    await page.getByRole('button', { name: 'Show this sample' }).click();
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^Name two conditions/);
    expect(await page.getByTestId('twin').count()).toBe(0);
  });

  it('is let in as any other', async () => {
    const page = await held();
    await page.keyboard.press('a');
    await expect.poll(async () => (await calls(page, 'review/accept')).length, polling).toBe(1);
  });

  it('has it below where there is no room beside', async () => {
    const page = await held({ width: 360 });
    const [own, other] = await Promise.all((await page.getByTestId('twin').getByRole('article').all()).map((each) => each.boundingBox()));
    expect(other!.y).toBeGreaterThanOrEqual(own!.y + own!.height);
    expect(own!.x + own!.width).toBeLessThanOrEqual(360);
  });
});
