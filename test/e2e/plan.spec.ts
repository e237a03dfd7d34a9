import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Panel } from './support/panel.ts';
import { Workbench } from './support/workbench.ts';

const table = ['tokens,loss', ...[3.9, 3.7, 3.46, 3.2, 2.97, 2.77, 2.6].map((loss, at) => `${100 * 2 ** at}M,${loss}`)].join('\n');

describe('the plan in VS Code', () => {
  let folder: string;
  let outside: string;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loom-plan-'));
    outside = mkdtempSync(join(tmpdir(), 'loom-tables-'));
    writeFileSync(join(outside, 'runs.csv'), table);
    writeFileSync(join(outside, 'latin.csv'), Buffer.from('tokens,loss\n100M,3.9 \xb1 0.1\n', 'latin1'));
    writeFileSync(join(outside, 'large.csv'), `${table}\n`.repeat(20_000));
    workbench = await Workbench.open({ folder, size: { width: 1900, height: 1300 } });
    panel = new Panel(workbench.panel);
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true });
    rmSync(outside, { recursive: true });
  });

  it('opens by its command in a folder with nothing in it, and fits what is typed by the engine', async () => {
    await workbench.run('Concept Loom: Open Plan');
    const points = panel.frame.getByRole('textbox', { name: /^Points:/ });
    await points.fill(table);
    await panel.frame.getByRole('button', { name: 'Fit' }).click();
    await panel.frame.locator('loom-chart svg').waitFor();
    await panel.frame.getByText(/^At D 6\.4B the loss is 2\.6; fitted without it, the rectified law says/).waitFor();
    await panel.frame.getByLabel('Target').fill('2.4');
    await panel.frame.getByLabel('Target').press('Enter');
    await panel.frame.getByText(/^2\.4 takes D \d.*; extrapolated, .* times the largest point\.$/).waitFor();
    await workbench.settled();
    await workbench.screenshot('plan-1-scaling');
    await points.fill('tokens,loss\n1,2\n2,2\n4,2\n8,2\n16,2');
    await panel.frame.getByRole('button', { name: 'Fit' }).click();
    // The words of the engine, through its process and the extension.
    await panel.frame.getByRole('alert').getByText('the loss is the same at every D (2)').waitFor();
    expect(await panel.frame.getByRole('tab', { name: 'Plan' }).getAttribute('aria-selected')).toBe('true');
  });

  it('takes a table from a file of one’s own, and says what is wrong with another', async () => {
    const points = panel.frame.getByRole('textbox', { name: /^Points:/ });
    const load = async (name: string): Promise<void> => {
      await panel.frame.getByRole('button', { name: 'Load CSV…' }).click();
      await workbench.chooseFile(join(outside, name));
    };
    await load('runs.csv');
    await expect.poll(() => points.inputValue()).toBe(table);
    await load('latin.csv');
    await panel.frame.getByRole('alert').getByText('latin.csv is not a text in UTF-8: save it as CSV (UTF-8).').waitFor();
    await load('large.csv');
    await panel.frame.getByRole('alert').getByText('large.csv is larger than a table of points: choose a file below 1 MB.').waitFor();
    // Nothing that could not be read takes the place of what was there, and neither does a question that was left.
    await panel.frame.getByRole('button', { name: 'Load CSV…' }).click();
    await expect.poll(() => workbench.quickInput.inputValue()).toContain('/');
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    expect(await points.inputValue()).toBe(table);
  });
});
