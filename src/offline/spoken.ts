/**
 * Labels at the beginning of a line that say who speaks, when, or what kind of remark follows ("HOST:", "Dr. Lee:", "[00:12:03]",
 * "Warning:"): they belong to the frame of a text. Nothing of them is a subject of it.
 */

const time = String.raw`\\?[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?\\?[\])]?`;
const between = String.raw`[ \t*_–—>-]*`;
const timeAhead = new RegExp(`^${between}${time}(?![\\d:])${between}`);
const timeBehind = new RegExp(`^[ \\t]*${time}[ \\t*_–—-]*`);
const mark = /^[ \t*_>[]+/;
/** A label of up to five words and the colon behind it, in bold or not. */
const label = new RegExp(
  String.raw`^([\p{L}\p{N}][\p{L}\p{M}\p{N}.'’&/_-]*(?:[ \t][\p{L}\p{N}(][\p{L}\p{M}\p{N}.'’&)/-]*){0,4})(?:[ \t]${time})?[*_\]]{0,4}[ \t]?[:：][*_]{0,4}(?=\s|$|\p{Script=Han})`,
  'u',
);
const maxLabel = 60;

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Kinds of remarks, in languages that documents are often written in. */
const callouts = words(`
  note notes notice tip tips hint hints warning warnings caution danger important info attention alert reminder todo remark nb
  hinweis hinweise achtung warnung vorsicht tipp tipps wichtig gefahr anmerkung bemerkung remarque avertissement conseil astuce important danger
  nota aviso advertencia consejo importante precaución cuidado peligro observación dica atenção atención avviso avvertenza attenzione suggerimento
  opmerking waarschuwing let-op tip uwaga wskazówka ostrzeżenie obs bemærk varning tips merk advarsel huomautus varoitus poznámka
  примечание внимание предупреждение совет важно увага примітка порада σημείωση προσοχή not uyarı ipucu dikkat
  注意 注 提示 警告 注釈 ヒント 重要 참고 주의 경고
`);
/** Parts that people have in a talk. */
const roles = words(`
  host guest interviewer interviewee moderator speaker narrator presenter anchor caller audience announcer question answer student teacher
  professor q a i r interviewerin moderatorin sprecher frage antwort animateur intervenant question réponse pregunta respuesta entrevistador
`);
const title = /^(?:dr|mr|mrs|ms|prof|sir|rev|hon|sen|gov|herr|frau|mme|m)\.?\s/i;

const key = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[.()]/g, '')
    .replace(/[\s_]+\d+$/, '')
    .trim();
/** Every word of it begins with a capital, as a name's do. */
const isNameLike = (text: string): boolean => text.split(/\s+/).every((word) => /^[\p{Lu}\p{Lo}\p{N}(&]/u.test(word));
const isCallout = (text: string): boolean => callouts.has(key(text));
const isRole = (text: string): boolean => {
  const [first = '', ...others] = key(text).split(' ');
  return roles.has(first) && isNameLike(text) && (others.length === 0 || first.length > 1);
};

/** "SPEAKER_02": what programs call somebody whom they do not know. */
const isNumbered = (text: string): boolean => isRole(text) && /[\s_]\d+$/.test(text);

interface FoundLabel {
  readonly text: string;
  /** A time stands before it, and it is what somebody says. */
  readonly isTimed: boolean;
  /** A sentence begins behind it. */
  readonly opens: boolean;
  /** Length of all that stands before what is said. */
  readonly length: number;
}

/** What a line begins with that may be a label; its text is empty where there is a time alone. */
function labelOf(line: string): FoundLabel | undefined {
  const ahead = timeAhead.exec(line)?.[0].length ?? 0;
  const at = ahead + (mark.exec(line.slice(ahead, ahead + maxLabel))?.[0].length ?? 0);
  const found = label.exec(line.slice(at, at + maxLabel));
  if (found === null) return ahead === 0 ? undefined : { text: '', isTimed: false, opens: false, length: ahead };
  const end = at + found[0].length;
  const length = end + (timeBehind.exec(line.slice(end, end + maxLabel))?.[0].length ?? 0);
  return { text: found[1]!, isTimed: ahead > 0, opens: /^\s*["“'‘¿¡(]?\p{Lu}/u.test(line.slice(length, length + maxLabel)), length };
}

/** A line that names a kind of remark and nothing else: "[!NOTE]", "::: tip", "!!! warning". */
const frameLine = /^[ \t>]*(?:\[![ \t]*|:{3,}[ \t]*\{?|!{3}[ \t]*|\*\*)?([\p{L}-]+)(?:\]|\*\*|\})?[+-]?[:：]?[ \t]*$/u;

/** Labels of a text. One that is no role, title or kind of remark is known by coming up again: a term that is explained comes once. */
export class SpokenLabels {
  readonly #speakers = new Set<string>();
  /** Words of the names, in lower case. */
  readonly #names = new Set<string>();

  constructor(lines: readonly string[]) {
    const counts = new Map<string, number>();
    const seen = new Map<string, FoundLabel>();
    for (const line of lines) {
      const found = labelOf(line);
      if (found === undefined || found.text === '' || isCallout(found.text)) continue;
      const id = key(found.text);
      counts.set(id, (counts.get(id) ?? 0) + 1);
      if (seen.get(id)?.isTimed !== true) seen.set(id, found);
    }
    const isTalk = [...seen].some(([id, { text, isTimed }]) => isNameLike(text) && (isTimed || isNumbered(text) || counts.get(id)! > 1));
    for (const [id, { text, isTimed, opens }] of seen) {
      const isSurely = isTimed || counts.get(id)! > 1 || text === text.toUpperCase() || /\s/.test(text);
      const isSpeaker = isRole(text) || title.test(text) || (isTalk && isNameLike(text) && (isSurely || opens));
      if (!isSpeaker) continue;
      this.#speakers.add(id);
      if (!isRole(text) && isSurely) for (const word of id.split(/\s+/)) if (word.length > 1) this.#names.add(word);
    }
  }

  /** Number of characters at the beginning of a line that are not said but label it; all of them where nothing is said. */
  lengthAt(line: string): number {
    const frame = line.length > maxLabel ? undefined : frameLine.exec(line)?.[1];
    if (frame !== undefined && callouts.has(frame.toLowerCase()) && /[[:*!>：\]]/.test(line)) return line.length;
    const found = labelOf(line);
    if (found === undefined) return 0;
    const isLabel = found.text === '' || isCallout(found.text) || this.#speakers.has(key(found.text));
    return isLabel ? found.length : 0;
  }

  /** Is it part of a speaker's name? In text a name has its capital. */
  isName(word: string): boolean {
    return (
      this.#names.size > 0 &&
      /^\p{Lu}/u.test(word) &&
      this.#names.has(
        word
          .toLowerCase()
          .replace(/['’]s?$/, '')
          .replaceAll('.', ''),
      )
    );
  }
}
