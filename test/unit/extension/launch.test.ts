import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { inspectOptions } from '../../../src/extension/engine/launch.ts';

const at = (name: string): URL => new URL(`../../../${name}`, import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'));

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(read('package.json'));
const { tasks } = z
  .object({
    tasks: z.array(
      z.object({
        label: z.string(),
        script: z.string().optional(),
        dependsOn: z.array(z.string()).default([]),
        problemMatcher: z.union([
          z.tuple([]),
          z.object({
            pattern: z.object({ regexp: z.string() }),
            background: z.object({ beginsPattern: z.string(), endsPattern: z.string() }),
          }),
        ]),
      }),
    ),
  })
  .parse(read('.vscode/tasks.json'));
const { configurations, compounds } = z
  .object({
    configurations: z.array(
      z.object({
        name: z.string(),
        preLaunchTask: z.string().optional(),
        env: z.record(z.string(), z.string()).default({}),
        port: z.int().optional(),
        program: z.string().optional(),
      }),
    ),
    compounds: z.array(z.object({ configurations: z.array(z.string()) })),
  })
  .parse(read('.vscode/launch.json'));

it('names tasks, scripts and programs that are there', () => {
  const labels = tasks.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(configurations.flatMap(({ preLaunchTask }) => preLaunchTask ?? [])));
  expect(labels).toEqual(expect.arrayContaining(tasks.flatMap(({ dependsOn }) => dependsOn)));
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(tasks.flatMap(({ script }) => script ?? [])));
  const names = configurations.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(compounds.flatMap((compound) => compound.configurations)));
  for (const { program = '${workspaceFolder}/package.json' } of configurations)
    expect(existsSync(at(program.replace('${workspaceFolder}/', '')))).toBe(true);
});

it('attaches to the port at which the engine listens', () => {
  const [port] = configurations.flatMap((each) => each.port ?? []);
  const [options] = configurations.map(({ env }) => inspectOptions(env)).filter((each) => each.length > 0);
  expect(options).toEqual([`--inspect=127.0.0.1:${port}`]);
});

it('waits for lines that the watch prints', () => {
  const source = readFileSync(at('scripts/watch.mjs'), 'utf8');
  const [background] = tasks.flatMap(({ problemMatcher }) => ('background' in problemMatcher ? [problemMatcher.background] : []));
  expect(source).toContain(background!.beginsPattern.slice(1));
  expect(source).toContain(background!.endsPattern.slice(1));
});
