/** Sentence models as front ends offer them for download. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineArguments, EngineResult } from '../../../protocol/engine.ts';
import type { RunProgress } from '../../../protocol/results.ts';
import { UsageError } from '../../errors.ts';
import { downloadFolder } from './data-folder.ts';
import { downloadModel, downloadSize } from './download.ts';
import { onnxPrefix } from './named-folder.ts';
import { publishedList } from './published-list.ts';
import { freeProgress } from '../../free-progress.ts';

/** Lists what can be downloaded, and where to. @throws UsageError when the list of the environment does not hold */
export function offeredModels(environment: NodeJS.ProcessEnv): EngineResult<'models/published'> {
  const { host, models } = publishedList(environment);
  const into = downloadFolder(environment);
  return {
    host,
    into: into ?? null,
    models: models.map((model) => ({
      ...{ id: onnxPrefix + model.name, name: model.name, about: model.about, licence: model.licence },
      bytes: downloadSize(model),
      isThere: into !== undefined && existsSync(join(into, model.name)),
    })),
  };
}

const megabyte = 1e6;

/**
 * Downloads one of them into the user's data folder.
 * @param report is told of whole megabytes
 * @throws UsageError when there is none of that name, or it does not arrive; the signal's reason
 */
export async function downloadOffered(
  { name }: EngineArguments<'models/download'>,
  environment: NodeJS.ProcessEnv,
  report: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<Omit<EngineResult<'models/download'>, 'revision'>> {
  const { host, models } = publishedList(environment);
  const model = models.find((each) => each.name === name);
  if (model === undefined) {
    throw new UsageError(`there is no sentence model “${name}” to download: there is ${models.map((each) => each.name).join(', ')}`);
  }
  const into = downloadFolder(environment);
  if (into === undefined) throw new UsageError('there is no data folder to download into: set HOME, or XDG_DATA_HOME to one');
  const label = `Downloading ${name} (MB)`;
  let told = -1;
  const tell = (done: number, total: number): void => {
    const now = Math.floor(done / megabyte);
    if (now === told) return;
    told = now;
    report({ run: `download ${name}`, label, done: now, total: Math.max(1, Math.floor(total / megabyte)), kept: 0, ...freeProgress });
  };
  const { folder, wasThere } = await downloadModel(model, { into, host, report: tell }, signal);
  return { model: onnxPrefix + name, folder, wasThere };
}
