import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import { messageOf } from '../errors.ts';
import type { Step } from './inputs.ts';
import { untilDone } from './inputs.ts';

interface EndpointQuestion {
  readonly title: string;
  readonly endpoint: string;
  /** Id of the model chosen before. */
  readonly chosen: string;
  /** Asks the endpoint, as if for the model of this id. */
  readonly list: (model: string) => Promise<EngineResult<'models/check'>>;
}

/** Before a model is chosen: no server has one of this name, and none is meant. */
const anyModel = 'any';

/** Asks which of an endpoint's models: one it lists, as soon as it has, or an id that is typed. */
export async function askEndpointModel({ title, endpoint, chosen, list }: EndpointQuestion): Promise<Step<string>> {
  const pick = vscode.window.createQuickPick();
  let listed: readonly string[] = [];
  let open = true;
  const show = (): void => {
    const own = pick.value.trim();
    const typed = [...new Set([chosen, own])].filter((id) => id !== '' && !listed.includes(id));
    pick.items = [
      ...listed.map((label) => ({ label })),
      ...typed.map((label) => ({ label, description: vscode.l10n.t('as typed'), alwaysShow: label === own })),
    ];
    if (own === '') pick.activeItems = pick.items.filter(({ label }) => label === chosen);
  };
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Choose a model of {0}, or type its id', endpoint);
  pick.ignoreFocusOut = true;
  pick.busy = true;
  show();
  list(chosen || anyModel)
    .then(
      ({ models, problem }) => {
        if (!open) return;
        listed = models;
        // Problems with a model that nobody asked for are of no interest.
        const interesting =
          problem !== null && !problem.includes(`“${anyModel}”`) ? problem : vscode.l10n.t('{0} lists no models', endpoint);
        if (models.length === 0) pick.placeholder = `${interesting} · ${vscode.l10n.t('type the id of a model')}`;
        show();
      },
      (error: unknown) => {
        if (open) pick.placeholder = messageOf(error);
      },
    )
    .finally(() => {
      if (open) pick.busy = false;
    });
  const step = await untilDone<string>(pick, true, (done) => [
    pick.onDidChangeValue(show),
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item) done(item.label);
    }),
  ]);
  open = false;
  return step;
}
