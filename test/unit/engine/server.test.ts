import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { startScript } from '../../support/start-script.ts';

let folder: string;
let engine: ChildProcess;
let connection: MessageConnection;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-server-'));
  const module = join(import.meta.dirname, '../../../src/engine/server.ts');
  engine = startScript(module, ['--folder', folder, '--by', 'tester']);
  connection = createMessageConnection(new StreamMessageReader(engine.stdout!), new StreamMessageWriter(engine.stdin!));
  connection.listen();
});
afterEach(async () => {
  const ended = new Promise((resolve) => engine.once('close', resolve));
  connection.dispose();
  engine.stdin!.end();
  await ended;
  await rm(folder, { recursive: true });
});

it('refuses what the contract does not name, and says what it does', async () => {
  const asked = connection.sendRequest('samples/ids', { filter: { status: ['pending'], judgd: 3 }, most: 5 });
  await expect(asked).rejects.toThrow(
    /^samples\/ids: filter: unknown: "judgd"; there are status, file, .*; unknown: "most"; there are filter$/,
  );
  expect(await connection.sendRequest('samples/ids', { filter: { status: ['pending'] } })).toEqual({ samples: [] });
});
