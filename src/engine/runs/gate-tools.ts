import { type DetectLanguage, languageCode, languageOf } from '../../core/quality/language.ts';
import type { LeakageIndex } from '../../core/quality/leakage/index.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import { NearTexts } from '../derived/near-texts.ts';
import { MeaningGate } from './meaning-gate.ts';
import type { Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';

/** What gates judge by beside the candidate itself. */
export interface GateTools {
  readonly store: Store;
  /** Null where near-duplicates pass. */
  readonly near: NearTexts | null;
  /** Null where what says the same in other words passes. */
  readonly meaning: MeaningGate | null;
  /** Null where no benchmark is named. */
  readonly benchmarks: LeakageIndex | null;
  /** Null where every language passes. `wanted`: language of a sample from these sources, in ISO 639-1; null where nobody can say. */
  readonly language: { readonly detect: DetectLanguage; readonly wanted: (sources: readonly string[]) => string | null } | null;
}

/** Tools of gates that are all off, for what a person has decided on. */
export const noGateTools = (store: Store): GateTools => ({ store, near: null, meaning: null, benchmarks: null, language: null });

/** Opens what the gates that are on need: none of it is loaded for those that are off. */
export async function openGateTools(workspace: Workspace): Promise<GateTools> {
  const { settings, store, folder } = workspace;
  const { nearDuplicates, language, leakage } = settings.gates;
  return {
    store,
    near: nearDuplicates === null ? null : await NearTexts.open(store, nearDuplicates),
    meaning: await MeaningGate.open(workspace),
    benchmarks: leakage.files.length === 0 ? null : await openBenchmarks(folder, leakage),
    language: language ? await openLanguages(settings.prompts.language) : null,
  };
}

async function openBenchmarks(folder: string, { files, ngram }: ProjectSettings['gates']['leakage']): Promise<LeakageIndex> {
  const { benchmarksOfSettings, namedFiles } = await import('../outside/benchmark-files.ts');
  const { openLeakageIndex } = await import('../outside/leakage-indexes.ts');
  return (await openLeakageIndex(namedFiles(folder, await benchmarksOfSettings(folder, files)), { ngram })).index;
}

/** @param named language that the settings ask for, in a person's words */
async function openLanguages(named: string | undefined): Promise<GateTools['language']> {
  const { loadLanguageDetector } = await import('./detect-language.ts');
  const { detect, known } = await loadLanguageDetector();
  if (named === undefined) return { detect, wanted: (sources) => languageOf(sources, detect) };
  const code = languageCode(named, known);
  return { detect, wanted: () => code };
}
