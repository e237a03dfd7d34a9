import * as vscode from 'vscode';
import type { ModelProfile } from '../../protocol/profile.ts';
import type { Project } from '../project.ts';
import { shortCount } from '../runs/figures.ts';
import type { OfferedModel, ModelSection } from './choices.ts';
import { endpointKey, sectionsFor } from './choices.ts';
import { endpointOf } from './endpoint.ts';
import { folderModelId, offlineModel, vscodeModelId } from './model-ids.ts';
import type { ModelSource } from './model-picker.ts';
import { priceText } from './price.ts';
import type { Profiles } from './profiles.ts';
import { userModelFolders } from './user-profiles.ts';
import { isReachable } from './reachable.ts';
import { megabytes } from './sentence-models.ts';
import type { PublishedEntry } from './sentence-models.ts';
import type { ListedModel } from '../../protocol/results.ts';

/** Everything there is to choose from for a use, each part from where it is known. */
export function modelSources(project: Project, profiles: Profiles, embeds: boolean): ModelSource[] {
  const entries = project.request('models/list', {}).then(({ models }) => models);
  const listed = (section: ModelSection & ListedModel['source'], toChoice: (entry: ListedModel) => OfferedModel): ModelSource => ({
    section,
    load: async (fill) => {
      fill((await entries).filter(({ source }) => source === section).map(toChoice));
    },
  });
  const loadFolders: ModelSource['load'] = async (fill) => {
    const own = userModelFolders().names.map(inFolder);
    fill(own);
    // Downloaded ones the engine knows.
    const downloaded = (await entries)
      .filter(({ source }) => source === 'folder')
      .map(({ id }) => inFolder(id.slice(folderModelId('').length)));
    fill([...new Map([...downloaded, ...own].map((row) => [row.key, row])).values()]);
  };
  const loadDownloads: ModelSource['load'] = async (fill) => {
    const { models } = await project.request('models/published', {});
    const own = new Set(userModelFolders().names);
    fill(models.filter(({ name, isThere }) => !isThere && !own.has(name)).map(download));
  };
  const offered = new Set(sectionsFor(embeds));
  const sources: ModelSource[] = [
    { section: 'none', load: given(() => [none()]) },
    { section: 'builtin', load: given(() => [offline()]) },
    { section: 'profile', load: (fill, signal) => loadProfiles(profiles, fill, signal) },
    listed('environment', used),
    listed('local', local),
    { section: 'folder', load: loadFolders },
    { section: 'download', load: loadDownloads },
    { section: 'vscode', load: loadVscode },
    listed('recorded', used),
    { section: 'add', load: given(() => [add()]) },
  ];
  return sources.filter(({ section }) => offered.has(section));
}

/** Loads choices that are there without a request. */
const given =
  (choices: () => readonly OfferedModel[]): ModelSource['load'] =>
  (fill) => {
    fill(choices());
    return Promise.resolve();
  };

const none = (): OfferedModel => ({
  key: 'none',
  label: `$(circle-slash) ${vscode.l10n.t('None')}`,
  detail: vscode.l10n.t('Ratings of documents are predicted from their words'),
  action: { kind: 'clear' },
});

const offline = (): OfferedModel => ({
  key: offlineModel,
  label: `$(package) ${vscode.l10n.t('Offline model')}`,
  description: offlineModel,
  detail: vscode.l10n.t('Built in and free: quotes the text instead of writing'),
  action: { kind: 'use', model: offlineModel },
});

const used = ({ id, endpoint }: ListedModel): OfferedModel => ({
  key: id,
  label: id,
  ...(endpoint === null ? {} : { description: endpoint }),
  action: { kind: 'use', model: id },
});

function local({ id, endpoint }: ListedModel): OfferedModel {
  const url = endpoint ?? '';
  return { key: endpointKey(url, id), label: `$(vm) ${id}`, description: url, action: { kind: 'adopt', url, model: id } };
}

const inFolder = (name: string): OfferedModel => ({
  key: folderModelId(name),
  label: `$(folder) ${name}`,
  description: folderModelId(name),
  detail: vscode.l10n.t('Runs on this machine’s processor: nothing is sent, and nothing costs'),
  action: { kind: 'use', model: folderModelId(name) },
});

const download = ({ id, name, about, licence, bytes }: PublishedEntry): OfferedModel => ({
  key: id,
  label: `$(cloud-download) ${vscode.l10n.t('Download {0} ({1})…', name, megabytes(bytes))}`,
  description: licence,
  detail: vscode.l10n.t('{0}; runs on this machine’s processor', about),
  action: { kind: 'download', name },
});

const add = (): OfferedModel => ({
  key: 'add',
  label: `$(add) ${vscode.l10n.t('Add an Endpoint…')}`,
  description: vscode.l10n.t('any server that speaks the OpenAI protocol'),
  action: { kind: 'add' },
});

/** Shown at once, and again as each turns out to be there or not. */
async function loadProfiles(profiles: Profiles, fill: (choices: readonly OfferedModel[]) => void, signal: AbortSignal): Promise<void> {
  const { profiles: usable, problems } = profiles.read();
  const reachable = new Map<string, boolean>();
  const show = (): void => {
    fill([
      ...[...usable].map(([name, profile]) => profileChoice(name, profile, reachable.get(profile.url))),
      ...problems.map(({ name, reason }): OfferedModel => ({
        key: `problem ${name}`,
        label: `$(warning) ${name}`,
        description: vscode.l10n.t('cannot be used; choose to open the settings'),
        detail: reason,
        action: { kind: 'openSettings' },
      })),
    ]);
  };
  show();
  const urls = new Set([...usable.values()].map(({ url }) => url));
  await Promise.all(
    [...urls].map(async (url) => {
      reachable.set(url, await isReachable(url, signal));
      show();
    }),
  );
}

function profileChoice(name: string, profile: ModelProfile, reachable: boolean | undefined): OfferedModel {
  const endpoint = endpointOf(profile.url) ?? '';
  const price = profile.price
    ? vscode.l10n.t('${0} a million tokens in / out', priceText(profile.price))
    : vscode.l10n.t('price not known');
  const state = reachable === false ? vscode.l10n.t('does not answer') : '';
  return {
    key: endpointKey(endpoint, profile.model),
    label: `$(${reachable === undefined ? 'loading~spin' : reachable ? 'pass' : 'debug-disconnect'}) ${name}`,
    description: [profile.model === name ? '' : profile.model, endpoint, state].filter(Boolean).join(' · '),
    detail: price,
    action: { kind: 'use', model: name },
  };
}

/** Providers may come and go while the list is open. */
async function loadVscode(fill: (choices: readonly OfferedModel[]) => void, signal: AbortSignal): Promise<void> {
  const show = async (): Promise<void> => {
    const models = await vscode.lm.selectChatModels();
    fill(
      models.map((model) => ({
        key: vscodeModelId(model),
        label: `$(hubot) ${model.name}`,
        description: vscodeModelId(model),
        detail: vscode.l10n.t('up to {0} tokens in a prompt; its provider counts and charges', shortCount(model.maxInputTokens)),
        action: { kind: 'use', model: vscodeModelId(model) },
      })),
    );
  };
  const subscription = vscode.lm.onDidChangeChatModels(() => {
    show().catch(() => {
      fill([]);
    });
  });
  signal.addEventListener('abort', () => void subscription.dispose(), { once: true });
  await show();
}
