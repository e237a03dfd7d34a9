import { describe, expect, it } from 'vitest';
import { calls, filter, polling, readyPanel, rows, tidyUp } from './kit/panel.ts';

tidyUp();

const everything = { focus: { kind: 'all' } } as const;

describe('the filter', () => {
  it('offers fields, then their words, by keyboard alone', async () => {
    const page = await readyPanel(everything);
    const options = page.getByRole('option').filter({ visible: true }).locator('.label');
    await filter(page).focus();
    await page.keyboard.type('sta');
    await expect.poll(() => options.allInnerTexts(), polling).toEqual(['status:']);
    await page.keyboard.press('Tab');
    await expect.poll(() => options.allInnerTexts(), polling).toEqual(['pending', 'accepted', 'rejected', 'gated']);
    // What is missing is no mistake while it is offered.
    expect(await page.getByText('lacks a value').count()).toBe(0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await filter(page).getAttribute('aria-activedescendant')).toBe('suggestion-2');
    await page.keyboard.press('Enter');
    await expect.poll(() => filter(page).inputValue(), polling).toBe('status:rejected ');
    await expect.poll(() => rows(page).count(), polling).toBe(1);
    expect(await filter(page).getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByTestId('count-rejected').getAttribute('aria-pressed')).toBe('true');
  });

  it('offers the names that the data have, and takes one by a click', async () => {
    const page = await readyPanel(everything);
    await filter(page).focus();
    await page.keyboard.type('file:TIDES');
    await page.getByRole('option', { name: /sea\/tides\.md/ }).click();
    await expect.poll(() => filter(page).inputValue(), polling).toBe('file:sea/tides.md ');
    expect((await calls(page, 'samples/values')).at(-1)).toEqual({ field: 'file', text: 'TIDES', limit: 20 });
    await expect.poll(() => rows(page).count(), polling).toBe(8);
    expect(await filter(page).evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  it('shows all that there is on an arrow, closes on Esc, and then leaves for the list', async () => {
    const page = await readyPanel(everything);
    await filter(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: /^judge:/ }).waitFor();
    await page.keyboard.press('Escape');
    expect(await filter(page).getAttribute('aria-expanded')).toBe('false');
    expect(await filter(page).evaluate((field) => field.matches(':focus'))).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('listbox', { name: 'Samples' }).evaluate((list) => list.matches(':focus')), polling).toBe(true);
  });

  it('keeps the list, and offers nothing for all of it, while something is wrong', async () => {
    const page = await readyPanel(everything);
    await filter(page).fill('status:accepted');
    await expect.poll(() => rows(page).count(), polling).toBe(4);
    await filter(page).fill('status:accepted judgd:4');
    await page.getByText('at 17: there is no field “judgd”: there are status, file').waitFor();
    expect(await filter(page).getAttribute('aria-invalid')).toBe('true');
    expect(await rows(page).count()).toBe(4);
    expect(await page.getByRole('button', { name: /^(Select|Judge) all/ }).count()).toBe(0);
  });

  it('says that a sign alone is nothing to look for, and asks for nothing meanwhile', async () => {
    const page = await readyPanel(everything);
    await filter(page).fill('status:accepted');
    await expect.poll(() => rows(page).count(), polling).toBe(4);
    await filter(page).pressSequentially(' §');
    await page.getByText('at 17: “§” holds no letter or digit').waitFor();
    expect(await filter(page).getAttribute('aria-invalid')).toBe('true');
    expect(await rows(page).count()).toBe(4);
    expect(await page.getByRole('button', { name: /^(Select|Judge) all/ }).count()).toBe(0);
    for (const { filter: asked } of (await calls(page, 'samples/list')) as { filter: object }[]) expect(asked).not.toHaveProperty('text');
  });
});
