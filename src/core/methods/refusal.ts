import { wordings, withoutSpaces, type Wording } from './refusal-wordings.ts';

/** An apology is no answer, whatever the documents lack. */
const refusal =
  /^\W{0,20}(?:i['’]?m (?:so )?sorry|i am sorry|sorry|unfortunately|i (?:cannot|can['’]t|won['’]t|am unable|am not able)|as an ai)\b[^.!?]{0,200}?\b(?:cannot|can['’]t|won['’]t|unable|not able|could not|couldn['’]t|do(?:es)? not (?:contain|provide)|don['’]t|assist|help)\b/i;
const declining = /^\W{0,20}(?:i (?:cannot|can['’]t|won['’]t) (?:help|assist|comply|continue|create|rewrite|write|do)|i must decline)\b/i;
const apology = /^\W{0,20}(?:(?:i['’]?m|i am) (?:so |very |truly )?sorry|sorry|apologies|i apologi[sz]e|unfortunately|regrettably)\b/i;

const [refusals, apologies] = [patterns(refusalOf), patterns(apologyOf)];

/** An apology is short; a story may begin like one. What is short depends on how well the wording is known. */
const maxLength = { english: 800, other: 400, apology: 300 };

/** Tells whether a reply declines to do what was asked. */
export const declines = (reply: string): boolean =>
  (reply.length <= maxLength.english && (refusal.test(reply) || declining.test(reply))) ||
  (reply.length <= maxLength.other && refusals.some((pattern) => pattern.test(reply)));

/** Tells whether a reply is short and begins with an apology: a refusal, most likely, where it does not keep its form either. */
export const apologises = (reply: string): boolean =>
  reply.length <= maxLength.apology && (apology.test(reply) || apologies.some((pattern) => pattern.test(reply)));

/** Says at its beginning, tags and marks aside, that its material does not suit. */
const unsuitable = /^(?:\W|<\/?\w{1,12}>){0,40}NOT[ _]?SUITABLE(?:\b|_)/i;
/** Comes to that in the words of the form, behind a sentence or two that give the reason. */
const comesToUnsuitable = /^[^<{]{0,200}\bNOT SUITABLE for (?:creating questions|rewriting|a text|a course)\W{0,5}$/;

/** Tells whether a reply says that its material does not suit. */
export const saysUnsuitable = (reply: string): boolean => unsuitable.test(reply.trimStart()) || comesToUnsuitable.test(reply.trim());

/** Patterns for the beginning and the end of a word of a language. */
interface Edges {
  readonly start: string;
  readonly end: string;
}

function patterns(source: (wording: Wording, edges: Edges) => string): RegExp[] {
  return Object.entries(wordings).map(([language, wording]) => {
    const edges = withoutSpaces.has(language)
      ? { start: '', end: '' }
      : { start: String.raw`(?<![\p{L}\p{M}])`, end: String.raw`(?![\p{L}\p{M}])` };
    const text = source(wording, edges)
      .replaceAll(' ', String.raw`\s+`)
      .replaceAll('’', "[’']");
    return new RegExp(String.raw`^[^\p{L}\p{N}]{0,20}(?:${text})`, 'iu');
  });
}

function refusalOf({ sorry, unable, declining }: Wording, { start, end }: Edges): string {
  const sentence = '[^.!?。！？।؟]{0,200}?';
  return `${any(sorry)}${end}${sentence}${start}${any(unable)}${end}|${any(declining)}${end}`;
}

function apologyOf({ sorry }: Wording, { end }: Edges): string {
  return `${any(sorry)}${end}`;
}

function any(alternatives: readonly string[]): string {
  return `(?:${alternatives.join('|')})`;
}
