import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Panel } from './support/panel.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

/** What somebody meets who opens a project with samples, and goes through README's first steps. */
describe('the first minute', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    project = new ProjectFolder(tides);
    await project.weave(12);
    project.write('.vscode/settings.json', JSON.stringify({ 'conceptLoom.openAtStart': true }));
    workbench = await Workbench.open({ folder: project.path });
    panel = new Panel(workbench.panel);
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
  });

  const lit = () => workbench.page.locator('.editor-instance .view-overlays [class*="ced-"]');
  const closePanel = async (): Promise<void> => {
    await workbench.editorTab('Loom').click({ button: 'middle' });
    await expect.poll(() => workbench.editorTab('Loom').count()).toBe(0);
  };
  const file = (): string => project.reviewedFiles()[0]![0];

  it('ends on a sample to decide on, beside its file with the evidence lit, and with the keyboard in the panel', async () => {
    await panel.question.waitFor({ timeout: 120_000 });
    await expect.poll(() => lit().count()).toBeGreaterThan(0);
    expect(await panel.textOf(panel.status)).toBe('to review');
    await workbench.screenshot('first-1-start');
    await workbench.page.keyboard.press('a');
    await expect.poll(() => project.events('sample.accepted').length).toBe(1);
    expect(project.corpusFiles().some((name) => project.read(name).includes('aa'))).toBe(false);
  });

  it('opens a corpus file with its panel beside it, and leaves the panel closed where it was closed by hand', async () => {
    await closePanel();
    await workbench.openContainer();
    await workbench.row('Corpus', file().split('/').at(-1)!).click();
    await workbench.editorTab(file().split('/').at(-1)!).waitFor();
    // Whoever closed it knows where it is.
    expect(await workbench.editorTab('Loom').count()).toBe(0);
    await workbench.run('Concept Loom: Open Loom Beside');
    await panel.question.waitFor();
    expect(await panel.filter.inputValue()).toContain(file());
    await expect.poll(() => lit().count()).toBeGreaterThan(0);
  });

  it('shows the formulas of samples set, in the panel and in the tree', async () => {
    await panel.rows.filter({ hasText: 'to review' }).first().click();
    await panel.button(/^Edit/).click();
    await panel.frame.getByRole('textbox', { name: 'Question' }).fill('Why does **only** $\\delta^{18}O$ rise?');
    await workbench.page.keyboard.press('Control+Enter');
    await expect.poll(() => panel.question.locator('.katex').count()).toBe(1);
    expect(await panel.question.locator('strong').innerText()).toBe('only');
    const row = workbench.row('Samples', 'δ¹⁸O');
    await row.hover();
    const hover = workbench.page.locator('.monaco-hover:visible, .workbench-hover:visible').filter({ hasText: 'δ¹⁸O' });
    await expect.poll(() => hover.locator('strong').count()).toBe(1);
    await workbench.screenshot('first-2-formulas');
  });
});
