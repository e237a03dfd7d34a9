import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startScript } from '../support/start-script.ts';
import { closeBrowser, launch } from './kit/page.ts';
import { polling } from './kit/panel.ts';

let server: ChildProcess;
let url: string;

beforeAll(async () => {
  const started = startScript(join(import.meta.dirname, 'playground/serve.ts'), ['0']);
  server = started;
  const [line] = (await once(createInterface({ input: started.stdout }), 'line')) as [string];
  url = /http:\S+/.exec(line)![0];
});

afterAll(async () => {
  await closeBrowser();
  const ended = once(server, 'exit');
  server.kill();
  expect(await ended).toEqual([0, null]);
});

it('shows the panel with a fake host, in the theme and width that are chosen', async () => {
  const page = await (await launch()).newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  const panel = page.frameLocator('iframe');
  await panel.getByTestId('question').waitFor();
  await page.selectOption('select[name=theme]', 'light');
  await page.locator('input[name=width]').fill('480');
  const frame = page.locator('iframe');
  await expect.poll(async () => (await frame.boundingBox())?.width, polling).toBe(480);
  expect(await panel.locator('body').getAttribute('data-vscode-theme-kind')).toBe('vscode-light');
  // Kept in the address, and so when the page is loaded again.
  await page.reload();
  await panel.getByTestId('question').waitFor();
  expect(await panel.locator('body').getAttribute('data-vscode-theme-kind')).toBe('vscode-light');
  expect(complaints).toEqual([]);
});
