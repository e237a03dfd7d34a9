import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

describe('a folder that is not trusted', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let before: string[];
  const names = (): string[] => readdirSync(project.path, { recursive: true, encoding: 'utf8' }).sort();

  beforeAll(async () => {
    project = new ProjectFolder();
    before = names();
    workbench = await Workbench.open({
      folder: project.path,
      asksForTrust: true,
      settings: {
        'security.workspace.trust.startupPrompt': 'never',
        'workbench.editor.useModal': 'off',
      },
    });
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
  });

  it('shows the corpus, says why nothing can be made, and offers no command that calls a model', async () => {
    await workbench.openContainer();
    await workbench.row('Corpus', '.md').first().waitFor();
    await workbench.view('Samples').getByText('In Restricted Mode').waitFor();
    expect(await workbench.welcomeButton('Samples', 'Weave Samples').count()).toBe(0);
    await workbench.screenshot('restricted');
    const offered = (await workbench.offered('Concept Loom')).join('\n');
    expect(offered).toContain('Open Loom Beside');
    const refused = ['Weave Samples', 'Extract Concepts', 'Generate Samples', 'Choose Model', 'Embed Samples', 'Download Sentence Model'];
    for (const title of refused) expect(offered).not.toContain(title);
    expect(names()).toEqual(before);
  });

  it('can do everything once it is trusted', async () => {
    await workbench.welcomeButton('Samples', 'Manage Workspace Trust').click();
    await workbench.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).first().click();
    await workbench.view('Samples').getByText('No samples yet').waitFor();
    await workbench.welcomeButton('Samples', 'Weave Samples').click();
    await workbench.row('Samples', 'To Review').waitFor({ timeout: 60_000 });
    expect(await workbench.row('Runs', 'done').count()).toBeGreaterThan(0);
  });
});
