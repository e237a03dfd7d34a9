/** Gate of languages: what is written in another language than its sources, or than the one that was asked for. */
import type { GateVerdict } from '../samples/sample.ts';

/** What a detector makes of a text: languages by their ISO 639-1 codes with scores from 0 to 1, the likeliest first; none where it cannot tell. */
export type DetectLanguage = (text: string) => readonly { readonly language: string; readonly score: number }[];

/** Letters that a text needs for its language to be told; those of scripts that write no spaces say more. */
const leastLetters = 60;
const leastUnspaced = 16;
/** By how much less the wanted language has to be scored than the likeliest: relatives (Danish and Norwegian, Czech and Slovak) are closer. */
const leastLead = 0.2;
/** Characters of a text that are looked at. */
const lookedAt = 4000;

const notProse =
  /```[\s\S]*?(?:```|$)|`[^`\n]*`|\$\$[\s\S]*?\$\$|\$[^$\n]*\$|\\\([\s\S]*?\\\)|\\\[[\s\S]*?\\\]|\\[a-zA-Z]+|https?:\/\/\S+/g;
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}]/gv;

/** The prose of a text, without code, formulas and addresses; '' where there is too little of it to tell its language. */
function proseOf(text: string): string {
  const prose = text.slice(0, lookedAt).replace(notProse, ' ');
  const letters = prose.match(/\p{L}/gu)?.length ?? 0;
  return letters >= leastLetters || (prose.match(unspaced)?.length ?? 0) >= leastUnspaced ? prose : '';
}

/** Language of texts that belong together, in ISO 639-1; null where it cannot be told. */
export function languageOf(texts: readonly string[], detect: DetectLanguage): string | null {
  const prose = proseOf(texts.map((text) => text.slice(0, lookedAt)).join('\n'));
  return prose === '' ? null : (detect(prose)[0]?.language ?? null);
}

/**
 * Objection to a candidate of which a part is in another language.
 * @param parts question and answer, or what else it has, each judged alone: models change over in the middle
 * @param wanted ISO 639-1; null where nothing is known, and everything passes
 */
export function otherLanguage(parts: readonly string[], wanted: string | null, detect: DetectLanguage): GateVerdict | null {
  if (wanted === null) return null;
  for (const part of parts) {
    const prose = proseOf(part);
    if (prose === '') continue;
    const scores = detect(prose);
    const [first] = scores;
    const own = scores.find(({ language }) => language === wanted)?.score ?? 0;
    if (first === undefined || first.score - own < leastLead) continue;
    return { gate: 'language', reason: `written in ${languageName(first.language)}, not in ${languageName(wanted)}: “${opening(part)}”` };
  }
  return null;
}

const names = new Intl.DisplayNames('en', { type: 'language' });

const languageName = (code: string): string => names.of(code) ?? code;

const opening = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
};

/** The code of a language that a person named: by its code, or by its English or own name (“German”, “Deutsch”, “de-AT”); null for other words. */
export function languageCode(named: string, known: readonly string[]): string | null {
  const wanted = named.trim().toLowerCase();
  const isNamed = (code: string): boolean =>
    wanted === code ||
    wanted.startsWith(`${code}-`) ||
    wanted === languageName(code).toLowerCase() ||
    wanted === new Intl.DisplayNames(code, { type: 'language' }).of(code)?.toLowerCase();
  return known.find(isNamed) ?? null;
}
