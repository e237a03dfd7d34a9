import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { diversityReply } from '../support/diversity-replies.ts';
import { ModelServer } from '../support/model-server.ts';
import { Panel } from './support/panel.ts';
import { enginesOf } from './support/processes.ts';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const woven = 60;

/** Figures of what was woven, each a way to the samples that it counts: each step stands on those before it. */
describe('insights in VS Code', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;
  let server: ModelServer;
  let outside: string;

  beforeAll(async () => {
    outside = mkdtempSync(join(tmpdir(), 'loom-saved-'));
    server = await ModelServer.start({ reply: ({ messages }) => diversityReply(messages.at(-1)!.content) });
    project = new ProjectFolder();
    await project.weave(woven);
    project.write('.loom/project.yaml', `${project.read('.loom/project.yaml')}\nmodels:\n  judge: critic\n`);
    workbench = await Workbench.open({
      folder: project.path,
      size: { width: 1900, height: 1300 },
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
      machineSettings: { 'conceptLoom.profiles': { critic: { url: server.url, model: 'test' } } },
    });
    panel = new Panel(workbench.panel);
    await workbench.openContainer();
    await workbench.row('Samples', new RegExp(`To Review\\s*${woven}`)).waitFor();
    await workbench.run('Concept Loom: Open Loom Beside');
    await panel.rows.first().waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    await server.close();
    rmSync(outside, { recursive: true });
  });

  const figures = () => panel.frame.locator('loom-chart svg');
  const picture = async (name: string): Promise<void> => {
    await workbench.settled();
    await workbench.screenshot(name);
  };

  it('are measured when they are first opened, and drawn under the policy of the page', async () => {
    await panel.frame.getByRole('tab', { name: 'Insights' }).click();
    await figures().first().waitFor({ timeout: 60_000 });
    await panel.frame.getByRole('heading', { name: 'MTLD', exact: true }).waitFor();
    await picture('insights-1-diversity');
    for (const section of ['Distributions', 'Coverage', 'Duplicates', 'Leakage']) {
      await panel.frame.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: section }).click();
      await picture(`insights-2-${section.toLowerCase()}`);
    }
  });

  it('lead to the samples that they count', async () => {
    await panel
      .button(new RegExp(`^${woven} samples$`))
      .first()
      .click();
    await expect.poll(() => panel.filter.inputValue()).toBe('status:pending,accepted');
    await panel.count('pending', woven).waitFor();
    await panel.frame.getByRole('tab', { name: 'Insights' }).click();
    await panel.frame.getByTestId('least').first().getByRole('button').first().click();
    // Nothing was made of that one yet: its place in the graph is shown.
    await expect.poll(() => panel.frame.getByRole('tab', { name: 'Review' }).getAttribute('aria-selected')).toBe('true');
    await panel.frame.getByText('No samples').first().waitFor();
    await picture('insights-3-filtered');
  });

  const tabOf = (name: string) => panel.frame.getByRole('tab', { name });
  const state = () => panel.frame.getByTestId('insights-state');
  const hasFocus = (part: Locator): Promise<boolean> => part.evaluate((element) => element.matches(':focus'));
  /** Goes from control to control by key, as people without a mouse do. */
  const goTo = async (part: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
    for (let left = 80; !(await hasFocus(part)); left--) {
      if (left === 0) throw new Error(`${key} never came to ${String(part)}`);
      await workbench.page.keyboard.press(key);
    }
  };

  it('are reached, set and saved by keys alone', async () => {
    await workbench.page.keyboard.press('F1');
    await workbench.type('>Concept Loom: Open Loom Beside');
    await workbench.quickPick('Open Loom Beside').waitFor();
    await workbench.page.keyboard.press('Enter');
    await goTo(tabOf('Review'));
    await workbench.page.keyboard.press('ArrowRight');
    await expect.poll(() => tabOf('Insights').getAttribute('aria-selected')).toBe('true');
    await goTo(panel.frame.getByRole('combobox', { name: 'Filter of the samples that are measured' }));
    await workbench.page.keyboard.type('method:level3');
    await workbench.page.keyboard.press('Enter');
    await state().getByText(`${woven} samples measured`).waitFor();
    const part = panel.frame.getByLabel('Part', { exact: true });
    await goTo(part);
    await workbench.page.keyboard.press('ArrowDown');
    await expect.poll(() => part.inputValue()).toBe('answer');
    await state().getByText(`${woven} samples measured`).waitFor();
    const figure = panel.frame
      .locator('loom-figure')
      .filter({ has: panel.frame.getByRole('heading', { name: 'Graph covered', exact: true }) });
    await goTo(figure.getByRole('button', { name: 'Table' }));
    await workbench.page.keyboard.press('Enter');
    const cells = figure.getByRole('region', { name: 'Table: Graph covered' }).locator('tbody tr');
    await cells.first().waitFor();
    await picture('insights-4-keys');
    await goTo(figure.getByRole('button', { name: 'Save Graph covered as CSV' }));
    await workbench.page.keyboard.press('Enter');
    const file = join(outside, 'covered.csv');
    await expect.poll(() => workbench.quickInput.inputValue()).toContain('graph-covered.csv');
    await picture('insights-5-save');
    await workbench.type(file);
    // It takes no name while it looks into its folder.
    await workbench.quickPick('rivers').waitFor({ state: 'hidden' });
    await workbench.page.keyboard.press('Enter');
    await expect.poll(() => existsSync(file)).toBe(true);
    const shown = await cells.evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
    const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    const headings = await figure.locator('thead th').allTextContents();
    expect(head!.split(',')).toEqual(headings.map((heading) => heading.trim()));
    expect(lines.map((line) => line.split(',')[0])).toEqual(shown.map(([first]) => first));
    await panel.frame.getByText(`Saved as ${file}.`).first().waitFor();
    // Keys go on where they were.
    await workbench.page.keyboard.press('Tab');
    await expect.poll(() => hasFocus(figure.getByRole('region', { name: 'Table: Graph covered' }))).toBe(true);
  });

  it('are called off while they are measured, however long that takes', async () => {
    // A process that stands still answers nothing for as long as it takes to look.
    const engines = enginesOf(project.path);
    expect(engines).toHaveLength(1);
    process.kill(engines[0]!, 'SIGSTOP');
    try {
      await panel.frame.getByLabel('Part', { exact: true }).selectOption('all');
      await state().getByText('Measuring').waitFor();
      await workbench.screenshot('insights-6-measuring');
      await state().getByRole('button', { name: 'Cancel' }).click();
      await state().getByText('Called off').waitFor();
    } finally {
      process.kill(engines[0]!, 'SIGCONT');
    }
    await state().getByRole('button', { name: 'Refresh' }).click();
    await state()
      .getByText(/samples measured$/)
      .waitFor();
  });

  it('have a model group the samples, and tell what it found', async () => {
    await panel.frame.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Kinds' }).click();
    await panel.frame.getByText('Not measured yet.').waitFor();
    await panel.button(/^Measure…$/).click();
    await workbench.quickPick('A First Look').click();
    await workbench.quickTitle('Measure Diversity with critic').waitFor();
    await picture('insights-7-estimate');
    await workbench.quickPick('without a budget').click();
    await workbench.notification('Diversity D =').waitFor({ timeout: 60_000 });
    const found = panel.frame.getByTestId('measurement');
    await found.getByText(`50 rounds of 10 from ${woven} samples`).waitFor();
    // Every round is of one pair and eight alone.
    await found.getByText(/^D 8\.1 ± 0$/).waitFor();
    await found.scrollIntoViewIfNeeded();
    await picture('insights-8-kinds');
  });

  it('leave a measurement that is called off to be gone on with', async () => {
    server.failWhen(() => ({ kind: 'stall', at: 'headers' }));
    await workbench.run('Concept Loom: Measure Diversity');
    await workbench.quickPick('As in the Paper').click();
    await workbench.quickPick('without a budget').click();
    await server.stalled;
    const progress = workbench.notification('Measuring diversity');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await workbench.row('Runs', /Measure diversity.*cancelled/).waitFor();
    server.failWhen(() => undefined);
    server.release();
    expect(project.events('run.ended').at(-1)).toMatchObject({ outcome: 'cancelled' });
  });
});
