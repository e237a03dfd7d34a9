import * as vscode from 'vscode';
import type { SecretStorage } from 'vscode';

const name = 'hubToken';

/** The user's token of the Hugging Face Hub, in VS Code's secret storage and nowhere else. */
export class HubToken {
  readonly #secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'>;

  constructor(secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'>) {
    this.#secrets = secrets;
  }

  /** Asks for it where there is none. @returns undefined when that was left */
  async get(): Promise<string | undefined> {
    return (await this.#secrets.get(name)) ?? (await this.ask());
  }

  /** Asks for another one; an empty one forgets it. */
  async ask(): Promise<string | undefined> {
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Hugging Face Hub'),
      prompt: vscode.l10n.t('Token with write access, from the settings of your account. It is kept in VS Code’s secret storage.'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        /^[\x21-\x7e]*$/.test(text.trim()) ? undefined : vscode.l10n.t('A token has no spaces or special characters.'),
    });
    if (typed === undefined) return undefined;
    const token = typed.trim();
    if (token === '') {
      await this.#secrets.delete(name);
      return undefined;
    }
    await this.#secrets.store(name, token);
    return token;
  }
}
