import { describe, expect, it } from 'vitest';
import { panel, readyPanel, rows, question, live, calls, polling, tidyUp } from './kit/panel.ts';

tidyUp();

describe('reviewing', () => {
  it('accepts by key, says so, and moves on', async () => {
    const page = await readyPanel();
    await page.keyboard.press('a');
    await expect.poll(() => live(page).innerText(), polling).toBe('Accepted. 2 to review.');
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^Low water of 1\.2 m/);
    expect(await rows(page).first().innerText()).toContain('accepted');
    await page.keyboard.press('u');
    await expect.poll(() => live(page).innerText(), polling).toContain('Undone');
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^A harbour/);
    await page.keyboard.press('Shift+U');
    await expect.poll(() => live(page).innerText(), polling).toContain('Redone');
  });

  it('goes through the samples with J, K and the arrows', async () => {
    const page = await readyPanel();
    await page.keyboard.press('j');
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^Low water/);
    await page.keyboard.press('k');
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^A harbour/);
    await page.getByRole('listbox', { name: 'Samples' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^Explain how/);
    await page.keyboard.press('End');
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^State two conditions/);
  });

  it('rejects with a reason typed or chosen, without leaving the keyboard', async () => {
    const page = await readyPanel();
    await page.keyboard.press('r');
    const reason = page.getByRole('textbox', { name: 'Reason' });
    await expect.poll(() => reason.evaluate((field) => field.matches(':focus')), polling).toBe(true);
    await page.keyboard.type('a gem, arguably');
    await page.keyboard.press('Escape');
    expect(await reason.count()).toBe(0);
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'ambiguous' }).click();
    await page.keyboard.press('Enter');
    await expect.poll(() => live(page).innerText(), polling).toBe('Rejected. 2 to review.');
    expect(await calls(page, 'review/reject')).toEqual([{ samples: ['01J0000000'], reason: 'ambiguous' }]);
    await expect.poll(() => rows(page).first().innerText(), polling).toContain('ambiguous');
    expect(await calls(page, 'review/accept')).toEqual([]);
  });

  it('edits in place: Ctrl+Enter saves, Esc leaves all as it was', async () => {
    const page = await readyPanel();
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Question' }).fill('a, e, g and u are letters?');
    await page.keyboard.press('Escape');
    expect(await question(page).innerText()).toMatch(/^A harbour/);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Answer', exact: true }).fill('Six metres.');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.getByTestId('answer').innerText(), polling).toBe('Six metres.');
    expect(await live(page).innerText()).toBe('Edited.');
    await page.getByRole('button', { name: 'Show difference' }).click();
    expect(await page.getByTestId('answer').locator('del').count()).toBeGreaterThan(0);
  });

  it('regenerates with an instruction and shows what changed, then undoes it', async () => {
    const page = await readyPanel();
    await page.evaluate(() => window.loomHost.hold.add('review/regenerate'));
    await page.keyboard.press('g');
    await page.getByRole('textbox', { name: 'Instruction' }).fill('ask why');
    await page.getByRole('button', { name: 'Regenerate', exact: true }).click();
    await page.getByText('Regenerating…').waitFor();
    await page.evaluate(() => {
      window.loomHost.release();
    });
    await expect.poll(() => page.getByTestId('difference').count(), polling).toBe(1);
    expect(await page.getByTestId('difference').innerText()).toContain('“ask why”');
    expect(await question(page).locator('ins').allInnerTexts()).toEqual(['small ', ', and why']);
    await page.keyboard.press('u');
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^A harbour .*\?$/s);
    expect(await question(page).locator('ins').count()).toBe(0);
  });

  it('keeps a half-written edit when the panel is hidden and shown again', async () => {
    const page = await readyPanel();
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Question' }).fill('Half a quest');
    const state = await page.evaluate(() => window.loomHost.state);
    const again = await panel({ state });
    await expect.poll(() => again.getByRole('textbox', { name: 'Question' }).inputValue(), polling).toBe('Half a quest');
  });

  it('ticks several and decides on them together', async () => {
    const page = await readyPanel();
    await page.keyboard.press('x');
    await rows(page)
      .nth(2)
      .click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Accept 3' }).click();
    await expect.poll(() => live(page).innerText(), polling).toBe('Accepted 3 samples. Nothing left to review.');
    await page.getByRole('button', { name: 'Select all 8' }).click();
    await page.getByRole('button', { name: 'Reject 8…' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('start again');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await page.getByTestId('count-rejected').innerText()).trim(), polling).toBe('8 rejected');
  });

  it('shows how far deciding on many is, and calls it off', async () => {
    const page = await readyPanel({ samples: 300, focus: { kind: 'all' } });
    await page.getByRole('button', { name: /^Select all 300/ }).click();
    await page.evaluate(() => {
      window.loomHost.hold.add('review/accept');
      window.loomHost.answers.project.calledOffAfter = 120;
    });
    await page.getByRole('button', { name: 'Accept 300' }).click();
    await page.evaluate(() => {
      window.loomHost.push('progress', { run: 'r', label: 'Accepting samples', done: 120, total: 300 });
    });
    const deciding = page.getByTestId('deciding');
    await expect.poll(() => deciding.innerText(), polling).toContain('Accepting samples: 120 of 300');
    await deciding.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => calls(page, 'cancel'), polling).toEqual([{}]);
    await page.evaluate(() => {
      window.loomHost.release();
    });
    await expect.poll(() => live(page).innerText(), polling).toMatch(/^120 of 300 accepted; cancelled\. /);
    expect(await deciding.count()).toBe(0);
  });

  it('has one filled button at a time', async () => {
    const page = await readyPanel();
    const filled = () => page.locator('vscode-button[appearance="primary"]:visible').allInnerTexts();
    const names = async () => (await filled()).map((text) => text.split('\n')[0]);
    await expect.poll(names, polling).toEqual(['Accept']);
    await page.keyboard.press('r');
    await expect.poll(names, polling).toEqual(['Reject']);
    await page.keyboard.press('Escape');
    await rows(page).filter({ hasText: 'accepted' }).first().click();
    await expect.poll(names, polling).toEqual(['Generate…']);
  });
});
