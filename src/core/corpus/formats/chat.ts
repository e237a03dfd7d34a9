import type { TellOmitted } from '../omissions.ts';
import { elementsAt, membersAt, stringAt } from './json-text.ts';
import type { TextPart } from './record.ts';

/** Fields that hold the turns of a conversation, the role of each, and what is said, in the order they are looked for. */
const lists = ['messages', 'conversations', 'conversation', 'dialogue', 'dialog', 'turns', 'chat', 'contents'];
const roles = ['role', 'from', 'speaker', 'author'];
const contents = ['content', 'value', 'text', 'message', 'parts'];

/** Roles whose words are no text about a subject: a frame, or what a program asked and answered. */
const passedOver = new Set(['system', 'developer', 'tool', 'function', 'function_call', 'function_response', 'observation', 'ipython']);

/** The turns of the record at `start`, which is plainly a conversation; undefined for another. */
export function turnsOf(text: string, start: number, omit: TellOmitted): TextPart[] | undefined {
  const members = membersAt(text, start);
  const list = lists.map((name) => members.get(name)).find((at) => at !== undefined && isConversation(text, at));
  return list === undefined ? undefined : turnsIn(text, list, omit);
}

/** The turns of the conversation that is the list at `list`. */
export function turnsIn(text: string, list: number, omit: TellOmitted): TextPart[] {
  const parts: TextPart[] = [];
  for (const turn of elementsAt(text, list)) {
    const fields = membersAt(text, turn);
    const role = roleOf(text, fields);
    const content = contents.map((name) => fields.get(name)).find((at) => at !== undefined);
    const said = content === undefined || passedOver.has(role.toLowerCase()) ? [] : textsAt(text, content, omit);
    // A turn without words, as a call of a tool is, is told as one left out.
    if (said.length === 0) omit('turn', turn);
    for (const [index, part] of said.entries()) parts.push({ ...part, turn: index === 0 ? 'begins' : 'goes on' });
  }
  return parts;
}

export function isConversation(text: string, list: number): boolean {
  const first = elementsAt(text, list).next().value;
  if (first === undefined) return false;
  const names = membersAt(text, first);
  return roles.some((name) => names.has(name)) && contents.some((name) => names.has(name));
}

function roleOf(text: string, fields: ReadonlyMap<string, number>): string {
  const at = roles.map((name) => fields.get(name)).find((found) => found !== undefined);
  return at === undefined ? '' : (stringAt(text, at)?.text.trim() ?? '');
}

/** Texts of a value: a string, or a list of strings and of parts with a text, as chat models take them. Other parts, as images, are told. */
export function textsAt(text: string, start: number, omit: TellOmitted): TextPart[] {
  const said = stringAt(text, start);
  if (said !== undefined) return said.text.trim() === '' ? [] : [{ text: said }];
  const parts: TextPart[] = [];
  for (const element of elementsAt(text, start)) {
    const inner = membersAt(text, element).get('text');
    const part = stringAt(text, element) ?? (inner === undefined ? undefined : stringAt(text, inner));
    if (part === undefined) omit('data', element);
    else if (part.text.trim() !== '') parts.push({ text: part });
  }
  return parts;
}
