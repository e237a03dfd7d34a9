import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import { EndpointWizard } from '../models/add-endpoint.ts';
import { endpointOf } from '../models/endpoint.ts';
import type { Keys } from '../models/keys.ts';
import { isKey } from '../models/keys.ts';
import { modelName } from '../models/model-names.ts';
import { pickModel } from '../models/model-picker.ts';
import type { Profiles } from '../models/profiles.ts';
import { downloadSentenceModel } from '../models/sentence-models.ts';
import { modelSources } from '../models/sources.ts';
import type { Project } from '../project.ts';
import { checkTrust } from './making.ts';

type Chosen = EngineResult<'status'>['models'];
type Use = keyof Chosen;

/** Uses that one model can serve; to embed takes another kind. */
const chatUses: readonly Use[] = ['questions', 'answers', 'judge'];
const choices: readonly (readonly Use[])[] = [chatUses, ...chatUses.map((use): readonly Use[] => [use]), ['embeddings']];

/** Commands for the models a project uses, and their endpoints' keys. */
export class ModelCommands {
  readonly #project: Project;
  readonly #profiles: Profiles;
  readonly #keys: Keys;

  constructor(project: Project, profiles: Profiles, keys: Keys) {
    this.#project = project;
    this.#profiles = profiles;
    this.#keys = keys;
  }

  async chooseModel(): Promise<void> {
    const { models } = await this.#project.status();
    const uses = await askUse(models);
    if (uses) await this.#chooseFor(uses, vscode.l10n.t('Choose Model'), models);
  }

  /** Chooses a model that embeds, for something that takes one. @param title says for what */
  async chooseEmbeddings(title: string): Promise<void> {
    const { models } = await this.#project.status();
    await this.#chooseFor(['embeddings'], title, models, true);
  }

  /** Downloads a sentence model, and offers to use it here. */
  async downloadSentenceModel(): Promise<void> {
    checkTrust();
    const model = await downloadSentenceModel(this.#project, null);
    if (model === null) return;
    const { models } = await this.#project.status();
    const use = vscode.l10n.t('Use for Embeddings');
    const told = vscode.l10n.t('The sentence model {0} is there.', modelName(model));
    const offered = models.embeddings === model ? [] : [use];
    if ((await vscode.window.showInformationMessage(told, ...offered)) === use) await this.#choose(['embeddings'], model);
  }

  /** @param isNeeded none is no answer */
  async #chooseFor(uses: readonly Use[], title: string, models: Chosen, isNeeded = false): Promise<void> {
    const embeds = uses.includes('embeddings');
    const sources = modelSources(this.#project, this.#profiles, embeds).filter(({ section }) => !(isNeeded && section === 'none'));
    const action = await pickModel(title, namesOf(models, uses), sources);
    if (!action) return;
    switch (action.kind) {
      case 'use':
        return this.#choose(uses, action.model);
      case 'clear':
        await this.#project.request('models/choose', { use: 'embeddings', model: null });
        vscode.window.setStatusBarMessage(vscode.l10n.t('{0}: {1}', useTitle(uses), vscode.l10n.t('none')), 5000);
        return;
      case 'download': {
        const model = await downloadSentenceModel(this.#project, action.name);
        return model === null ? undefined : this.#choose(uses, model);
      }
      case 'adopt':
      case 'add': {
        const wizard = new EndpointWizard(this.#profiles, this.#keys, (profile) =>
          this.#project.request('models/check', { profile, embeds }),
        );
        const name = await wizard.run(action.kind === 'adopt' ? action : undefined);
        return name === null ? undefined : this.#choose(uses, name);
      }
      case 'openSettings':
        await vscode.commands.executeCommand('workbench.action.openApplicationSettingsJson');
        return;
      case 'none':
    }
  }

  async setApiKey(): Promise<void> {
    const endpoints = await this.#endpoints();
    if (endpoints.length === 0) {
      const choose = vscode.l10n.t('Choose Model');
      const told = vscode.l10n.t('There is no endpoint yet to set a key for. Choose Model adds one.');
      if ((await vscode.window.showInformationMessage(told, choose)) === choose) await this.chooseModel();
      return;
    }
    const endpoint = await this.#askEndpoint(vscode.l10n.t('Set API Key'), endpoints);
    if (endpoint === undefined) return;
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('Set API Key'),
      prompt: vscode.l10n.t('Kept in VS Code’s secret storage and sent to {0} alone', endpoint),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (isKey(text.trim()) ? null : vscode.l10n.t('A key has no spaces and no line ends.')),
    });
    if (key === undefined) return;
    await this.#keys.set(endpoint, key.trim());
    vscode.window.setStatusBarMessage(vscode.l10n.t('The key for {0} is set.', endpoint), 5000);
  }

  async clearApiKey(): Promise<void> {
    const endpoints = await this.#keys.endpoints();
    if (endpoints.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No API key is set.'));
      return;
    }
    const endpoint = await this.#askEndpoint(vscode.l10n.t('Clear API Key'), endpoints);
    if (endpoint === undefined) return;
    await this.#keys.clear(endpoint);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The key for {0} is cleared.', endpoint), 5000);
  }

  async #choose(uses: readonly Use[], model: string): Promise<void> {
    for (const use of uses) await this.#project.request('models/choose', { use, model });
    vscode.window.setStatusBarMessage(vscode.l10n.t('{0}: {1}', useTitle(uses), modelName(model)), 5000);
  }

  async #endpoints(): Promise<string[]> {
    const named = [...this.#profiles.read().profiles.values()].map(({ url }) => endpointOf(url)).filter((each) => each !== null);
    return [...new Set([...named, ...(await this.#keys.endpoints())])].sort();
  }

  async #askEndpoint(title: string, endpoints: readonly string[]): Promise<string | undefined> {
    const withKey = new Set(await this.#keys.endpoints());
    const names = Map.groupBy(this.#profiles.read().profiles, ([, { url }]) => endpointOf(url));
    const items = endpoints.map((endpoint) => ({
      label: `$(${withKey.has(endpoint) ? 'key' : 'circle-slash'}) ${endpoint}`,
      description: withKey.has(endpoint) ? vscode.l10n.t('a key is set') : vscode.l10n.t('no key'),
      detail: (names.get(endpoint) ?? []).map(([name]) => name).join(', '),
      endpoint,
    }));
    return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Endpoint') }))?.endpoint;
  }
}

async function askUse(models: Chosen): Promise<readonly Use[] | undefined> {
  const items = choices.map((uses) => ({ label: useTitle(uses), description: namesOf(models, uses), uses }));
  const options = { title: vscode.l10n.t('Choose Model'), placeHolder: vscode.l10n.t('What should it be used for?') };
  return (await vscode.window.showQuickPick(items, options))?.uses;
}

function namesOf(models: Chosen, uses: readonly Use[]): string {
  const names = uses.map((use) => models[use]).map((id) => (id === null ? vscode.l10n.t('none') : modelName(id)));
  return [...new Set(names)].join(', ');
}

function useTitle([use, ...others]: readonly Use[]): string {
  if (others.length > 0) return vscode.l10n.t('Questions, answers and judging');
  switch (use) {
    case 'answers':
      return vscode.l10n.t('Answers');
    case 'judge':
      return vscode.l10n.t('Judging');
    case 'embeddings':
      return vscode.l10n.t('Embeddings of documents and samples');
    default:
      return vscode.l10n.t('Questions');
  }
}
