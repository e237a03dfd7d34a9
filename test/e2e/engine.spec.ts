import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { enginesOf } from './support/processes.ts';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

describe('the engine as a process of its own', () => {
  let project: ProjectFolder;
  let workbench: Workbench;

  beforeAll(async () => {
    project = new ProjectFolder();
    workbench = await Workbench.open({ folder: project.path });
    await workbench.openContainer();
    await workbench.row('Corpus', '.md').first().waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
  });

  const killEngine = (): number => {
    const [pid, ...others] = enginesOf(project.path);
    expect(others).toEqual([]);
    process.kill(pid!, 'SIGKILL');
    return pid!;
  };

  it('is started again when it is killed, and the window says so', async () => {
    const old = killEngine();
    await workbench.notification('The engine stopped and was started again').waitFor();
    await expect.poll(() => enginesOf(project.path).filter((pid) => pid !== old)).toHaveLength(1);
    await workbench.row('Corpus', '.md').first().waitFor();
    await workbench.screenshot('engine-restarted');
  });

  it('is given up when it is killed again, until somebody restarts it', async () => {
    killEngine();
    await workbench.notification('The engine is not running').waitFor();
    await workbench.welcomeButton('Corpus', 'Restart Engine').waitFor();
    expect(await workbench.row('Corpus', '.md').count()).toBe(0);
    await workbench.screenshot('engine-failed');
    await workbench.welcomeButton('Corpus', 'Restart Engine').click();
    await workbench.row('Corpus', '.md').first().waitFor();
    expect(enginesOf(project.path)).toHaveLength(1);
  });

  it('ends with the window', async () => {
    await workbench.page.goto('about:blank');
    await expect.poll(() => enginesOf(project.path), { timeout: 60_000 }).toEqual([]);
  });
});
