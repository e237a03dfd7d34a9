import * as vscode from 'vscode';
import type { OpenedProfile } from '../../protocol/profile.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import { baseUrl, endpointOf, isAzure } from './endpoint.ts';
import type { Step } from './inputs.ts';
import { askText } from './inputs.ts';
import { askEndpointModel } from './endpoint-model.ts';
import type { Keys } from './keys.ts';
import { isKey } from './keys.ts';
import { askToMend } from './mend.ts';
import type { EndpointStep } from './mend.ts';
import { freeName, isReserved } from './model-ids.ts';
import { parsePrice, priceText } from './price.ts';
import type { Profiles } from './profiles.ts';

type Check = (profile: OpenedProfile) => Promise<EngineResult<'models/check'>>;

/** Answers given about a new endpoint so far. */
interface EndpointDraft {
  url: string;
  /** Empty: the stored one, or none. */
  key: string;
  model: string;
  price: string;
}

const order: readonly EndpointStep[] = ['url', 'key', 'model', 'price', 'check', 'name'];

/** Asks for an endpoint step by step, tries it, and saves it as a profile in the user's settings. */
export class EndpointWizard {
  readonly #profiles: Profiles;
  readonly #keys: Keys;
  readonly #check: Check;
  #draft: EndpointDraft = { url: '', key: '', model: '', price: '' };

  constructor(profiles: Profiles, keys: Keys, check: Check) {
    this.#profiles = profiles;
    this.#keys = keys;
    this.#check = check;
  }

  /**
   * @param known what is known already of a server that was found: it is tried at once
   * @returns the name of the profile, or null when it was left
   */
  async run(known?: { readonly url: string; readonly model: string }): Promise<string | null> {
    this.#draft = { url: known?.url ?? '', key: '', model: known?.model ?? '', price: '' };
    let at: EndpointStep = known ? 'check' : 'url';
    for (;;) {
      if (at === 'name') {
        const name: Step<string> = known ? { kind: 'value', value: this.#freeName() } : await this.#askName();
        if (name.kind === 'cancelled') return null;
        if (name.kind === 'value') return this.#save(name.value);
        at = 'price';
        continue;
      }
      const step = await this.#steps[at]();
      if (step.kind === 'cancelled') return null;
      if (step.kind === 'back') at = order[order.indexOf(at) - 1] ?? 'url';
      else at = step.value;
    }
  }

  /** Each step's value is the step that follows it. */
  readonly #steps: Readonly<Record<Exclude<EndpointStep, 'name'>, () => Promise<Step<EndpointStep>>>> = {
    url: async () => {
      const step = await askText({
        title: this.#title(1),
        prompt: vscode.l10n.t('The server’s URL, up to and including the version'),
        placeholder: 'https://api.openai.com/v1',
        value: this.#draft.url,
        canGoBack: false,
        check: (text) => (baseUrl(text) === null ? vscode.l10n.t('A URL that begins with http:// or https://, without a password') : null),
      });
      return then(step, 'key', (text) => (this.#draft.url = baseUrl(text) ?? ''));
    },
    key: async () => {
      const stored = (await this.#keys.get(this.#draft.url)) !== undefined;
      const step = await askText({
        title: this.#title(2),
        prompt: stored
          ? vscode.l10n.t('API key for {0}. Leave empty to use the one that is set.', this.#endpoint)
          : vscode.l10n.t('API key for {0}. Leave empty when it asks for none.', this.#endpoint),
        password: true,
        value: this.#draft.key,
        canGoBack: true,
        check: (text) => (text.trim() === '' || isKey(text.trim()) ? null : vscode.l10n.t('A key has no spaces and no line ends.')),
      });
      return then(step, 'model', (text) => (this.#draft.key = text));
    },
    model: async () => {
      const step = await askEndpointModel({
        title: this.#title(3),
        endpoint: this.#endpoint,
        chosen: this.#draft.model,
        list: async (model) => this.#check(await this.#opened(model)),
      });
      return then(step, 'price', (model) => (this.#draft.model = model));
    },
    price: async () => {
      const step = await askText({
        title: this.#title(4),
        prompt: vscode.l10n.t('US dollars a million tokens, in / out, to know what runs cost. Leave empty when not known.'),
        placeholder: '0.15 / 0.60',
        value: this.#draft.price,
        canGoBack: true,
        check: (text) => (text.trim() === '' || parsePrice(text) ? null : vscode.l10n.t('Two amounts like 0.15 / 0.60, or one for both')),
      });
      return then(step, 'check', (text) => {
        const price = parsePrice(text);
        this.#draft.price = price ? priceText(price) : '';
      });
    },
    check: async () => {
      const title = vscode.l10n.t('Trying {0} at {1}…', this.#draft.model, this.#endpoint);
      const { problem } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async () =>
        this.#check(await this.#opened(this.#draft.model)),
      );
      return problem === null ? { kind: 'value', value: 'name' } : askToMend(this.#title(null), problem);
    },
  };

  async #askName(): Promise<Step<string>> {
    const { profiles } = this.#profiles.read();
    return askText({
      title: this.#title(5),
      prompt: vscode.l10n.t('{0} replied. A name for it, by which projects choose it', this.#draft.model),
      value: this.#freeName(),
      canGoBack: true,
      check: (text) => {
        const name = text.trim();
        if (name === '') return vscode.l10n.t('A name is needed.');
        if (isReserved(name)) return vscode.l10n.t('Names that begin like this mean other models.');
        return profiles.has(name) ? vscode.l10n.t('There is a profile of this name already.') : null;
      },
    });
  }

  #freeName(): string {
    const { profiles, problems } = this.#profiles.read();
    return freeName(this.#draft.model, new Set([...profiles.keys(), ...problems.map(({ name }) => name)]));
  }

  /** The key first: a profile without its key would fail at once. */
  async #save(name: string): Promise<string> {
    const { apiKey, ...profile } = await this.#opened(this.#draft.model);
    if (apiKey !== undefined && this.#draft.key !== '') await this.#keys.set(profile.url, apiKey);
    await this.#profiles.save(name, profile);
    return name;
  }

  async #opened(model: string): Promise<OpenedProfile> {
    const { url, key, price } = this.#draft;
    const apiKey = key || (await this.#keys.get(url));
    const prices = parsePrice(price);
    return {
      url,
      model,
      ...(isAzure(url) ? { keyHeader: 'api-key' as const } : {}),
      ...(prices ? { price: prices } : {}),
      ...(apiKey === undefined ? {} : { apiKey }),
    };
  }

  get #endpoint(): string {
    return endpointOf(this.#draft.url) ?? '';
  }

  #title(step: number | null): string {
    const title = vscode.l10n.t('Add an Endpoint');
    return step === null ? title : `${title} (${step}/5)`;
  }
}

function then(step: Step<string>, next: EndpointStep, keep: (value: string) => void): Step<EndpointStep> {
  if (step.kind !== 'value') return step;
  keep(step.value);
  return { kind: 'value', value: next };
}
