/** README's commands, as they are written there and in their order, on a small project with a model behind a real server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HubServer } from '../../support/hub-server.ts';
import { realistic } from '../engine/support/method-replies.ts';
import { ModelledProject } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
const block = /## On the command line[^]*?```\n([^]*?)```/.exec(readme)?.[1] ?? '';
const commands = block.split('\n').flatMap((line) => {
  const command = /^loom (.*?)(?:\s+#.*)?$/.exec(line)?.[1];
  return command === undefined ? [] : [command.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ''))];
});

let at: ModelledProject;
let hub: HubServer;

beforeAll(async () => {
  at = await ModelledProject.start({ models: ['hand', 'judge'], reply: realistic });
  at.manySets();
  hub = await HubServer.start();
  at.environment.HF_ENDPOINT = hub.url;
  writeFileSync(join(at.folder, '.loom', 'project.yaml'), 'models: { questions: hand, answers: hand, judge: judge }\n');
}, 60_000);
afterAll(async () => {
  await at.end();
  await hub.close();
});

it('has commands to try', () => {
  expect(commands.map(([name]) => name)).toEqual(expect.arrayContaining(['extract', 'generate', 'review', 'export', 'status', 'runs']));
});

it.each(commands.map((words) => [words.join(' '), words] as const))(
  'loom %s does what it says',
  async (_line, words) => {
    const { code, out, err } = await runLoom(at.folder, { ...process.env, ...at.environment }, ...words);
    expect({ code, err: code === 0 ? '' : err, out: code === 0 ? '' : out }).toEqual({ code: 0, err: '', out: '' });
    expect(out.trim()).not.toBe('');
  },
  60_000,
);
