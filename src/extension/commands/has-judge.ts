import { pickOne } from '../generation/picks.ts';
import { lackExplained, mendText } from '../generation/texts.ts';
import { isOffline } from '../models/model-ids.ts';
import type { Project } from '../project.ts';

/**
 * Asks for a model for as long as none is chosen that can judge; false when that was left.
 * @param what what it is needed for, as a person calls it
 */
export async function hasJudge(project: Project, chooseModel: () => Promise<void>, title: string, what: string): Promise<boolean> {
  for (;;) {
    const { models } = await project.status();
    if (!isOffline(models.judge)) return true;
    const step = await pickOne({
      title,
      placeholder: lackExplained('model', what),
      rows: [{ ...mendText('model'), value: 'model' }],
      canGoBack: false,
    });
    if (step.kind !== 'value') return false;
    await chooseModel();
  }
}
