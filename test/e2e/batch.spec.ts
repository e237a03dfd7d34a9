import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { replyTo } from '../fixtures/model-provider/replies.cjs';
import { completion } from '../support/model-server/batches.ts';
import { ModelServer } from '../support/model-server.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const asked = z.object({ custom_id: z.string(), body: z.object({ messages: z.array(z.object({ content: z.string() })) }) });

/** Runs that are answered later, by an endpoint or by an engine run by hand: each step stands on those before it. */
describe('batches in VS Code', () => {
  let server: ModelServer;
  let project: ProjectFolder;
  let workbench: Workbench;

  beforeAll(async () => {
    server = await ModelServer.start({ batches: true, reply: ({ messages }) => replyTo(messages.at(-1)!.content) });
    server.batches.fate = ({ messages }) => ({ text: replyTo(messages.at(-1)!.content) });
    project = new ProjectFolder(tides);
    project.write('.loom/project.yaml', 'walk:\n  epochs: 1000\nmodels:\n  questions: tides\n  answers: tides\n');
    workbench = await Workbench.open({
      folder: project.path,
      machineSettings: { 'conceptLoom.profiles': { tides: { url: server.url, model: 'test', price: { prompt: 2, completion: 8 } } } },
    });
    await workbench.openContainer();
    await workbench.welcomeButton('Samples', 'Weave Samples').waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    await server.close();
  });

  const row = (text: RegExp): Locator => workbench.row('Runs', text);
  const picture = async (name: string): Promise<void> => {
    await workbench.settled();
    await workbench.screenshot(name);
  };
  const generate = async (count: number): Promise<void> => {
    await workbench.run('Concept Loom: Generate Samples');
    await workbench.chooseRun('Level-3 questions', count);
    await workbench.quickTitle(`Generate ${count} Samples with tides`).waitFor();
  };
  const startAs = async (way: string): Promise<void> => {
    await workbench.quickPick(way).click();
    await workbench.quickTitle(way).waitFor();
    await workbench.quickPick('without a budget').click();
  };
  /** Has the files of requests answered that a run waits for, as an engine run by hand would. */
  const answer = (requests: string): void => {
    const replies = project
      .read(requests)
      .trimEnd()
      .split('\n')
      .map((line) => asked.parse(JSON.parse(line)))
      .map(({ custom_id, body }) => {
        const reply = completion(replyTo(body.messages.at(-1)!.content));
        return JSON.stringify({ custom_id, response: { status_code: 200, body: reply }, error: null });
      });
    project.write(requests.replace('.jsonl', '.output.jsonl'), `${replies.join('\n')}\n`);
  };

  it('has concepts extracted through files, as every other kind of run', async () => {
    const before = server.chats.length;
    await workbench.run('Concept Loom: Extract Concepts');
    await workbench.quickTitle('Extract Concepts with tides').waitFor();
    await picture('batch-0-extraction');
    await startAs('As Files');
    const told = workbench.notification('The run waits for replies to .loom/batch/');
    await told.waitFor();
    const [, requests = ''] = /(\.loom\/batch\/\S+\.jsonl)\./.exec(await told.innerText()) ?? [];
    answer(requests);
    await told.getByRole('button', { name: 'Resume' }).click();
    await row(/Extract concepts.*done/).waitFor();
    const status = workbench.page.locator('.statusbar');
    await status.getByText('3 passages extracted, 0 failed').waitFor();
    // What came of the first part, before there were replies, is of no interest any more.
    expect(await status.innerText()).not.toContain('0 topics');
    expect(server.chats).toHaveLength(before);
  });

  it('starts a run as a batch, says what it waits for, and goes on when the window is opened again', async () => {
    server.batches.ending = undefined;
    const before = server.chats.length;
    await generate(6);
    expect(await workbench.quickPick('As a Batch').innerText()).toMatch(/half the price[^]*tokens · \$0\.0\d+/);
    expect(await workbench.quickPick('As Files').innerText()).toMatch(/tokens · price not known/);
    await picture('batch-1-start');
    await workbench.quickPick('As a Batch').click();
    await workbench.quickTitle('As a Batch').waitFor();
    await picture('batch-2-budget');
    await workbench.quickPick('without a budget').click();
    await row(/Generate 6.*running · waiting for its batch since/).waitFor();
    await workbench.view('Runs').getByText(`batch_1 at ${server.url}: 0 of 2 answered`).waitFor();
    await workbench.page.locator('.statusbar').getByText('0/6 · waiting for a batch').waitFor();
    await workbench.screenshot('batch-3-waiting');

    await workbench.page.reload();
    await workbench.notification('A run was left, waiting for its batch since').waitFor();
    await row(/Generate 6(?!.*interrupted).*waiting for its batch since/).waitFor();
    await picture('batch-4-left');
    server.batches.ending = 'completed';
    await workbench.notification('A run was left').getByRole('button', { name: 'Resume' }).click();
    await row(/Generate 6.*done/).waitFor();
    await workbench.row('Samples', /To Review\s*6/).waitFor();
    expect(server.chats).toHaveLength(before);
    expect(new Set(server.batches.asked).size).toBe(server.batches.asked.length);
  });

  it('calls a batch off at its endpoint, from the notification or the row of a run that was paused', async () => {
    server.batches.ending = undefined;
    const statuses = (): string[] => server.batches.batches.map(({ status }) => status);
    const ended = statuses().length;
    await generate(7);
    await startAs('As a Batch');
    await row(/Generate 7.*waiting for its batch/).waitFor();
    await workbench.notification('Generating samples').getByRole('button', { name: 'Cancel' }).click();
    await row(/Generate 7.*cancelled/).waitFor();
    await expect.poll(() => statuses().slice(ended)).toEqual(['cancelled']);

    await generate(8);
    await startAs('As a Batch');
    await row(/Generate 8.*waiting for its batch/).hover();
    await row(/Generate 8/)
      .getByRole('button', { name: 'Pause Run' })
      .click();
    const paused = row(/Generate 8.*paused · waiting for its batch since/);
    await paused.hover();
    await paused.getByRole('button', { name: 'Cancel Run' }).click();
    await row(/Generate 8.*cancelled/).waitFor();
    await expect.poll(() => statuses().slice(ended)).toEqual(['cancelled', 'cancelled']);
  });

  it('writes files for an engine run by hand, shows where they are, and takes the replies in', async () => {
    await generate(9);
    await startAs('As Files');
    const told = workbench.notification('The run waits for replies to .loom/batch/');
    await told.waitFor();
    const [, requests = ''] = /(\.loom\/batch\/\S+\.jsonl)\./.exec(await told.innerText()) ?? [];
    expect(existsSync(join(project.path, requests))).toBe(true);
    const waiting = row(/Generate 9.*waiting for replies to its files since/);
    await waiting.waitFor();
    await picture('batch-5-files');
    await told.getByRole('button', { name: 'Reveal Requests' }).click();
    await workbench.page.locator('.explorer-folders-view .monaco-list-row.selected').getByText('requests-0001.jsonl').waitFor();
    await told.waitFor();
    await picture('batch-6-revealed');
    await workbench.openContainer();
    answer(requests);
    await told.getByRole('button', { name: 'Resume' }).click();
    // The answers to the questions are asked for next.
    const next = requests.replace('0001', '0002');
    await workbench.notification(next).waitFor();
    answer(next);
    await workbench.notification(next).getByRole('button', { name: /Clear/ }).click();
    const answered = row(/Generate 9.*the replies to its files are there/);
    await answered.hover();
    await answered.getByRole('button', { name: 'Resume Run' }).click();
    await row(/Generate 9.*done/).waitFor();
    await workbench.row('Samples', /To Review\s*15/).waitFor();
  });

  it('reads as well in the dark', async () => {
    await workbench.run('Preferences: Toggle between Light/Dark Themes');
    await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
    await generate(5);
    await picture('batch-7-dark-start');
    await startAs('As Files');
    await workbench.notification('The run waits for replies to').waitFor();
    await picture('batch-8-dark-files');
  });
});
