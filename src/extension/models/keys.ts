import type { SecretStorage } from 'vscode';
import { endpointOf } from './endpoint.ts';

const prefix = 'apiKey ';

/**
 * API keys in VS Code's secret storage, each under the endpoint it was set for: a profile whose URL is changed has no
 * key until one is set for the new one.
 */
export class Keys {
  readonly #secrets: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'keys'>;

  constructor(secrets: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'keys'>) {
    this.#secrets = secrets;
  }

  async get(url: string): Promise<string | undefined> {
    const endpoint = endpointOf(url);
    return endpoint === null ? undefined : await this.#secrets.get(prefix + endpoint);
  }

  /** @throws {TypeError} when the URL is none: a key is only kept for an endpoint */
  async set(url: string, key: string): Promise<void> {
    const endpoint = endpointOf(url);
    if (endpoint === null) throw new TypeError('A key can only be set for an http or https URL.');
    await this.#secrets.store(prefix + endpoint, key);
  }

  async clear(endpoint: string): Promise<void> {
    await this.#secrets.delete(prefix + endpoint);
  }

  /** All that have a key, those that no profile names any more included. */
  async endpoints(): Promise<string[]> {
    const names = await this.#secrets.keys();
    return names
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .sort();
  }
}

/** A header takes visible ASCII only; anything else is a slip of the clipboard. */
export const isKey = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);
