import { resolve } from 'node:path';
import type { Command } from 'commander';
import { command, positive, type CommonOptions, whole, withModel, withProject } from '../command.ts';
import { describeGraph, describePrompt, describeSets, describeStatus } from '../describe.ts';
import { projectFile } from '../project-file.ts';
import { createOutput } from '../output.ts';

/** The commands that show what lies between documents and dataset, and write the latter; those that ask a model are in `runs.ts`. */
export function addPipelineCommands(program: Command): void {
  command(program, 'init', 'write .loom/project.yaml with its defaults').action(async (options: CommonOptions) => {
    const folder = resolve(options.project);
    const { initProject } = await import('../../engine/init.ts');
    const { file, created } = initProject(folder);
    createOutput(options.json).result({ project: folder, file, created }, created ? `wrote ${file}` : `${file} is there already`);
  });

  withModel(command(program, 'graph', 'count the concept graph')).action((options: CommonOptions) =>
    withProject(options, async (request, output) => {
      const { topics, concepts, edges, units } = await request('status', {});
      output.result({ topics, concepts, edges, units }, describeGraph({ topics, concepts, edges, units }));
    }),
  );

  withModel(command(program, 'sets', 'sample concept sets and their references'))
    .option('--count <n>', 'how many', positive, 10)
    .option('--seed <n>', 'what makes the walks reproducible', whole, 1)
    .action((options: CommonOptions & { count: number; seed: number }) =>
      withProject(options, async (request, output) => {
        const result = await request('sets/sample', { count: options.count, seed: options.seed });
        output.result(result, describeSets(result));
      }),
    );

  withModel(command(program, 'prompt', 'show the exact messages that a method would send'))
    .option('--method <id>', 'the method (loom methods lists them)', 'level3')
    .option('--seed <n>', 'the seed of the walks', whole, 1)
    .option('--ordinal <n>', 'which of the concept sets, passages or samples (the latest first), from 0', whole, 0)
    .option('--style <name>', 'the style, for methods that have some')
    .option('--file <path>', 'only what lies in this file or refers to it')
    .action((options: CommonOptions & { method: string; seed: number; ordinal: number; style?: string; file?: string }) =>
      withProject(options, async (request, output) => {
        const { project, method, seed, ordinal, style, file } = options;
        const more = { ...(style === undefined ? {} : { style }), ...(file === undefined ? {} : { file: projectFile(project, file) }) };
        const result = await request('prompts/preview', { method, seed, ordinal, ...more });
        output.result(result, describePrompt(result));
      }),
    );

  withModel(command(program, 'status', 'count everything')).action((options: CommonOptions) =>
    withProject(options, async (request, output) => {
      const status = await request('status', {});
      output.result(status, describeStatus(status));
    }),
  );
}
