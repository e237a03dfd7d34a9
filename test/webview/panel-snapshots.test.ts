import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cutOff, violations } from './kit/appearance.ts';
import { calls, panel, polling, question, readyPanel, tidyUp } from './kit/panel.ts';
import type { PageSetup } from './kit/page.ts';
import { themeNames } from './kit/themes.ts';

tidyUp();

const tab = (page: Page) => page.getByRole('tab', { name: 'Snapshots' });
const differing = (page: Page) => page.getByTestId('differing');
const chip = (page: Page, name: string) => page.getByRole('group', { name: 'Kinds of differences' }).getByRole('button', { name });
const changed = (page: Page) => page.locator('loom-comparison li');

async function openSnapshots(setup: PageSetup = {}): Promise<Page> {
  const page = await readyPanel(setup);
  await tab(page).click();
  await page.getByRole('heading', { name: 'Snapshots' }).waitFor();
  return page;
}

async function take(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Take Snapshot…' }).click();
  await page.getByRole('textbox', { name: 'Name of the snapshot' }).fill(name);
  await page.keyboard.press('Enter');
  await page.getByTestId('snapshots-said').getByText(`Took the snapshot ${name}.`).waitFor();
}

/** A panel with a snapshot, after which one sample was accepted and another was edited. */
async function withDifferences(setup: PageSetup = {}): Promise<Page> {
  const page = await openSnapshots(setup);
  await take(page, 'first draft');
  await page.evaluate(() => {
    const { project } = window.loomHost.answers;
    project.decide({ samples: ['01J0000000'] }, 'accepted', null);
    project.edit({ sample: '01J0000001', parts: { question: 'Why is the <b>tide</b> late at Avonmouth?' } });
    window.loomHost.push('changed', { revision: project.revision });
  });
  await page.getByText('Out of date').waitFor();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await differing(page).getByText('2 samples differ.').waitFor();
  return page;
}

