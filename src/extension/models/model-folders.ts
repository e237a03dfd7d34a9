import '../validation.ts';
import { modelFolder } from '../../protocol/profile.ts';
import type { machineSettings } from '../ids.ts';
import type { MachineConfiguration } from './profiles.ts';

const setting: keyof typeof machineSettings = 'modelFolders';

/**
 * Folders with sentence models from the user's settings, and from nowhere else: a workspace's could have any file of the machine
 * read as a model.
 */
export class ModelFolders {
  readonly #configuration: () => Pick<MachineConfiguration, 'inspect'>;

  /** @param configuration `conceptLoom` as it is now */
  constructor(configuration: () => Pick<MachineConfiguration, 'inspect'>) {
    this.#configuration = configuration;
  }

  get names(): string[] {
    return Object.keys(this.#written());
  }

  /**
   * @returns null when there is none of that name
   * @throws {Error} saying what is wrong with it in the settings
   */
  get(name: string): string | null {
    const value = Object.entries(this.#written()).find(([key]) => key === name)?.[1];
    if (value === undefined) return null;
    const checked = modelFolder.safeParse(value);
    if (checked.success) return checked.data;
    throw new Error(`The folder “${name}” in the setting conceptLoom.${setting} cannot be used: ${checked.error.issues[0]!.message}`);
  }

  #written(): Readonly<Record<string, unknown>> {
    const value = this.#configuration().inspect(setting)?.globalValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  }
}
