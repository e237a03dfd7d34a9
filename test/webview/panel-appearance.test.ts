import { describe, expect, it } from 'vitest';
import { cutOff, violations } from './kit/appearance.ts';
import { become, chip, polling, readyPanel, text, tidyUp } from './kit/panel.ts';
import { setTheme } from './kit/page.ts';
import { themeNames } from './kit/themes.ts';

tidyUp();

describe('every width and theme', () => {
  for (const width of [320, 500, 900]) {
    it(`cuts nothing off at ${width} px, with forms open too`, async () => {
      const page = await readyPanel({ width, height: 800 });
      expect(await cutOff(page)).toEqual([]);
      await chip(page, 'spring tide').click();
      await page.getByTestId('inspector-title').getByText('spring tide').waitFor();
      expect(await cutOff(page)).toEqual([]);
      for (const key of ['r', 'e', 'g']) {
        await page.keyboard.press(key);
        await page.getByRole('button', { name: 'Cancel' }).waitFor();
        expect(await cutOff(page)).toEqual([]);
        await page.keyboard.press('Escape');
      }
      await become(page, 'persona', text);
      await page.getByTestId('judge').getByText('Judge:').click();
      expect(await cutOff(page)).toEqual([]);
    });
  }

  it('folds the list into a strip above the sample where it is narrow', async () => {
    const page = await readyPanel({ width: 500 });
    const strip = (await page.locator('loom-sample-list').boundingBox())!;
    const sample = (await page.locator('loom-sample-view').boundingBox())!;
    expect(strip.height).toBeLessThan(100);
    expect(strip.y + strip.height).toBeLessThanOrEqual(sample.y);
  });

  for (const theme of themeNames) {
    it(`is accessible in the ${theme} theme`, async () => {
      const page = await readyPanel({ theme });
      await page.getByRole('button', { name: 'Node list' }).click();
      await chip(page, 'spring tide').click();
      await page.getByTestId('inspector-title').getByText('spring tide').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('r');
      await page.getByRole('textbox', { name: 'Reason' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await become(page, 'persona', text);
      await page.getByTestId('judge').getByText('Judge:').click();
      expect(await violations(page)).toEqual([]);
    });
  }

  it('takes on a new theme while it is open, canvas included', async () => {
    const page = await readyPanel({ theme: 'dark', reducedMotion: true });
    const picture = () => page.locator('loom-graph-canvas').screenshot();
    const dark = await picture();
    await setTheme(page, 'light');
    await expect.poll(async () => (await picture()).equals(dark), polling).toBe(false);
    const background = await page.locator('loom-panel').evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(background).toBe('rgb(255, 255, 255)');
    const light = await picture();
    await setTheme(page, 'dark');
    await expect.poll(async () => (await picture()).equals(light), polling).toBe(false);
    await expect.poll(async () => (await picture()).equals(dark), polling).toBe(true);
  });
});
