import { resolve } from 'node:path';
import type { Command } from 'commander';
import { command, type CommonOptions, withProject } from '../command.ts';
import { describePublication } from '../describe-publication.ts';

interface PublishOptions extends CommonOptions {
  readonly from: string;
  readonly branch?: string;
  readonly message?: string;
  readonly public: boolean;
  readonly yes: boolean;
}

/** The command that sends an exported folder to the Hugging Face Hub. */
export function addPublishCommand(program: Command): void {
  command(program, 'publish', 'show what publishing an export on the Hugging Face Hub would send; with --yes, send it')
    .argument('<repository>', 'the dataset there, as OWNER/NAME')
    .requiredOption('--from <dir>', 'the folder of an export')
    .option('--branch <name>', 'the branch (default: main)')
    .option('--message <text>', 'the message of the commit')
    .option('--public', 'make a new repository public; by default it is private', false)
    .option('--yes', 'publish it; HF_TOKEN has the token, and HF_ENDPOINT another Hub', false)
    .action((repository: string, { from, branch, message, public: isPublic, yes, ...options }: PublishOptions) =>
      withProject(options, async (request, output) => {
        const target = { directory: resolve(from), repository, branch, token: process.env.HF_TOKEN };
        if (yes) {
          const result = await request('publish', { ...target, private: !isPublic, message });
          output.result(result, describePublication(result, result.commit));
        } else {
          const plan = await request('publish/plan', target);
          output.result(plan, `${describePublication(plan)}\nnothing was sent: --yes publishes it`);
        }
      }),
    );
}
