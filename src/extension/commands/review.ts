import * as vscode from 'vscode';
import { usualReasons } from '../../protocol/review.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { Project } from '../project.ts';
import { withProgress } from '../runs/progress.ts';

/** Decisions made outside the panel: from the Samples tree and by key. */
export class ReviewCommands {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  /** @param samples their ids */
  async accept(samples: readonly string[]): Promise<void> {
    const title = vscode.l10n.t('Accepting samples');
    const result = await this.#inSight(title, samples, (token) => this.#project.request('review/accept', { samples: [...samples] }, token));
    tellDecided(vscode.l10n.t('{0} of {1} accepted', result.changed.length.toLocaleString(), result.asked.toLocaleString()), result);
  }

  /** @param samples their ids */
  async reject(samples: readonly string[]): Promise<void> {
    const reason = await this.#askReason(samples.length);
    if (reason === undefined) return;
    const query = { samples: [...samples], reason };
    const title = vscode.l10n.t('Rejecting samples');
    const result = await this.#inSight(title, samples, (token) => this.#project.request('review/reject', query, token));
    tellDecided(vscode.l10n.t('{0} of {1} rejected', result.changed.length.toLocaleString(), result.asked.toLocaleString()), result);
  }

  /** Many samples are decided on where it can be seen how far that is, and called off. */
  #inSight<T>(title: string, samples: readonly string[], work: (token?: vscode.CancellationToken) => Promise<T>): Promise<T> {
    return samples.length < shownFrom ? work() : withProgress(this.#project, title, work);
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

const shownFrom = 500;

/** Says what kept it from all that was asked for; of what went as it was meant, the views tell. */
function tellDecided(counts: string, { cancelled, refused }: Pick<EngineResult<'review/accept'>, 'cancelled' | 'refused'>): void {
  const [first] = refused;
  if (cancelled) void vscode.window.showInformationMessage(vscode.l10n.t('{0}; cancelled. Undo takes them back as one.', counts));
  else if (first) void vscode.window.showInformationMessage(vscode.l10n.t('{0}; left out: {1}', counts, first.reason));
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, 5000);
}
