/** The detector of languages (ELD), loaded when a gate first asks. */
import type { DetectLanguage } from '../../core/quality/language.ts';

interface LanguageDetector {
  readonly detect: DetectLanguage;
  /** Codes of the languages that it knows. */
  readonly known: readonly string[];
}

export async function loadLanguageDetector(): Promise<LanguageDetector> {
  const { eld } = await import('eld/small');
  const known = Object.values(eld.info().Languages);
  const detect: DetectLanguage = (text) => {
    const found = eld.detect(text);
    if (!found.isReliable()) return [];
    return Object.entries(found.getScores())
      .map(([language, score]) => ({ language, score }))
      .sort((a, b) => b.score - a.score);
  };
  return { detect, known };
}
