import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

let project: ProjectFolder;
let workbench: Workbench;

beforeAll(async () => {
  project = new ProjectFolder();
  workbench = await Workbench.open({ folder: project.path });
});

afterEach((context) => workbench.pictureOfFailure(context));

afterAll(async () => {
  await workbench.close();
  project.remove();
});

it('leads through the main job, and ticks off what was done', async () => {
  await workbench.run('Welcome: Open Walkthrough...');
  await workbench.type('From Documents to a Reviewed Dataset');
  await workbench.page.keyboard.press('Enter');
  const { page } = workbench;
  const steps = page.locator('.getting-started-step');
  await steps.first().waitFor();
  expect(await steps.locator('.step-title').allInnerTexts()).toEqual([
    'Weave samples from your documents',
    'Review beside the file',
    'Choose a model',
    'Look at the dataset',
  ]);
  const picture = page.frameLocator('.getting-started-media iframe').frameLocator('iframe').locator('svg');
  await picture.waitFor();
  await workbench.settled();
  await workbench.screenshot('walkthrough');
  await page.locator('.getting-started-step.expanded').getByRole('button', { name: 'Weave Samples' }).click();
  await page.locator('.getting-started-step .codicon-getting-started-step-checked').first().waitFor();
  await workbench.openContainer();
  await workbench.row('Samples', 'To Review').waitFor({ timeout: 60_000 });
});