describe('the tab Snapshots', () => {
  it('loads and asks nothing before it is opened, and says how to begin', async () => {
    const page = await readyPanel();
    expect(await page.evaluate(() => customElements.get('loom-snapshots') !== undefined)).toBe(false);
    expect(await calls(page, 'snapshots/list')).toEqual([]);
    await tab(page).click();
    await page.getByText('No snapshots yet.').waitFor();
    expect(await page.getByRole('heading', { name: 'Differences' }).count()).toBe(0);
    await take(page, 'first draft');
    await differing(page).getByText('No differences.').waitFor();
    expect(await page.locator('loom-snapshot-list li').count()).toBe(1);
  });

  it('shows what differs, by kind, part by part with what was said before, and leads to the sample', async () => {
    const page = await withDifferences();
    expect(await changed(page).count()).toBe(2);
    await chip(page, '1 edited').click();
    await expect.poll(() => changed(page).count(), polling).toBe(1);
    const fold = changed(page).getByRole('button').first();
    await fold.focus();
    await page.keyboard.press('Enter');
    expect(await fold.getAttribute('aria-expanded')).toBe('true');
    expect(await changed(page).locator('del').count()).toBeGreaterThan(0);
    // What a model or a person wrote is text.
    expect(await changed(page).locator('b').count()).toBe(0);
    await chip(page, '1 re-decided').click();
    await changed(page).getByRole('button').first().click();
    await changed(page)
      .getByText(/^to review → accepted by /)
      .waitFor();
    await changed(page).getByRole('button', { name: 'Open in Review' }).click();
    await question(page).waitFor();
    expect(await calls(page, 'samples/get')).toContainEqual({ sample: '01J0000000' });
  });

  it('compares any two states, either way round, and keeps what was chosen', async () => {
    const page = await withDifferences();
    await take(page, 'second');
    await page.getByLabel('From').selectOption('second');
    await page.getByLabel('To', { exact: true }).selectOption('first draft');
    await expect.poll(async () => (await calls(page, 'snapshots/compare')).at(-1), polling).toMatchObject({ from: 's-2', to: 's-1' });
    const left = await page.evaluate(() => window.loomHost.state);
    const again = await panel({ state: left });
    await again.getByText('No snapshots yet.').waitFor();
    expect(left).toMatchObject({ tab: 'snapshots', snapshots: { from: 's-2', to: 's-1' } });
  });

  it('compares the states that the host points at, and goes on with the rest of the panel', async () => {
    const page = await withDifferences();
    await take(page, 'second');
    await page.getByRole('tab', { name: 'Review' }).click();
    await page.evaluate(() => {
      window.loomHost.push('focus', { kind: 'snapshots', from: 's-1', to: 's-2' });
    });
    await differing(page).getByText('2 samples differ.').waitFor();
    expect((await calls(page, 'snapshots/compare')).at(-1)).toMatchObject({ from: 's-1', to: 's-2' });
    await page.getByRole('tab', { name: 'Review' }).click();
    await question(page).waitFor();
    const fresh = await panel({ focus: { kind: 'snapshots', from: 's-1', to: 'now' } });
    await fresh.getByText('No snapshots yet.').waitFor();
    await fresh.getByRole('tab', { name: 'Review' }).click();
    await question(fresh).waitFor();
  });

  it('has a comparison called off, and takes it up again', async () => {
    const page = await withDifferences();
    await page.evaluate(() => {
      window.loomHost.hold.add('snapshots/compare');
    });
    await page.getByLabel('From').selectOption('now');
    const differences = page.getByRole('region', { name: 'Differences' });
    await differences.getByRole('status').getByText('Comparing…').waitFor();
    await differences.getByRole('button', { name: 'Cancel' }).focus();
    await page.keyboard.press('Enter');
    await differences.getByText('Called off').waitFor();
    expect(await calls(page, 'cancel')).toEqual([{ what: 'comparing' }]);
    // Nothing is shown that is not of the states that are named.
    expect(await differing(page).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    // The keyboard stays where the button was.
    await differences.getByRole('button', { name: 'Compare' }).and(page.locator(':focus')).waitFor();
    await page.evaluate(() => {
      window.loomHost.release();
    });
    await page.keyboard.press('Enter');
    await differing(page).getByText('No differences.').waitFor();
    expect(await differences.getByText('Called off').count()).toBe(0);
  });

  it('restores after it has said what that brings back', async () => {
    const page = await withDifferences();
    await page.getByRole('button', { name: 'Restore first draft' }).click();
    const asked = page.getByRole('group', { name: 'Restore first draft' });
    await asked.getByText('decisions on 1 sample and texts of 1 sample').waitFor();
    await asked.getByRole('button', { name: 'Cancel' }).click();
    expect(await calls(page, 'snapshots/restore')).toEqual([]);
    await page.getByRole('button', { name: 'Restore first draft' }).click();
    await asked.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByTestId('snapshots-said').getByText('Restored first draft: 2 samples changed.').waitFor();
    await page.getByText('before restoring first draft', { exact: true }).first().waitFor();
  });

  it('drops a name after it has asked, and says what went wrong', async () => {
    const page = await openSnapshots();
    await take(page, 'first draft');
    await page.getByRole('button', { name: 'Take Snapshot…' }).click();
    await page.getByRole('textbox', { name: 'Name of the snapshot' }).fill('first draft');
    await page.getByRole('button', { name: 'Take', exact: true }).click();
    await page.getByRole('alert').getByText('there is a snapshot “first draft” already').waitFor();
    await page.getByRole('textbox', { name: 'Name of the snapshot' }).press('Escape');
    await page.getByRole('button', { name: 'Drop first draft' }).click();
    await page.getByRole('group', { name: 'Drop first draft' }).getByRole('button', { name: 'Drop', exact: true }).click();
    await page.getByText('No snapshots yet.').waitFor();
  });

  it('lets nothing be written where the folder is not trusted', async () => {
    const page = await openSnapshots({ trusted: false });
    expect(await page.getByText('Take Snapshot…').getAttribute('disabled')).not.toBeNull();
  });

  it('fetches many differences a page at a time', async () => {
    const page = await openSnapshots({ samples: 130 });
    await take(page, 'first draft');
    await page.evaluate(() => {
      const { project } = window.loomHost.answers;
      project.decide({ filter: {} }, 'rejected', 'dull');
      window.loomHost.push('changed', { revision: project.revision });
    });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect.poll(() => changed(page).count(), polling).toBe(50);
    await page.getByRole('button', { name: /^Show more/ }).click();
    await expect.poll(() => changed(page).count(), polling).toBe(100);
    await page.getByRole('button', { name: /^Show more/ }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Show more/ }).count(), polling).toBe(0);
  });

  for (const width of [350, 550, 900]) {
    it(`cuts nothing off at ${width} px`, async () => {
      const page = await withDifferences({ width, height: 800 });
      for (const fold of await changed(page).locator('.fold').all()) await fold.click();
      await page.getByRole('button', { name: 'Restore first draft' }).click();
      await page.getByRole('button', { name: 'Take Snapshot…' }).click();
      expect(await cutOff(page)).toEqual([]);
    });
  }

  for (const theme of themeNames) {
    it(`is accessible in the ${theme} theme`, async () => {
      const page = await withDifferences({ theme });
      for (const fold of await changed(page).locator('.fold').all()) await fold.click();
      await page.getByRole('button', { name: 'Restore first draft' }).click();
      await page.getByRole('button', { name: 'Take Snapshot…' }).click();
      expect(await violations(page)).toEqual([]);
    });
  }
});
