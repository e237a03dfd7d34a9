/** Words that say nothing of what a text is about, and numbers, by the languages that texts are in; the lists are loaded when first needed. */
import { type DetectLanguage, languageOf } from '../../../core/quality/language.ts';
import { searchWords } from '../../../core/samples/search-words.ts';
import { loadLanguageDetector } from '../../runs/detect-language.ts';

export interface FunctionWords {
  /** Languages of the lists, in ISO 639-1; none where the texts are in no language that has one. */
  readonly languages: readonly string[];
  /** Tells also of a number in figures that it is one: which numbers texts have says as little. @param word as `UnigramTable` has it */
  readonly has: (word: string) => boolean;
}

type WordList = Promise<{ readonly stopwords: readonly string[] }>;

/** Lists that hold together (those of Snowball, most of them), by the language. */
const lists: Readonly<Record<string, () => WordList>> = {
  ar: () => import('@orama/stopwords/arabic'),
  bg: () => import('@orama/stopwords/bulgarian'),
  da: () => import('@orama/stopwords/danish'),
  de: () => import('@orama/stopwords/german'),
  el: () => import('@orama/stopwords/greek'),
  en: () => import('@orama/stopwords/english'),
  es: () => import('@orama/stopwords/spanish'),
  fi: () => import('@orama/stopwords/finnish'),
  fr: () => import('@orama/stopwords/french'),
  hi: () => import('@orama/stopwords/indian'),
  hu: () => import('@orama/stopwords/hungarian'),
  hy: () => import('@orama/stopwords/armenian'),
  it: () => import('@orama/stopwords/italian'),
  ja: () => import('@orama/stopwords/japanese'),
  nl: () => import('@orama/stopwords/dutch'),
  no: () => import('@orama/stopwords/norwegian'),
  pt: () => import('@orama/stopwords/portuguese'),
  ro: () => import('@orama/stopwords/romanian'),
  ru: () => import('@orama/stopwords/russian'),
  sv: () => import('@orama/stopwords/swedish'),
  ta: () => import('@orama/stopwords/tamil'),
  tr: () => import('@orama/stopwords/turkish'),
  uk: () => import('@orama/stopwords/ukrainian'),
  zh: () => import('@orama/stopwords/mandarin'),
};

const figures = /^\p{N}+$/u;

/** Words that a list lacks. */
const lacking: Readonly<Record<string, readonly string[]>> = { en: ['a'] };

/** Texts whose language is looked at, and the share of them from which on a language counts: a quotation makes no other. */
const [looked, leastShare] = [100, 0.1];

/** The function words of the languages that texts are in. */
export async function functionWordsOf(texts: readonly string[]): Promise<FunctionWords> {
  const { detect } = await loadLanguageDetector();
  const languages = languagesOf(texts, detect).filter((language) => Object.hasOwn(lists, language));
  const words = new Set<string>();
  for (const language of languages) {
    const { stopwords } = await lists[language]!();
    for (const entry of [...stopwords, ...(lacking[language] ?? [])]) for (const word of wordsOf(entry)) words.add(word);
  }
  return { languages, has: (word) => words.has(word) || figures.test(word) };
}

/** Languages of some of the texts, the most frequent first; of texts too short to tell by themselves, that of all of them together. */
function languagesOf(texts: readonly string[], detect: DetectLanguage): string[] {
  const step = Math.max(1, texts.length / looked);
  const some = Array.from({ length: Math.min(looked, texts.length) }, (_, nth) => texts[Math.floor(nth * step)]!);
  const told = some.map((text) => languageOf([text], detect)).filter((language) => language !== null);
  if (told.length === 0) return [languageOf(some, detect)].filter((language) => language !== null);
  const counts = [...Map.groupBy(told, (language) => language)].map(([language, { length }]) => ({
    language,
    share: length / told.length,
  }));
  return counts
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share)
    .map(({ language }) => language);
}

/** Longest piece of a contraction that is a function word by itself: `ll` of “we’ll”, and not `shan` of “shan’t”. */
const longestPiece = 2;

/** An entry as texts are counted: one of several characters, in scripts where each is a word, is no function word by its characters. */
function wordsOf(entry: string): string[] {
  const words = searchWords(entry);
  return words.length === 1 ? words : /^\p{L}+['’]\p{L}+$/u.test(entry) ? words.filter(({ length }) => length <= longestPiece) : [];
}
