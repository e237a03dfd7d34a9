import { elementsAt, membersAt } from './json-text.ts';

const every = Symbol('every element');

/** A name, an element by its number (from 0; below 0 from the end), or every element. */
type PathStep = string | number | typeof every;

/** `messages[].content` → `messages`, every element, `content`; a backslash before a dot or a bracket keeps it in the name. */
function stepsOf(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (const [whole, number, name] of path.matchAll(/\[(-?\d{0,9})\]|((?:\\.|[^.[\\]|\[(?!-?\d{0,9}\])|\\$)+)/gs)) {
    if (name === undefined) steps.push(number === '' ? every : Number(number));
    else if (whole !== '') steps.push(name.replaceAll(/\\(.)/gs, '$1'));
  }
  return steps;
}

/**
 * Where the values at a path stand in valid JSON. A member whose name is the rest of the path, or the longest part of it, dots
 * included, goes before one inside nested objects.
 */
export function* valuesAt(text: string, at: number, path: string): Generator<number, undefined> {
  const whole = membersAt(text, at).get(path);
  if (whole === undefined) yield* follow(text, at, stepsOf(path), 0);
  else yield whole;
}

function* follow(text: string, at: number, steps: readonly PathStep[], from: number): Generator<number, undefined> {
  const step = steps[from];
  if (step === undefined) {
    if (steps.length > 0) yield at;
    return;
  }
  if (step === every) {
    for (const element of elementsAt(text, at)) yield* follow(text, element, steps, from + 1);
    return;
  }
  if (typeof step === 'number') {
    const element = step < 0 ? elementsAt(text, at).toArray().at(step) : elementsAt(text, at).drop(step).next().value;
    if (element !== undefined) yield* follow(text, element, steps, from + 1);
    return;
  }
  const members = membersAt(text, at);
  const next = steps.findIndex((each, index) => index > from && typeof each !== 'string');
  for (let to = next === -1 ? steps.length : next; to > from; to -= 1) {
    const member = members.get(steps.slice(from, to).join('.'));
    if (member === undefined) continue;
    yield* follow(text, member, steps, to);
    return;
  }
}
