import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { calls, filter, panel, polling, question, readyPanel, rows, tidyUp } from './kit/panel.ts';
import type { PageSetup } from './kit/page.ts';

tidyUp();

/** Three of the samples scored, the second the worst. */
async function judgedPanel(setup: PageSetup = {}): Promise<Page> {
  const page = await readyPanel(setup);
  await page.evaluate(() => {
    const { project } = window.loomHost.answers;
    project.judge({ '01J0000000': 4.6, '01J0000001': 2.2, '01J0000003': 3.4 });
    window.loomHost.push('changed', { revision: project.revision });
  });
  await rows(page).filter({ hasText: '2.2' }).waitFor();
  return page;
}

const scores = async (page: Page): Promise<string[]> =>
  (await rows(page).allInnerTexts()).map((text) => /judge\s+(\d\.\d)/.exec(text)?.[1] ?? 'none');
const order = (page: Page, name: string) => page.getByRole('group', { name: 'Order' }).getByRole('button', { name });

describe('scores in the list', () => {
  it('stand in the rows of what was judged, and of nothing else', async () => {
    const page = await judgedPanel();
    expect(await scores(page)).toEqual(['4.6', '2.2', '3.4', ...Array<string>(5).fill('none')]);
  });

  it('stand in the strip of a narrow panel too', async () => {
    const page = await judgedPanel({ width: 400 });
    expect(await rows(page).first().innerText()).toMatch(/to review\s*·\s*4\.6/);
  });
});

describe('the order of the list', () => {
  it('can be the worst first, and begins there', async () => {
    const page = await judgedPanel();
    await rows(page).nth(2).click();
    await order(page, 'worst first').click();
    await expect.poll(() => scores(page), polling).toEqual(['2.2', '3.4', '4.6', ...Array<string>(5).fill('none')]);
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^Low water/);
    expect(await order(page, 'worst first').getAttribute('aria-pressed')).toBe('true');
    await order(page, 'oldest first').click();
    await expect.poll(async () => (await scores(page))[0], polling).toBe('4.6');
  });

  it('scrolls to the top of a long list', async () => {
    const page = await readyPanel({ samples: 3000, focus: { kind: 'all' } });
    const list = page.locator('loom-sample-list');
    await list.evaluate((element) => {
      element.scrollTop = 40_000;
    });
    await order(page, 'worst first').click();
    await expect.poll(() => list.evaluate((element) => element.scrollTop), polling).toBe(0);
  });

  it('is kept when the panel is hidden and shown again', async () => {
    const page = await judgedPanel();
    await order(page, 'worst first').click();
    await expect.poll(() => page.evaluate(() => window.loomHost.state), polling).toMatchObject({ order: 'judge' });
    const again = await panel({ state: await page.evaluate(() => window.loomHost.state) });
    await expect.poll(() => order(again, 'worst first').getAttribute('aria-pressed'), polling).toBe('true');
  });

  it('leads to the agreement of the judge', async () => {
    const page = await readyPanel();
    await page.getByRole('button', { name: 'Calibrate…' }).click();
    expect(await calls(page, 'command')).toEqual([{ command: 'conceptLoom.calibrateJudge' }]);
  });
});

describe('judging from the panel', () => {
  it('is of what is ticked, which stays ticked', async () => {
    const page = await readyPanel();
    await page.keyboard.press('x');
    await rows(page)
      .nth(2)
      .click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Judge 3…' }).click();
    expect(await calls(page, 'command')).toEqual([
      { command: 'conceptLoom.judgeSamples', choice: { samples: ['01J0000000', '01J0000001', '01J0000003'] } },
    ]);
    await page.getByRole('button', { name: 'Accept 3' }).waitFor();
  });

  it('is of all that the filter leaves', async () => {
    const page = await readyPanel();
    await filter(page).fill('status:pending,gated file:sea/tides.md');
    await page.getByRole('button', { name: 'Judge all 4…' }).click();
    expect(await calls(page, 'command')).toEqual([
      { command: 'conceptLoom.judgeSamples', choice: { filter: { status: ['pending', 'gated'], file: 'sea/tides.md' } } },
    ]);
  });

  it('is not done where no model may be called; calibrating is', async () => {
    const page = await readyPanel({ trusted: false });
    expect(await page.getByRole('button', { name: 'Judge all 8…' }).isDisabled()).toBe(true);
    await page.keyboard.press('x');
    expect(await page.getByRole('button', { name: 'Judge 1…' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Calibrate…' }).isDisabled()).toBe(false);
  });
});
