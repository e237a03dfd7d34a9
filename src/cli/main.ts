import { Command, CommanderError } from 'commander';
import { messageOf, UsageError } from '../engine/errors.ts';
import { addDuplicatesCommand } from './commands/duplicates.ts';
import { addDiversityCommand } from './commands/diversity.ts';
import { addDecontaminateCommand } from './commands/decontaminate.ts';
import { addExportCommand } from './commands/export.ts';
import { addFilterCommands } from './commands/filter.ts';
import { addMeasureCommand } from './commands/measure.ts';
import { addModelsCommands } from './commands/models.ts';
import { addPlanCommands } from './commands/plan.ts';
import { addPersonasCommand } from './commands/personas.ts';
import { addPipelineCommands } from './commands/pipeline.ts';
import { addPublishCommand } from './commands/publish.ts';
import { addRunCommands } from './commands/runs.ts';
import { addEmbedCommand } from './commands/embed.ts';
import { addImportCommand } from './commands/import.ts';
import { addJudgeCommand } from './commands/judge.ts';
import { addSnapshotCommands } from './commands/snapshots.ts';
import { refuseRepeats } from './command.ts';
import { addReviewCommands } from './commands/review.ts';
import { outliveReaders } from './output.ts';

outliveReaders();

const program = new Command('loom')
  .description('Grow a dataset from a folder of documents: concepts, graph, concept sets, prompts, samples, review, dataset.')
  .exitOverride()
  .showHelpAfterError('(loom --help lists the commands)');

addPipelineCommands(program);
addExportCommand(program);
addPublishCommand(program);
addFilterCommands(program);
addPersonasCommand(program);
addRunCommands(program);
addModelsCommands(program);
addJudgeCommand(program);
addMeasureCommand(program);
addDiversityCommand(program);
addPlanCommands(program);
addEmbedCommand(program);
addReviewCommands(program);
addImportCommand(program);
addSnapshotCommands(program);
addDuplicatesCommand(program);
addDecontaminateCommand(program);
refuseRepeats(program);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has already said what was wrong, or shown the help that was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`loom: ${messageOf(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
