import { builtinModelId } from './builtin.ts';
import { environmentOf, type ModelSources } from './catalog.ts';
import { environmentEndpoint } from './environment.ts';
import { ModelError } from './model-error.ts';
import { type Endpoint, endpointName, endpointUrl } from './openai/endpoint.ts';
import { listSizedModels, type SizedModel } from './openai/list-models.ts';
import { downloadedModels } from './onnx/data-folder.ts';
import { onnxPrefix } from './onnx/named-folder.ts';
import { endpointOf } from './openai/open-profile.ts';
import { isLoopback } from './openai/transport.ts';
import { openedOf, readProfiles } from './profiles.ts';
import { listRecorded, recordedPrefix } from './recorded.ts';
import type { ListedModel } from '../../protocol/results.ts';

export interface ListOptions {
  /** Ports at which to look for servers on this machine. */
  readonly ports?: readonly number[];
  /** Time that a configured endpoint, and a local port, may take to answer. */
  readonly endpointMs?: number;
  readonly localMs?: number;
}

/** Ollama, LM Studio, vLLM, llama.cpp. */
const usualPorts = [11434, 1234, 8000, 8080];

/** In place of ids, for an endpoint that does not tell them. */
const anyModel = '*';

/**
 * Lists the models to choose from. Endpoints are asked all at once and for a moment; one that does not answer is shown as
 * unreachable. Inside VS Code, its own models and the configured ones are the host's to list.
 * @throws UsageError when a variable or file of the environment does not hold; the signal's reason.
 */
export async function listAvailable(sources: ModelSources, signal: AbortSignal, options: ListOptions = {}): Promise<ListedModel[]> {
  const { ports = usualPorts, endpointMs = 1500, localMs = 1000 } = options;
  const ask = async (endpoint: Endpoint, ms: number): Promise<ServerAnswer> =>
    await asked(endpoint, AbortSignal.any([signal, AbortSignal.timeout(ms)]));
  const configured =
    'environment' in sources ? await configuredOf(sources.environment) : { profiles: [], folders: [], environment: undefined };
  const { environment, profiles, folders } = configured;
  const [fromEnvironment, fromProfiles, fromPorts] = await Promise.all([
    environment === undefined ? [] : ask(environment, endpointMs).then((answer) => entriesOf(environment, answer)),
    Promise.all(profiles.map(async ({ name, model, endpoint }) => profileEntry(name, model, endpoint, await ask(endpoint, endpointMs)))),
    Promise.all(ports.filter((port) => !isAt(environment, port)).map(async (port) => await localEntries(port, (at) => ask(at, localMs)))),
  ]);
  signal.throwIfAborted();
  const builtin: ListedModel = { id: builtinModelId, source: 'builtin', reachable: true, endpoint: null };
  const recorded = listRecorded(sources.folder).map((name): ListedModel => ({
    id: recordedPrefix + name,
    source: 'recorded',
    reachable: true,
    endpoint: null,
  }));
  const named = new Set([...folders, ...downloadedModels(environmentOf(sources)).map(({ name }) => name)]);
  const inFolders = [...named].map((name): ListedModel => ({ id: onnxPrefix + name, source: 'folder', reachable: true, endpoint: null }));
  return [builtin, ...fromProfiles, ...fromEnvironment, ...fromPorts.flat(), ...inFolders, ...recorded];
}

async function configuredOf(variables: NodeJS.ProcessEnv) {
  const environment = environmentEndpoint(variables);
  const { endpoints, folders } = await readProfiles(variables);
  return {
    environment: environment && endpointOf(environment),
    profiles: [...endpoints].map(([name, { model }]) => ({ name, model, endpoint: endpointOf(openedOf(name, endpoints, variables)!) })),
    folders: [...folders.keys()],
  };
}

interface ServerAnswer {
  readonly reachable: boolean;
  /** Undefined when it does not tell. */
  readonly models: readonly SizedModel[] | undefined;
}

async function asked(endpoint: Endpoint, signal: AbortSignal): Promise<ServerAnswer> {
  try {
    return { reachable: true, models: await listSizedModels(endpoint, signal) };
  } catch (error) {
    if (error instanceof ModelError) return { reachable: listless.has(error.status ?? 0), models: undefined };
    if (signal.aborted) return { reachable: false, models: undefined };
    throw error;
  }
}

/** Statuses of servers that are there but have no list to give, now or ever; chats may be answered all the same. */
const listless: ReadonlySet<number> = new Set([404, 405, 429, 501]);

const sized = (context: number | undefined): Pick<ListedModel, 'context'> => (context === undefined ? {} : { context });

function entriesOf(endpoint: Endpoint, { reachable, models }: ServerAnswer): ListedModel[] {
  const listed = models ?? [{ id: anyModel, context: undefined }];
  return listed.map(({ id, context }) => ({ id, source: 'environment', reachable, endpoint: endpointName(endpoint), ...sized(context) }));
}

const profileEntry = (name: string, model: string, endpoint: Endpoint, { reachable, models = [] }: ServerAnswer): ListedModel => ({
  id: name,
  source: 'profile',
  reachable,
  endpoint: endpointName(endpoint),
  ...sized(models.find(({ id }) => id === model)?.context),
});

/** A stranger may listen there: no key is sent, and what is no list of models is passed over. */
async function localEntries(port: number, ask: (endpoint: Endpoint) => Promise<ServerAnswer>): Promise<ListedModel[]> {
  const endpoint = { baseUrl: `http://127.0.0.1:${port}/v1` };
  const { models = [] } = await ask(endpoint);
  return models.map(({ id, context }) => ({ id, source: 'local', reachable: true, endpoint: endpointName(endpoint), ...sized(context) }));
}

function isAt(endpoint: Endpoint | undefined, port: number): boolean {
  if (endpoint === undefined) return false;
  const url = endpointUrl(endpoint);
  return isLoopback(url) && Number(url.port) === port;
}
