import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

describe('working in the trees', () => {
  let project: ProjectFolder;
  let workbench: Workbench;

  beforeAll(async () => {
    project = new ProjectFolder();
    // Enough concept sets for a run that does not end before it can be cancelled.
    project.write('.loom/project.yaml', `${project.read('.loom/project.yaml')}\nwalk:\n  epochs: 500\n`);
    await project.weave(20);
    workbench = await Workbench.open({ folder: project.path, settings: { 'workbench.colorTheme': 'Default High Contrast' } });
    await workbench.openContainer();
    await workbench.row('Samples', /To Review\s*20/).waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
  });

  const sampleRow = (at: number) => workbench.row('Samples', '?').nth(at);

  it('accepts a sample on its row, and takes it back by key', async () => {
    await sampleRow(0).hover();
    await sampleRow(0).getByRole('button', { name: 'Accept' }).click();
    await expect.poll(() => project.records('dataset/data')).toHaveLength(1);
    await workbench.row('Samples', /To Review\s*19/).waitFor();
    await sampleRow(1).click();
    await workbench.page.keyboard.press('Control+Z');
    await expect.poll(() => project.records('dataset/data')).toHaveLength(0);
    await workbench.row('Samples', /To Review\s*20/).waitFor();
  });

  it('rejects a sample on its row, for a usual reason or one that is typed', async () => {
    await sampleRow(0).hover();
    await sampleRow(0).getByRole('button', { name: 'Reject' }).click();
    await workbench.quickPick('too easy').click();
    await expect.poll(() => project.records('dataset/rejected').map((row) => row.reason)).toEqual(['too easy']);
    await workbench.row('Samples', /To Review\s*19/).waitFor();
    await sampleRow(0).hover();
    await sampleRow(0).getByRole('button', { name: 'Reject' }).click();
    await workbench.type('about another river');
    await workbench.quickPick('about another river').click();
    await expect
      .poll(() => project.records('dataset/rejected').map((row) => row.reason))
      .toEqual(expect.arrayContaining(['about another river']));
    await workbench.screenshot('trees-1-rejected');
  });

  it('decides on several at once', async () => {
    await sampleRow(0).click();
    await sampleRow(2).click({ modifiers: ['Shift'] });
    await workbench.page.keyboard.press('Control+Enter');
    await expect.poll(() => project.records('dataset/data')).toHaveLength(3);
    const actions = project.events('sample.accepted').slice(-3);
    expect(new Set(actions.map(({ action }) => action)).size).toBe(1);
  });

  it('shows a running job and cancels it on its row', async () => {
    await workbench.run('Concept Loom: Generate Samples');
    await workbench.chooseRun('Level-3 questions', 5000);
    const running = workbench.row('Runs', 'Generate 5,000');
    await running.filter({ hasText: 'running' }).waitFor();
    await workbench
      .view('Runs')
      .locator('.pane-header')
      .getByText(/[\d,]+ of 5,000/)
      .waitFor();
    await workbench.page
      .locator('.statusbar')
      .getByText(/Loom [\d,]+\/5,000/)
      .waitFor();
    expect((await workbench.offered('Concept Loom')).join('\n')).not.toContain('Weave Samples');
    await running.hover();
    await running.getByRole('button', { name: 'Cancel Run' }).click();
    await running.filter({ hasText: 'cancelled' }).waitFor();
    await workbench.notification('Generating samples').waitFor({ state: 'detached' });
    await workbench.screenshot('trees-2-cancelled');
  });

  it('shows the prompt of a concept set in an editor of its own', async () => {
    await workbench.run('Concept Loom: Preview Prompt');
    await workbench.quickPick('Level-3 questions').click();
    await workbench.editorTab('Prompt: level3').waitFor();
    await expect.poll(() => workbench.page.locator('.editor-group-container.active .view-lines').innerText()).toMatch(/tokens/);
    await workbench.screenshot('trees-3-prompt');
    await workbench.run('Concept Loom: Preview Prompt');
    await workbench.quickPick('Textbook passage').click();
    await workbench.quickPick('how-to').click();
    await workbench.editorTab('Prompt: textbook (how-to)').waitFor();
  });

  it('shows the prompts of methods that make no samples, and for which passage or sample', async () => {
    // Without the spaces: a heading is wrapped wherever it has to be.
    const shown = async () =>
      (await workbench.page.locator('.editor-group-container.active .view-lines').innerText()).replaceAll(/\s/g, '');
    await workbench.run('Concept Loom: Preview Prompt');
    await workbench.page.locator('.quick-input-list').getByText('about documents and samples').scrollIntoViewIfNeeded();
    await workbench.screenshot('trees-4-methods');
    await workbench.type('extraction');
    await workbench.quickPick('Concept extraction').click();
    await workbench.editorTab('Prompt: extract').waitFor();
    await expect.poll(shown).toMatch(/extract·[\d,]+tokens·\S+\.(md|txt),characters\d+–\d+/);
    await workbench.screenshot('trees-5-extract');
    await workbench.run('Concept Loom: Preview Prompt');
    await workbench.type('Judge');
    await workbench.quickPick('Judge').click();
    await workbench.editorTab('Prompt: judge').waitFor();
    await expect.poll(shown).toMatch(/judge·[\d,]+tokens·sample“[^”]+”·\S+,characters\d+–\d+/);
    await workbench.screenshot('trees-6-judge');
  });
});
