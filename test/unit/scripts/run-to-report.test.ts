import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runToReport } from '../../../scripts/run-to-report.mjs';

let folder: string;
let report: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-report-'));
  report = join(folder, 'report.json');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const never = 2 ** 30;
// The report is there whole or not at all: it may be all that the command has time for.
const writes =
  "const fs = require('node:fs'); fs.writeFileSync(process.argv[1] + '~', '{}'); fs.renameSync(process.argv[1] + '~', process.argv[1]);";
const stays = 'setInterval(() => {}, 1000);';
const runs = (script: string, times: { grace?: number; limit?: number } = {}) =>
  runToReport(process.execPath, ['-e', script, report], { report, grace: never, limit: never, ...times });

it('tells how a command that ends by itself has ended', async () => {
  expect(await runs(writes)).toBe('passed');
  expect(await runs(`${writes} process.exitCode = 1;`)).toBe('failed');
  expect(await runs('process.exitCode = 3;')).toBe('failed');
});

it('ends a command that stays after its report, and leaves the report', async () => {
  expect(await runs(writes + stays, { grace: 1 })).toBe('lingered');
  expect(readFileSync(report, 'utf8')).toBe('{}');
});

it('ends a command that stays and never reports', async () => {
  expect(await runs(stays, { grace: 1, limit: 100 })).toBe('too slow');
});

it('says that a command cannot be started', async () => {
  await expect(runToReport(join(folder, 'nothing'), [], { report, grace: never, limit: never })).rejects.toThrow('ENOENT');
});
