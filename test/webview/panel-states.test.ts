import { describe, expect, it } from 'vitest';
import { panel, readyPanel, ready, rows, question, live, calls, polling, tidyUp } from './kit/panel.ts';

tidyUp();

describe('states', () => {
  it('starts from nothing with one button', async () => {
    const page = await panel({ empty: true, samples: 0, focus: { kind: 'all' } });
    await page.getByText('Nothing has been read yet').waitFor();
    await page.getByRole('button', { name: 'Weave Samples' }).click();
    expect(await calls(page, 'command')).toEqual([{ command: 'conceptLoom.weaveSamples' }]);
  });

  it('shows why it could not open, and tries again', async () => {
    const page = await panel({ fail: { status: 'The engine stopped: out of memory.' } });
    await page.getByText('The engine stopped: out of memory.').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await ready(page);
  });

  it('shows a failing part where it failed, and the rest as it was', async () => {
    const page = await readyPanel();
    await page.evaluate(() => {
      window.loomHost.answers.fail.set('graph/view', 'no index');
      window.loomHost.answers.fail.set('samples/list', 'the database is locked');
      window.loomHost.push('changed', { revision: 50 });
    });
    await page.getByText('The graph could not be loaded: no index').waitFor();
    await page.getByText('The samples could not be loaded: the database is locked').waitFor();
    expect(await rows(page).count()).toBe(8);
    await page.getByRole('button', { name: 'Retry' }).first().click();
    await page.getByRole('button', { name: 'Retry' }).first().click();
    await expect.poll(() => page.getByRole('button', { name: 'Retry' }).count(), polling).toBe(0);
  });

  it('says why a decision failed, beside it', async () => {
    const page = await readyPanel();
    await page.evaluate(() => window.loomHost.answers.fail.set('review/accept', 'The disk is full.'));
    await page.keyboard.press('a');
    await page.getByText('The disk is full.').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect.poll(() => live(page).innerText(), polling).toContain('Accepted.');
  });

  it('reads in restricted mode, decides nothing and calls no model', async () => {
    const page = await readyPanel({ trusted: false });
    for (const name of ['Generate…', 'Accept', 'Reject…', 'Edit', 'Regenerate…'])
      expect(await page.getByRole('button', { name, exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press('g');
    expect(await page.getByRole('textbox', { name: 'Instruction' }).count()).toBe(0);
    await page.keyboard.press('a');
    expect(await calls(page, 'review/accept')).toEqual([]);
    await page.getByRole('button', { name: 'Manage Trust' }).click();
    expect(await calls(page, 'command')).toEqual([{ command: 'conceptLoom.manageTrust' }]);
    await page.evaluate(() => {
      window.loomHost.push('trust', { trusted: true });
    });
    await expect.poll(() => page.getByRole('button', { name: 'Generate…', exact: true }).isDisabled(), polling).toBe(false);
  });

  it('shows progress and starts what its buttons say', async () => {
    const page = await readyPanel();
    await page.evaluate(() => {
      window.loomHost.push('progress', { run: 'r', label: 'Generating samples', done: 12, total: 40 });
    });
    expect(await page.getByTestId('progress').innerText()).toContain('12 of 40');
    await page.evaluate(() => {
      window.loomHost.push('progress', null);
    });
    await expect.poll(() => page.getByTestId('progress').count(), polling).toBe(0);
    await page.getByRole('button', { name: 'Preview Prompt' }).click();
    await page.getByRole('button', { name: 'Generate…', exact: true }).click();
    expect(await calls(page, 'command')).toEqual([{ command: 'conceptLoom.previewPrompt' }, { command: 'conceptLoom.generateSamples' }]);
  });

  it('follows the host to another file', async () => {
    const page = await readyPanel();
    await page.evaluate(() => {
      window.loomHost.push('focus', { kind: 'file', file: 'coast/waves.md' });
    });
    await expect.poll(() => page.getByTestId('graph-title').innerText(), polling).toContain('coast/waves.md');
    await expect.poll(() => question(page).innerText(), polling).toMatch(/tide wave travel/);
  });
});

describe('the line between graph and samples', () => {
  it('drags, obeys the keys, and lets either part fill the panel', async () => {
    const page = await readyPanel();
    const line = page.getByRole('separator', { name: 'Graph and Samples' });
    const value = async () => Number(await line.getAttribute('aria-valuenow'));
    const box = (await line.boundingBox())!;
    await page.mouse.move(box.x + 40, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + 40, box.y + 120);
    await page.mouse.up();
    await expect.poll(value, polling).toBeGreaterThan(50);
    const dragged = await value();
    await line.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(value, polling).toBe(dragged - 5);
    await page.keyboard.press('End');
    await expect.poll(value, polling).toBe(100);
    await page.keyboard.press('ArrowUp');
    await expect.poll(value, polling).toBeLessThan(100);
    await page.getByRole('button', { name: 'Fill with samples' }).click();
    await expect.poll(value, polling).toBe(0);
    expect(await question(page).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Show both' }).click();
    await expect.poll(value, polling).toBe(45);
  });
});

describe('a hundred thousand samples', () => {
  it('scroll with a bounded number of rows in the page, to the very last', async () => {
    const page = await readyPanel({ samples: 100_000, focus: { kind: 'all' } });
    const list = page.locator('loom-sample-list');
    const scroll = (part: number) =>
      list.evaluate((element, to) => {
        element.scrollTop = element.scrollHeight * to;
      }, part);
    for (const part of [0.1, 0.5, 0.93, 1]) {
      await scroll(part);
      await expect.poll(() => list.locator('[data-sample-id]').count(), polling).toBeGreaterThan(4);
      expect(await rows(page).count()).toBeLessThan(40);
    }
    await page.locator('[data-sample-id="01J0099999"]').click();
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^\(99999\)/);
    const asked = await calls(page, 'samples/list');
    expect(asked.length).toBeLessThan(40);
  });
});
