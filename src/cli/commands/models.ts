import type { Command } from 'commander';
import { UsageError } from '../../engine/errors.ts';
import { command, type CommonOptions, withProject } from '../command.ts';
import { describeModels } from '../describe.ts';
import { createOutput } from '../output.ts';

/** `loom models`: which there are, and the download of one that embeds. */
export function addModelsCommands(program: Command): void {
  const models = program.command('models').description('list the models there are to choose from, and download one that embeds');

  command(models, 'list', 'list the models there are to choose from', { isDefault: true }).action((options: CommonOptions) =>
    withProject(options, async (request, output) => {
      const result = await request('models/list', {});
      output.result(result, describeModels(result));
    }),
  );

  const about = 'download a sentence model (24 MB on the disk) into your data folder, for embeddings without a server';
  command(models, 'download', about)
    .argument('[name]', 'its name; by default the first that can be downloaded, all-MiniLM-L6-v2')
    .action(download);
}

async function download(name: string | undefined, { json }: Pick<CommonOptions, 'json'>): Promise<void> {
  const [{ downloadModel, downloadSize }, { downloadFolder }, { publishedList }] = await Promise.all([
    import('../../engine/models/onnx/download.ts'),
    import('../../engine/models/onnx/data-folder.ts'),
    import('../../engine/models/onnx/published-list.ts'),
  ]);
  const output = createOutput(json);
  const { host, models } = publishedList(process.env);
  const model = name === undefined ? models[0] : models.find((each) => each.name === name);
  if (model === undefined) {
    throw new UsageError(`there is no sentence model “${name}” to download: there is ${models.map((each) => each.name).join(', ')}`);
  }
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort(new Error('the download was interrupted; nothing was kept'));
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const into = downloadFolder(process.env);
    if (into === undefined) throw new UsageError('there is no data folder to download into: set HOME, or XDG_DATA_HOME to one');
    output.progress(`${model.name} (${model.about}; ${model.licence}): ${megabytes(downloadSize(model))} from ${host} into ${into}`);
    const report = (done: number, total: number): void => {
      output.progress(`Downloading ${10 * Math.floor((10 * done) / total)}% of ${megabytes(total)}`);
    };
    const { folder, wasThere } = await downloadModel(model, { into, host, report }, stop.signal);
    const id = `onnx/${model.name}`;
    const how = `choose it with --embedding-model ${id}, or as models.embeddings in .loom/project.yaml`;
    output.result({ model: id, folder, wasThere }, `${id} ${wasThere ? 'is there already' : 'is there'}, in ${folder}: ${how}`);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
