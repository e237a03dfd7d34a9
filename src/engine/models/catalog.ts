import type { OpenedProfile } from '../../protocol/profile.ts';
import { UsageError } from '../errors.ts';
import { builtinModelId } from './builtin.ts';
import { environmentEndpoint } from './environment.ts';
import { createHostModel, type ModelHost } from './host-model.ts';
import { Dialects } from './openai/dialect.ts';
import type { OpenedModel, OpenEmbedder, OpenModel } from './opened-model.ts';
import { downloadedModels } from './onnx/data-folder.ts';
import { publishedList } from './onnx/published-list.ts';
import { type NamedFolder, onnxPrefix } from './onnx/named-folder.ts';
import { openedOf, readProfiles } from './profiles.ts';
import { listRecorded, openRecorded, recordedPrefix } from './recorded.ts';

/** Sources of models for one front end: the host for VS Code, the environment for the command line. */
export type FrontEndSources = { readonly host: ModelHost } | { readonly environment: NodeJS.ProcessEnv };

/** With the project's folder. */
export type ModelSources = FrontEndSources & { readonly folder: string };

/** Variables of the user's, whichever front end it is: of VS Code, those that the engine's process was started with. */
export const environmentOf = (sources: FrontEndSources): NodeJS.ProcessEnv => ('host' in sources ? process.env : sources.environment);

const vscodePrefix = 'vscode/';

/**
 * Opens any model but the built-in one, by its id. An id may come from a project that somebody else wrote: it chooses
 * among what the user has set up, and never says where anything is.
 * @param dialects what is known of endpoints already
 */
export function createOpenModel(sources: ModelSources, dialects = new Dialects()): OpenModel {
  return async (id) => {
    if (id.startsWith(recordedPrefix)) return await openRecorded(sources.folder, id.slice(recordedPrefix.length));
    if (id.startsWith(vscodePrefix)) return openVscode(sources, id.slice(vscodePrefix.length));
    if (id.startsWith(onnxPrefix)) {
      throw new UsageError(`“${id}” embeds texts and writes none: choose it for embeddings (--embedding-model), and another with --model`);
    }
    const profile = await profileOf(sources, id);
    const { openProfile } = await loadEndpoints();
    return openProfile(profile, dialects);
  };
}

/** Opens a model that is to embed: one behind an endpoint, by the same ids, or one in a folder of the user's, as `onnx/NAME`. */
export function createOpenEmbedder(sources: ModelSources): OpenEmbedder {
  return async (id) => {
    requireEndpoint(id);
    if (id.startsWith(onnxPrefix)) {
      const named = await folderOf(sources, id.slice(onnxPrefix.length));
      const { onnxModels } = await loadOnnx();
      return await onnxModels.open(named);
    }
    const profile = await profileOf(sources, id);
    const { openEmbedder } = await loadEndpoints();
    return openEmbedder(profile);
  };
}

/** The client of an endpoint is large, and who works offline needs none. */
const loadEndpoints = () => import('./openai/open-profile.ts');

/** The runtime of sentence models is large, and few projects have one. */
const loadOnnx = () => import('./onnx/open-onnx.ts');

/** The user's own folder of this name comes before one that was downloaded. @throws UsageError when there is neither */
async function folderOf(sources: ModelSources, name: string): Promise<NamedFolder> {
  const isHost = 'host' in sources;
  const folders = isHost ? undefined : (await readProfiles(sources.environment)).folders;
  const folder = isHost ? await sources.host.modelFolder(name) : (folders?.get(name) ?? null);
  if (folder !== null) return { name, folder };
  const environment = environmentOf(sources);
  const downloaded = downloadedModels(environment);
  const found = downloaded.find((each) => each.name === name);
  if (found !== undefined) return found;
  const there = [...(folders?.keys() ?? []), ...downloaded.map((each) => each.name)].map((each) => onnxPrefix + each).join(', ');
  const published = publishedList(environment)
    .models.map((each) => each.name)
    .join(', ');
  const how = isHost
    ? `the setting conceptLoom.modelFolders adds one, and Concept Loom: Download Sentence Model gets ${published}`
    : `a profile of the file that LOOM_PROFILES names, {"NAME": {"folder": "/path"}}, adds one, and loom models download gets ${published}`;
  throw new UsageError(
    `there is no model “${onnxPrefix}${name}” here${there === '' ? '' : `: there is ${there}`}. A project names a model of this kind, and its user says in which folder it lies: ${how}`,
  );
}

/** @throws UsageError for the id of a model that embeds nothing, whatever is behind it. */
export function requireEndpoint(id: string): void {
  if (id !== builtinModelId && ![recordedPrefix, vscodePrefix].some((prefix) => id.startsWith(prefix))) return;
  throw new UsageError(
    `“${id}” embeds nothing: choose a model behind an OpenAI-compatible endpoint that serves /v1/embeddings, or onnx/NAME, one in a folder of yours (--embedding-model; in VS Code, Concept Loom: Choose Model), or none, and ratings are predicted from words`,
  );
}

const profileOf = (sources: ModelSources, id: string): Promise<OpenedProfile> =>
  'host' in sources ? profileOfHost(sources.host, id, sources.folder) : profileOfEnvironment(sources.environment, id, sources.folder);

function openVscode(sources: ModelSources, id: string): OpenedModel {
  if (!('host' in sources)) {
    throw new UsageError(
      `“${vscodePrefix}${id}” is a model of VS Code’s, which can be asked only inside VS Code; choose another with --model`,
    );
  }
  if (!/^[^/]+\/./.test(id)) throw new UsageError(`“${vscodePrefix}${id}” is no model: VS Code’s are named ${vscodePrefix}<vendor>/<id>`);
  return createHostModel(sources.host, id);
}

async function profileOfHost(host: ModelHost, id: string, folder: string): Promise<OpenedProfile> {
  const profile = await host.profile(id);
  if (profile !== null) return profile;
  throw new UsageError(
    `there is no model “${id}” here. “Concept Loom: Choose Model” shows what there is, and adds endpoints; without one there ${enumerate(folder)}`,
  );
}

async function profileOfEnvironment(environment: NodeJS.ProcessEnv, id: string, folder: string): Promise<OpenedProfile> {
  const { endpoints } = await readProfiles(environment);
  const profile = openedOf(id, endpoints, environment);
  if (profile !== undefined) return profile;
  const endpoint = environmentEndpoint(environment);
  if (endpoint !== undefined) return { ...endpoint, model: id };
  throw new UsageError(
    `there is no model “${id}” here: there ${enumerate(folder, [...endpoints.keys()])}. For a model of an endpoint, set OPENAI_BASE_URL (and OPENAI_API_KEY), or name a file of profiles in LOOM_PROFILES`,
  );
}

function enumerate(folder: string, profiles: readonly string[] = []): string {
  const recorded = listRecorded(folder).map((name) => recordedPrefix + name);
  const ids = [builtinModelId, ...profiles, ...recorded];
  return `${ids.length === 1 ? 'is' : 'are'} ${ids.join(', ')}`;
}
