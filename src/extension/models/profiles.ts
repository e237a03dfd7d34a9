import '../validation.ts';
import { modelProfile } from '../../protocol/profile.ts';
import type { ModelProfile } from '../../protocol/profile.ts';
import type { machineSettings } from '../ids.ts';

const name: keyof typeof machineSettings = 'profiles';

/** The part of VS Code's configuration that the machine's own settings are read from and written to. */
export interface MachineConfiguration {
  inspect(setting: string): { readonly globalValue?: unknown } | undefined;
  update(setting: string, value: unknown, global: true): Thenable<void>;
}

interface Problem {
  readonly name: string;
  readonly reason: string;
}

/**
 * Model endpoints from the user's settings, and from nowhere else: a workspace's settings are other people's, and could
 * send a key or the corpus to a server of theirs.
 */
export class Profiles {
  readonly #configuration: () => MachineConfiguration;

  /** @param configuration `conceptLoom` as it is now */
  constructor(configuration: () => MachineConfiguration) {
    this.#configuration = configuration;
  }

  /** Profiles that can be used, in the order of the settings, and problems of the rest. */
  read(): { readonly profiles: ReadonlyMap<string, ModelProfile>; readonly problems: readonly Problem[] } {
    const profiles = new Map<string, ModelProfile>();
    const problems: Problem[] = [];
    for (const [key, value] of Object.entries(this.#written())) {
      const checked = modelProfile.safeParse(value);
      if (checked.success) profiles.set(key, checked.data);
      else problems.push({ name: key, reason: reasonOf(checked.error.issues[0]) });
    }
    return { profiles, problems };
  }

  /**
   * @returns null when there is none of that name
   * @throws {Error} saying what is wrong with it in the settings
   */
  get(wanted: string): ModelProfile | null {
    const { profiles, problems } = this.read();
    const problem = problems.find((each) => each.name === wanted);
    if (problem) throw new Error(`The profile “${wanted}” in the setting conceptLoom.${name} cannot be used: ${problem.reason}`);
    return profiles.get(wanted) ?? null;
  }

  async save(key: string, profile: ModelProfile): Promise<void> {
    await this.#configuration().update(name, { ...this.#written(), [key]: profile }, true);
  }

  #written(): object {
    const value = this.#configuration().inspect(name)?.globalValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  }
}

function reasonOf(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): string {
  const where = issue?.path.map(String).join('.');
  return `${where ? `${where}: ` : ''}${issue?.message ?? 'it is no object'}`;
}
