import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ModelServer } from '../support/model-server.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

/** Rates what names a harbour low. */
const rating = (passage: string): string => {
  const score = passage.includes('rule of twelfths') ? 3 : 9;
  return `relevance: ${score} - for its subject\nclarity: ${score} - plain\nlanguage: ${score} - sound`;
};

describe('the document filter in VS Code', () => {
  let server: ModelServer;
  let project: ProjectFolder;
  let workbench: Workbench;

  beforeAll(async () => {
    server = await ModelServer.start({
      reply: ({ messages }) => rating(messages.at(-1)!.content),
      embeddings: { models: ['vectors'] },
    });
    project = new ProjectFolder(tides);
    project.write('.loom/project.yaml', '# kept\nmodels:\n  judge: rater\n');
    workbench = await Workbench.open({
      folder: project.path,
      machineSettings: {
        'conceptLoom.profiles': { rater: { url: server.url, model: 'test' }, embedder: { url: server.url, model: 'vectors' } },
      },
    });
    await workbench.openContainer();
    await workbench.row('Corpus', 'harbour.md').waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    await server.close();
  });

  it('rates documents after asking what that may cost', async () => {
    await workbench.run('Concept Loom: Filter Documents');
    await workbench.quickPick('Rate 3 more documents').click();
    await workbench.quickPick('Start').first().click();
    await workbench.notification('3 documents rated').waitFor();
    expect(server.chats).toHaveLength(3);
  });

  it('moves the threshold over the histogram, and shows what is left out', async () => {
    await workbench.run('Concept Loom: Filter Documents');
    await workbench.page.getByPlaceholder('3 of 3 documents rated').waitFor();
    await workbench.settled();
    await workbench.screenshot('filter-1-histogram');
    await workbench.type('7.0');
    await workbench.quickPick('7.0').click();
    await workbench.row('Corpus', /harbour\.md\s*left out/).waitFor();
    expect(project.read('.loom/project.yaml')).toMatch(/^# kept\n[^]*threshold: 7/);
    await workbench.screenshot('filter-2-left-out');
  });

  it('obeys a hand before the score', async () => {
    await workbench.chooseFromMenu(workbench.row('Corpus', 'harbour.md'), 'Keep Document');
    await workbench.row('Corpus', /harbour\.md(?!\s*left out)/).waitFor();
    await expect.poll(() => project.read('.loom/project.yaml')).toContain('- harbour.md');
  });

  it('predicts from embeddings where a model for them is chosen', async () => {
    await workbench.run('Concept Loom: Choose Model');
    await workbench.quickPick('Embeddings of documents and samples').click();
    await workbench.quickPick('embedder').click();
    await expect.poll(() => project.read('.loom/project.yaml')).toContain('embeddings: embedder');
    await workbench.run('Concept Loom: Filter Documents');
    await workbench.quickPick('Embed 3 documents').waitFor();
    await workbench.settled();
    await workbench.screenshot('filter-3-embed');
    await workbench.quickPick('Embed 3 documents').click();
    await workbench.quickPick('Start').first().click();
    await workbench.notification('Documents embedded').waitFor();
    expect(server.embedded.flatMap(({ input }) => input)).toHaveLength(3);
    await workbench.run('Concept Loom: Filter Documents');
    await workbench.askedFor('3 of 3 documents rated').waitFor();
    expect(await workbench.quickPick('Embed').count()).toBe(0);
    await workbench.screenshot('filter-4-embedded');
    await workbench.page.keyboard.press('Escape');
  });
});
