/** Takes the pictures in media/screenshots: the panel beside a corpus file, in a dark and a light theme. */
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const target = fileURLToPath(new URL('../../media/screenshots/', import.meta.url));
const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

for (const [name, theme] of Object.entries(themes)) {
  const project = new ProjectFolder();
  const workbench = await Workbench.open({
    folder: project.path,
    size: { width: 1600, height: 1000 },
    settings: {
      'workbench.colorTheme': theme,
      'editor.minimap.enabled': false,
      'breadcrumbs.enabled': false,
      'editor.stickyScroll.enabled': false,
    },
  });
  try {
    await workbench.openContainer();
    await workbench.welcomeButton('Samples', 'Weave Samples').click();
    await workbench.panel.getByRole('option').first().waitFor({ timeout: 120_000 });
    await workbench.notification(/Generating/).waitFor({ state: 'detached' });
    await workbench.row('Samples', 'To Review').waitFor();
    await workbench.settled();
    copyFileSync(await workbench.screenshot(`panel-${name}`), `${target}panel-${name}.png`);
    process.stdout.write(`media/screenshots/panel-${name}.png\n`);
  } finally {
    await workbench.close();
    project.remove();
  }
}
