import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Panel } from './support/panel.ts';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const woven = 12;

/** A state is named, left behind, looked at and brought back: each step stands on those before it. */
describe('snapshots in VS Code', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    project = new ProjectFolder();
    await project.weave(woven);
    workbench = await Workbench.open({ folder: project.path, size: { width: 1600, height: 1100 } });
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
  });

  const accepted = () => project.records('dataset/data').length;

  it('names the present state by a command', async () => {
    await panel.rows.first().click();
    await panel.button(/^Accept/).click();
    await expect.poll(accepted).toBe(1);
    await workbench.run('Concept Loom: Take Snapshot…');
    await workbench.quickTitle('Take Snapshot').waitFor();
    await workbench.type('first draft');
    await workbench.page.keyboard.press('Enter');
    await expect
      .poll(() => project.events('snapshot.taken').map(({ name, samples }) => [name, samples.accepted]))
      .toEqual([['first draft', 1]]);
  });

  it('shows what differs since, as the command asks and as the panel lists it', async () => {
    await panel.rows.nth(1).click();
    await panel.button(/^Edit/).click();
    await panel.frame.getByRole('textbox', { name: 'Question' }).fill('What does a hydrograph show?');
    await panel.button(/^Save/).click();
    await expect.poll(() => panel.textOf(panel.question)).toBe('What does a hydrograph show?');
    await panel.button(/^Accept/).click();
    await expect.poll(accepted).toBe(2);
    await workbench.run('Concept Loom: Compare Snapshots…');
    await workbench.askedFor('From which state?').waitFor();
    await workbench.quickPick('first draft').click();
    await workbench.askedFor('To which state?').waitFor();
    await workbench.quickPick('Now').click();
    await panel.frame.getByTestId('differing').getByText('1 sample differs.').waitFor({ timeout: 30_000 });
    await panel.frame.getByText('edited, re-decided').click();
    await panel.frame.locator('ins').first().waitFor();
    await workbench.screenshot('snapshots');
  });

  it('brings it back once it was said yes to, and takes that back as one', async () => {
    await workbench.run('Concept Loom: Restore Snapshot…');
    await workbench.askedFor('Which state is to be brought back?').waitFor();
    await workbench.type('first draft');
    await workbench.quickPick('first draft').waitFor();
    await workbench.page.keyboard.press('Enter');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('Texts brought back: 1').waitFor();
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(accepted).toBe(1);
    expect(project.events('snapshot.taken').map(({ name }) => name)).toEqual(['first draft', 'before restoring first draft']);
    await workbench.run('Concept Loom: Undo Decision');
    await expect.poll(accepted).toBe(2);
  });
});
