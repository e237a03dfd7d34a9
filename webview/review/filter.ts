import type { EngineParams } from '../../src/protocol/engine.ts';
import { sampleStatuses, type SampleStatus } from '../ui/words.ts';

type SampleFilter = EngineParams<'samples/list'>['filter'];

export interface ParsedFilter {
  readonly filter: SampleFilter;
  /** What was typed and cannot be meant, with how to mend it; null when all is understood. */
  readonly problem: string | null;
}

const fields = ['status', 'file', 'topic', 'concept', 'run'] as const;
type Field = (typeof fields)[number];

interface Token {
  readonly field: Field | null;
  readonly value: string;
}

// One alternative per kind of token, none of which can match what another left: linear in the text.
const tokenPattern = /(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu;

function tokens(text: string): Token[] {
  return Array.from(text.matchAll(tokenPattern), ([whole, name, quoted, bare]) => {
    const field = fields.find((known) => known === name?.toLowerCase()) ?? null;
    const value = quoted ?? bare ?? '';
    // An unknown prefix ("ratio:2") is a word to look for, as it was typed.
    return field === null ? { field, value: name === undefined ? value : whole } : { field, value };
  }).filter(({ field, value }) => value !== '' && !(field === null && unfinished.has(value.toLowerCase())));
}

/** A field whose value is still to be typed. */
const unfinished = new Set(fields.map((field) => `${field}:`));

/** `status:pending file:tides.md topic:"spring tide" moon`: fields narrow, everything else must occur in the text. */
export function parseFilter(text: string): ParsedFilter {
  const status = new Set<SampleStatus>();
  const words: string[] = [];
  const filter: { file?: string; concept?: string; run?: string } = {};
  let problem: string | null = null;
  for (const { field, value } of tokens(text)) {
    if (field === null) words.push(value);
    else if (field === 'file' || field === 'run') filter[field] = value;
    else if (field === 'topic' || field === 'concept') filter.concept = conceptId(field, value);
    else {
      for (const word of value.split(',')) {
        const known = sampleStatuses.find((name) => name === word.toLowerCase());
        if (known !== undefined) status.add(known);
        else problem = `There is no status “${word}”: write ${sampleStatuses.join(', ')}, or several with commas.`;
      }
    }
  }
  const narrowed = status.size > 0 ? { status: [...status] } : {};
  return { filter: { ...filter, ...narrowed, ...(words.length > 0 ? { text: words.join(' ') } : {}) }, problem };
}

/** Ids of concepts are `t:` or `c:` and the key; the filter shows the kind in words. */
function conceptId(field: 'topic' | 'concept', key: string): string {
  return `${field === 'topic' ? 't' : 'c'}:${key.toLowerCase()}`;
}

/** What the samples are filtered to besides status and words. */
export type Place =
  { readonly kind: 'all' } | { readonly kind: 'file'; readonly file: string } | { readonly kind: 'concept'; readonly concept: string };

/** The filter with another place; status, run and words stay as they were typed. */
export function withPlace(text: string, place: Place): string {
  const kept = tokens(text).filter(({ field }) => field !== 'file' && field !== 'topic' && field !== 'concept');
  if (place.kind === 'file') kept.push({ field: 'file', value: place.file });
  if (place.kind === 'concept') kept.push({ field: place.concept.startsWith('t:') ? 'topic' : 'concept', value: place.concept.slice(2) });
  return kept.map(written).join(' ');
}

/** The filter with only this status, or with none. */
export function withStatus(text: string, status: SampleStatus | null): string {
  const kept = tokens(text).filter(({ field }) => field !== 'status');
  return [...(status === null ? [] : [{ field: 'status' as const, value: status }]), ...kept].map(written).join(' ');
}

function written({ field, value }: Token): string {
  const text = /\s/u.test(value) ? `"${value.replaceAll('"', '')}"` : value;
  return field === null ? text : `${field}:${text}`;
}
