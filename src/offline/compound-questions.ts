import { auxiliaryFor, baseForm, firstPart, hasNotation, isNounPhrase, isWeak, parseClause, pointsOutside } from './clauses.ts';
import type { SentenceQuestion, QuestionWording } from './sentence-question.ts';
import type { Word } from './word.ts';

/** Verbs of mere occurrence: of these one asks when. */
const happening = new Set(['occur', 'happen', 'arise', 'exist', 'appear', 'take']);
const conditions = new Set(['if', 'when', 'whenever']);

/** "If the net force is zero, the velocity stays constant", either clause first. */
export function conditionalQuestions(words: readonly Word[], { say }: QuestionWording): SentenceQuestion[] {
  const { condition, main } = splitCondition(words);
  if (condition.length < 4 || condition.length > 22 || hasNotation(condition) || pointsOutside(condition)) return [];
  const clause = parseClause(main);
  if (clause === undefined || !condition.some(({ tag, lower }) => tag === 'AUX' || (tag === 'VERB' && !lower.endsWith('ing')))) return [];
  const subject = main.slice(0, clause.verb);
  const verb = main[clause.verb]!;
  const rest = main.slice(clause.verb + 1);
  if (pointsOutside(rest) || isWeak(subject) || subject.some(({ lower }) => lower === 'its' || lower === 'their')) return [];
  const base = baseForm(verb);
  if (base !== undefined && happening.has(base)) {
    return [
      {
        kind: 'condition',
        question: `under what condition ${auxiliaryFor(verb)} ${say(subject)} ${say([{ ...verb, text: base }, ...rest])}`,
      },
    ];
  }
  const isState = verb.tag === 'AUX' && !rest.slice(0, 3).some(({ tag, lower }) => tag === 'VERB' || lower.endsWith('ed'));
  return [
    isState
      ? { kind: 'state', question: `what can be said about ${say(subject)} ${say(condition)}` }
      : { kind: 'consequence', question: `what happens to ${say(subject)} ${say(condition)}` },
  ];
}

function splitCondition(words: readonly Word[]): { condition: readonly Word[]; main: readonly Word[] } {
  if (conditions.has(words[0]?.lower ?? '') || words[0]?.lower === 'where' || isGradual(words)) {
    const comma = words.findIndex(({ text }) => text === ',');
    if (comma === -1) return { condition: [], main: [] };
    const start = words[comma + 1]?.lower === 'then' ? comma + 2 : comma + 1;
    return { condition: words.slice(0, comma), main: words.slice(start) };
  }
  const at = words.findIndex(
    ({ lower }, index) => index > 2 && (conditions.has(lower) || (lower === 'as' && isGradual(words.slice(index)))),
  );
  if (at === -1) return { condition: [], main: [] };
  const stop = words.findIndex(({ text }, index) => index > at && /^[,;:—]$/.test(text));
  const end = words[at - 1]?.text === ',' ? at - 1 : at;
  return { condition: words.slice(at, stop === -1 ? words.length : stop), main: words.slice(0, end) };
}

/** "As the temperature rises, …" */
function isGradual(words: readonly Word[]): boolean {
  const comma = words.findIndex(({ text }) => text === ',');
  const clause = words.slice(1, comma === -1 ? 8 : comma);
  const change = /^(?:increas|decreas|grow|ris|fall|approach|declin|chang|becom|get|mov)(?:e?s|e|ies)?$/;
  return words[0]?.lower === 'as' && clause.some(({ lower, tag }) => tag === 'VERB' && change.test(lower));
}

/** "The greater the force, the greater the acceleration." */
export function proportionQuestions(words: readonly Word[], { say }: QuestionWording): SentenceQuestion[] {
  const comma = words.findIndex(({ text }) => text === ',');
  const [the, first] = words;
  const [secondThe, second] = words.slice(comma + 1);
  if (comma < 3 || the?.lower !== 'the' || secondThe?.lower !== 'the' || !isComparative(first) || !isComparative(second)) return [];
  const cause = untilVerb(words.slice(2, comma));
  const effect = untilVerb(words.slice(comma + 3));
  if (!isNounPhrase(cause) || !isNounPhrase(effect)) return [];
  return [{ kind: 'proportion', question: `how does ${say(effect)} change as ${say(cause)} becomes ${first!.lower}` }];
}

function isComparative(word: Word | undefined): boolean {
  return word !== undefined && (word.lower.endsWith('er') || word.lower === 'more' || word.lower === 'less') && word.lower !== 'other';
}

function untilVerb(words: readonly Word[]): readonly Word[] {
  const stop = words.findIndex(({ tag, text }) => tag === 'AUX' || tag === 'VERB' || /^[,;—]$/.test(text));
  return stop === -1 ? words : words.slice(0, stop);
}

