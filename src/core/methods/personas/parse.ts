import * as z from 'zod';
import { oneLine } from '../../prompts/fence.ts';
import type { FormWords } from '../../prompts/form-words.ts';
import { formOf } from '../form.ts';
import { readJson } from '../json.ts';
import { endsSentence, saysSomething, unfenced, wantedPlace } from '../lines.ts';
import { declines } from '../refusal.ts';
import { ReplyError } from '../reply-error.ts';
import { tagged } from '../tags.ts';
import { maxPersonaLength, newPersonas } from './list.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

/** Fewest characters of a persona: a shorter line says nothing of a person and is a heading or a rest of mark-up. */
const minLength = 6;
/** Words of a first line that is a name, and what follows tells of it. */
const maxNameWords = 6;
/** Whatever a line says beyond this, it is no persona; it keeps the patterns below from running long. */
const maxLineLength = 4 * maxPersonaLength;

const own = formOf({ template, schema });

const expected = (reply: string): string => `persona ${wantedPlace(reply, 'personas')}`;

/** `1.`, `**2)**`, `### Persona 3:`, `Persona 4 - `. */
const numbered =
  /^[ \t>*_#]{0,16}(?:(?:persona[ \t]{0,4}#?[ \t]{0,4})?\d{1,4}|[a-t](?=\)[ \t]))[*_]{0,3}(?:[ \t]{0,4}[.):][*_]{0,3}(?!\d)|[ \t]{1,4}[–—-](?=[ \t]))[ \t]{0,8}(.*)$/i;
const bulleted = /^[ \t>]{0,16}[-*•–+][ \t]{1,8}(\S.*)$/;
/** Labels of what comes first in a persona, and goes without saying. */
const ownLabel = /^(?:persona|name|who|role|title|occupation|profession|description)[ \t]{0,4}[:：][ \t]{0,8}/i;

/**
 * Reads the reply of `personas`. Lenient: prose and fences around, any numbering, bullets, headings, emphasis, a persona
 * on several lines, JSON. A last one that breaks off is left out, as is one that comes twice.
 * @throws ReplyError when there is none, or the reply declines.
 */
export function parsePersonas(reply: string, form: FormWords = own): string[] {
  const body = unfenced(tagged(reply, 'personas') ?? reply).replace(
    /<persona(?:[ \t][^<>\n]{0,60})?>\s{0,40}([^<>]{1,4000}?)\s{0,40}<\/persona>/gi,
    '\n- $1\n',
  );
  const written = listed(body, reply).flatMap(asPersona);
  const found = newPersonas(
    written.filter((persona) => !form.has(persona)),
    [],
  );
  if (found.length === 0 || declines(reply)) throw new ReplyError(expected(reply), reply);
  return found;
}

function listed(body: string, reply: string): string[] {
  const hasTag = /<personas>/i.test(reply);
  const isJson = /[[{]\s{0,16}["'“{[]/.test(body);
  const lines = body.split(/\r?\n/).map((line) => line.slice(0, maxLineLength));
  const marked = markedItems(lines);
  if (marked === null && isJson) return readJson(body, entries, expected(reply));
  // Without marks only the tags tell what is a persona and what is talk.
  const items = marked ?? (hasTag ? lines.filter((line) => line.trim() !== '') : []);
  const breaksOff = hasTag && !/<\/personas>/i.test(reply) && items.length > 0 && !endsSentence(items.at(-1)!);
  return breaksOff ? items.slice(0, -1) : items;
}

/** The items of a list, numbered or with bullets, each on one line; null where there is none. */
function markedItems(lines: readonly string[]): string[] | null {
  const mark = [numbered, bulleted].find((pattern) => lines.some((line) => pattern.test(line)));
  if (mark === undefined) return null;
  const depth = depthOf(lines.find((line) => mark.test(line))!);
  const items: string[] = [];
  let isOpen = false;
  let isApart = false;
  for (const line of lines) {
    const head = depthOf(line) <= depth ? mark.exec(line)?.[1] : undefined;
    if (head !== undefined) {
      items.push(bare(head));
      isOpen = true;
    } else if (line.trim() !== '' && isOpen) {
      // Behind an empty line a list goes on with its marks; what has none is talk, unless so far there is but a name.
      isOpen = !isApart || bulleted.test(line) || depthOf(line) > depth || isName(items.at(-1)!);
      if (isOpen) items.push(joined(items.pop()!, line));
    }
    isApart = line.trim() === '';
  }
  return items;
}

const depthOf = (line: string): number => /^[ \t>]*/.exec(line)![0].length;

const isName = (text: string): boolean => text.split(/\s+/).length <= maxNameWords && !/[.!?;,]$/.test(text);

/** A persona and one more line of it: what is told of a name, a point beside others, or how a sentence goes on. */
function joined(text: string, line: string): string {
  const point = bulleted.exec(line)?.[1];
  const next = bare(point ?? line);
  if (text === '' || next === '' || text.length > maxLineLength) return text || next;
  const goesOn = point === undefined && /^\p{Ll}/u.test(next);
  if (isName(text) && !goesOn) return `${text.replace(/[\s:,–—-]{1,8}$/, '')}: ${next}`;
  return point === undefined ? `${text} ${next}` : `${text.replace(/[.,;]$/, '')}; ${next}`;
}

/** Without marks of emphasis, and without a label that goes without saying. */
const bare = (text: string): string =>
  oneLine(text)
    .replace(/\*|__|`/g, '')
    .replace(/^[#*_>\s]+/, '')
    .replace(ownLabel, '')
    .trim();

const value = z.union([z.string(), z.array(z.string()).transform((list) => list.join(', '))]);

/** An object's values, those behind a label that does not go without saying with it. */
const described = z.record(z.string(), z.union([value, z.number().transform(() => '')])).transform((fields) =>
  Object.entries(fields)
    .filter(([, said]) => saysSomething(said))
    .map(([key, said]) => (ownLabel.test(`${key}:`) ? said : `${key.replace(/[_-]/g, ' ')}: ${said}`))
    .reduce((text, said) => joined(text, text === '' ? said : `- ${said}`), ''),
);

const entry = z.union([z.string(), described]);
const entries = z.union([
  z.array(entry).min(1, 'is empty'),
  z.record(z.string().regex(/^\D{0,12}\d{1,4}$/), entry).transform((record) => Object.values(record)),
]);

function asPersona(text: string): string[] {
  const line = bare(text)
    .replace(/^["“«](.*)["”»],?$/, '$1')
    .replace(/^[#\s]+|[*_\s]{1,8}$/g, '');
  if (line.length < minLength || !saysSomething(line) || /<\/?personas>/i.test(line)) return [];
  return [line.length > maxPersonaLength ? `${line.slice(0, maxPersonaLength - 1).replace(/\s+\S*$/, '')}…` : line];
}
