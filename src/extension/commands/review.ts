import * as vscode from 'vscode';
import { usualReasons } from '../../protocol/review.ts';
import type { Project } from '../project.ts';

/** Decisions made outside the panel: from the Samples tree and by key. */
export class ReviewCommands {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  /** @param samples their ids */
  async accept(samples: readonly string[]): Promise<void> {
    await this.#project.request('review/accept', { samples: [...samples] });
  }

  /** @param samples their ids */
  async reject(samples: readonly string[]): Promise<void> {
    const reason = await this.#askReason(samples.length);
    if (reason !== undefined) await this.#project.request('review/reject', { samples: [...samples], reason });
  }

  async undo(): Promise<void> {
    const { what } = await this.#project.request('review/undo', {});
    say(what === null ? vscode.l10n.t('Nothing to undo') : vscode.l10n.t('Undone: {0}', what));
  }

  async redo(): Promise<void> {
    const { what } = await this.#project.request('review/redo', {});
    say(what === null ? vscode.l10n.t('Nothing to redo') : vscode.l10n.t('Redone: {0}', what));
  }

  /** One of the usual reasons, or the reviewer's own words: what is typed is offered as the last choice. */
  async #askReason(count: number): Promise<string | undefined> {
    const pick = vscode.window.createQuickPick();
    const usual = usualReasons.map((label) => ({ label }));
    pick.title = count === 1 ? vscode.l10n.t('Reject Sample') : vscode.l10n.t('Reject {0} Samples', count);
    pick.placeholder = vscode.l10n.t('Why? Choose or type a reason');
    pick.items = usual;
    try {
      return await new Promise((resolve) => {
        pick.onDidChangeValue((value) => {
          const own = value.trim();
          pick.items =
            own === '' || usual.some(({ label }) => label === own)
              ? usual
              : [...usual, { label: own, description: vscode.l10n.t('your own reason'), alwaysShow: true }];
        });
        pick.onDidAccept(() => {
          resolve(pick.activeItems[0]?.label);
        });
        pick.onDidHide(() => {
          resolve(undefined);
        });
        pick.show();
      });
    } finally {
      pick.dispose();
    }
  }
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, 5000);
}
