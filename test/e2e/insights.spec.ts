import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Panel } from './support/panel.ts';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const woven = 60;

/** Figures of what was woven, each a way to the samples that it counts: each step stands on those before it. */
describe('insights in VS Code', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    project = new ProjectFolder();
    await project.weave(woven);
    workbench = await Workbench.open({
      folder: project.path,
      size: { width: 1900, height: 1300 },
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
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
    for (const section of ['Distributions', 'Coverage', 'Near-duplicates', 'Leakage']) {
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
});