/** "A …, whereas B …", "Unlike A, B …" */
export function contrastQuestions(words: readonly Word[], { say }: QuestionWording): SentenceQuestion[] {
  if (words[0]?.lower === 'unlike' || (words[0]?.lower === 'in' && words[1]?.lower === 'contrast' && words[2]?.lower === 'to')) {
    const start = words[0].lower === 'unlike' ? 1 : 3;
    const comma = words.findIndex(({ text }) => text === ',');
    if (comma === -1) return [];
    const other = words.slice(start, comma);
    const clause = parseClause(words.slice(comma + 1));
    if (clause === undefined || !isNounPhrase(other)) return [];
    const subject = clause.words.slice(0, clause.verb);
    return [
      {
        kind: 'contrast',
        question: `how ${isPluralVerb(clause.words[clause.verb]!) ? 'do' : 'does'} ${say(subject)} differ from ${say(other)}`,
      },
    ];
  }
  if (words[0]?.lower === 'whereas' || words[0]?.lower === 'while') {
    const comma = words.findIndex(({ text }) => text === ',');
    return comma === -1 ? [] : difference(words.slice(1, comma), words.slice(comma + 1), say);
  }
  const at = words.findIndex(
    ({ lower }, index) => index > 3 && (lower === 'whereas' || (lower === 'while' && words[index - 1]?.text === ',')),
  );
  if (at === -1) return [];
  const left = words.slice(0, words[at - 1]?.text === ',' ? at - 1 : at);
  const right = words.slice(at + 1);
  return difference(left, right, say);
}

function difference(left: readonly Word[], right: readonly Word[], say: QuestionWording['say']): SentenceQuestion[] {
  const first = parseClause(left);
  const second = parseClause(right);
  if (first === undefined || second === undefined) return [];
  const one = left.slice(0, first.verb);
  const two = right.slice(0, second.verb);
  if (one.length > 6 || two.length > 6 || say(one).toLowerCase() === say(two).toLowerCase()) return [];
  return [{ kind: 'contrast', question: `how do ${say(one)} and ${say(two)} differ` }];
}

/** "… because …", "Because …, …": why? */
export function reasonQuestions(words: readonly Word[], { say }: QuestionWording): SentenceQuestion[] {
  const { main, reason } = splitReason(words);
  // "it" and "they" stand for what the main clause speaks of.
  if (reason.length < 4 || main.length < 3 || ['this', 'that', 'these', 'those', 'we', 'you'].includes(reason[0]!.lower)) return [];
  const clause = parseClause(main);
  if (clause === undefined || firstPart(main).length < main.length || hasNotation(main) || pointsOutside(main)) return [];
  const subject = main.slice(0, clause.verb);
  const verb = main[clause.verb]!;
  const rest = main.slice(clause.verb + 1);
  // A second finite verb: the subject was longer than it seemed.
  if (
    rest.some(
      ({ tag, lower }, index) =>
        tag === 'AUX' && lower !== 'be' && lower !== 'been' && !/^(?:and|or|that|which|who)$/.test(rest[index - 1]?.lower ?? ''),
    )
  )
    return [];
  if (verb.tag === 'AUX') return [{ kind: 'reason', question: `why ${verb.lower} ${say(subject)} ${say(rest)}` }];
  const base = baseForm(verb);
  return base === undefined ? [] : [{ kind: 'reason', question: `why ${auxiliaryFor(verb)} ${say(subject)} ${base} ${say(rest)}` }];
}

function splitReason(words: readonly Word[]): { main: readonly Word[]; reason: readonly Word[] } {
  const first = words[0]?.lower;
  if (first === 'because' || first === 'since') {
    const comma = words.findIndex(({ text }) => text === ',');
    const isReason = comma !== -1 && words[1]?.lower !== 'of' && words[1]?.tag !== 'NUM';
    return isReason ? { main: words.slice(comma + 1), reason: words.slice(1, comma) } : { main: [], reason: [] };
  }
  const so = words.findIndex(
    ({ lower }, index) =>
      index > 3 &&
      lower === 'so' &&
      words[index - 1]!.text === ',' &&
      words[index + 1]?.tag !== 'SCONJ' &&
      words[index + 1]?.lower !== 'that',
  );
  if (so !== -1) return { main: words.slice(so + 1), reason: words.slice(0, so - 1) };
  const at = words.findIndex(({ lower }, index) => lower === 'because' || (lower === 'since' && words[index - 1]?.text === ','));
  if (at < 3 || words[at + 1]?.lower === 'of') return { main: [], reason: [] };
  let end = at;
  while (
    end > 0 &&
    (words[end - 1]!.text === ',' || /^(?:just|only|simply|mainly|partly|largely|precisely|perhaps)$/.test(words[end - 1]!.lower))
  )
    end -= 1;
  if (words[end - 1]?.tag === 'CCONJ') return { main: [], reason: [] };
  return { main: words.slice(0, end), reason: words.slice(at + 1) };
}

function isPluralVerb(verb: Word): boolean {
  return verb.lower === 'are' || (verb.tag === 'VERB' && auxiliaryFor(verb) === 'do');
}
