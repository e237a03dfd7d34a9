/**
 * `npm test`: everything that must hold. `npm test -- unit e2e` runs parts, in this order: lint types format layers
 * dead (two at a time) build package (together: checks) unit webview e2e. `npm test -- unit FILE…` runs files of a suite, `-t NAME` after them
 * the tests whose names contain NAME. The last line is "N passed, N failed" over all test suites; the exit code is 0
 * only when no test and no check failed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root, run } from './run.mjs';
import { runToReport } from './run-to-report.mjs';
import { ensureBrowser, ensureCodeServer, ensureDependencies, node24, node24Environment } from './setup.mjs';

/** @param {string} name */
const tool = (name) => join(root, 'node_modules', ...name.split('/'));
/** What Node has compiled is kept for the hundreds of processes that the tests start. */
const compileCache = join(root, 'node_modules', '.cache', 'compile');
/** @param {string} script @param {string[]} args */
const node = (script, ...args) => run(node24(), [script, ...args], { env: environment() });
/** @param {string} script @param {string[]} args */
const quietly = (script, ...args) => run(node24(), [script, ...args], { env: environment(), quiet: true });
const environment = () => ({ ...node24Environment(), NODE_COMPILE_CACHE: compileCache, CI: process.env.CI ?? '1' });

/** @type {Record<string, () => Promise<unknown>>} What only reads, the longest first: one core each, and nothing is told of what holds. */
const readingChecks = {
  lint: () => quietly(tool('eslint/bin/eslint.js'), '--max-warnings', '0', '.'),
  types: async () => {
    for (const config of ['.', 'src/core', 'webview', 'test/e2e']) await quietly(tool('typescript/bin/tsc'), '-p', config);
  },
  format: () => quietly(tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
  layers: () =>
    quietly(tool('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', '.dependency-cruiser.cjs', 'src', 'webview', 'test'),
  dead: () => quietly(tool('knip/bin/knip.js'), '--no-progress'),
};

/** @type {Record<string, () => Promise<unknown>>} */
const checks = {
  ...readingChecks,
  build: () => node('scripts/build.mjs'),
  package: () => node('scripts/package.mjs'),
};

const suites = ['unit', 'webview', 'e2e'];
const parts = [...Object.keys(checks), ...suites];

/** @param {string} problem @returns {never} */
function refuse(problem) {
  console.error(problem);
  process.exit(2);
}

/** What is to run: parts, files of suites by their suite, and what the names of tests have to contain. */
function readArguments() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: 'string', short: 't' } } });
  // `checks` stands for all that is not a test suite.
  const named = positionals.flatMap((name) => (name === 'checks' ? Object.keys(checks) : [name]));
  const chosen = new Set(named.filter((name) => parts.includes(name)));
  /** @type {Map<string, string[]>} */
  const files = new Map();
  for (const name of named.filter((each) => !chosen.has(each))) {
    const path = relative(root, resolve(name)).replaceAll('\\', '/');
    const suite = path.split('/')[1] ?? '';
    if (!path.startsWith('test/') || !suites.includes(suite) || !existsSync(join(root, path)))
      refuse(`There is no part and no test file ${name}. Parts: ${parts.join(' ')}; files lie in test/unit, test/webview, test/e2e.`);
    chosen.add(suite);
    files.set(suite, [...(files.get(suite) ?? []), path]);
  }
  if (values.name !== undefined && ![...chosen].some((name) => suites.includes(name))) refuse('-t takes a suite or a file before it.');
  return { wanted: chosen.size > 0 ? chosen : new Set(parts), files, name: values.name };
}

const { wanted, files: chosenFiles, name: testName } = readArguments();

await ensureDependencies();
if (wanted.has('webview') || wanted.has('e2e')) process.env.CHROMIUM_PATH = await ensureBrowser();
if (wanted.has('e2e')) await ensureCodeServer();

/** @type {string[]} */
const failedChecks = [];
/** @param {string} name */
async function check(name) {
  try {
    await checks[name]?.();
    console.log(`── ${name}: holds`);
  } catch (error) {
    console.error(`\n── ${name}\n${error instanceof Error ? error.message : String(error)}`);
    failedChecks.push(name);
  }
}

const wantedChecks = Object.keys(checks).filter((name) => wanted.has(name));
const left = wantedChecks.filter((name) => name in readingChecks).values();
await Promise.all(
  Array.from({ length: 2 }, async () => {
    for (const name of left) await check(name);
  }),
);
for (const name of wantedChecks) if (!(name in readingChecks)) await check(name);

/**
 * What is read of a report of Vitest's.
 * @typedef {{ fullName: string, status: string, failureMessages?: string[] }} Test
 * @typedef {{ name: string, status: string, message: string, assertionResults: Test[] }} File
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, success: boolean, testResults: File[] }} Report
 */

/** Milliseconds that Vitest has to end once it has reported, and that a suite has in all: several times what it takes on two cores. */
const grace = 60_000;
const limit = 25 * 60_000;

/** Vitest takes a pattern. @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * @param {string} project
 * @returns {Promise<{ passed: number, failed: number, skipped: number, failures: string[] }>}
 */
async function runSuite(project) {
  const folder = mkdtempSync(join(tmpdir(), 'loom-test-'));
  const path = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  const chosen = [...(chosenFiles.get(project) ?? []), ...(testName === undefined ? [] : ['--testNamePattern', escaped(testName)])];
  const args = [tool('vitest/vitest.mjs'), 'run', '--project', project, ...reporters, ...chosen];
  /** @type {string[]} */
  const stopped = [];
  try {
    const outcome = await runToReport(node24(), args, { report: path, grace, limit, env: environment() });
    if (outcome === 'lingered') stopped.push(`✗ ${project}: all tests were done, but a process that one of them left behind held Vitest`);
    if (outcome === 'too slow') stopped.push(`✗ ${project}: not done after ${limit / 60_000} minutes, and ended`);
    const report = /** @type {Report} */ (JSON.parse(readFileSync(path, 'utf8')));
    const { numPassedTests: passed, numFailedTests, numPendingTests: skipped, success, testResults } = report;
    // A file that does not load, or an error outside any test, fails the suite without a failed test.
    const failed = numFailedTests > 0 || (outcome === 'passed' && success) ? numFailedTests : 1;
    return { passed, failed, skipped, failures: [...testResults.flatMap(failuresOf), ...stopped] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { passed: 0, failed: 1, skipped: 0, failures: stopped.length > 0 ? stopped : [`✗ ${project}: ${reason}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What failed in a file, be it once only, told again at the end: a log of twenty minutes is read from there.
 * @param {File} file
 * @returns {string[]}
 */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name);
  const failures = assertionResults.flatMap(({ fullName, status: outcome, failureMessages = [] }) => {
    if (outcome !== 'failed' && failureMessages.length === 0) return [];
    const mark = outcome === 'failed' ? '✗' : '≈ at the first attempt:';
    return [`${mark} ${file} > ${fullName}\n${failureMessages.join('\n')}`];
  });
  return failures.length === 0 && status === 'failed' ? [`✗ ${file}\n${message}`] : failures;
}

const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const lines = [];
/** @type {string[]} */
const allFailures = [];
for (const suite of suites) {
  if (!wanted.has(suite)) continue;
  console.log(`\n── ${suite}`);
  const { passed, failed, skipped, failures } = await runSuite(suite);
  allFailures.push(...failures);
  total.passed += passed;
  total.failed += failed;
  lines.push(`${suite}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}
for (const failure of allFailures) {
  const ours = failure.split('\n').filter((line) => !/^\s+at (?!.*\/test\/)/.test(line));
  console.log(`\n${ours.slice(0, 12).join('\n  ')}`);
}
console.log('');
if (wantedChecks.length > 0) {
  console.log(failedChecks.length > 0 ? `checks failed: ${failedChecks.join(', ')}` : `checks passed: ${wantedChecks.join(', ')}`);
}
for (const line of lines) console.log(line);
console.log(`${total.passed} passed, ${total.failed} failed`);
if (testName !== undefined && total.passed + total.failed === 0) refuse(`No test’s name contains “${testName}”.`);
process.exitCode = failedChecks.length > 0 || total.failed > 0 ? 1 : 0;
