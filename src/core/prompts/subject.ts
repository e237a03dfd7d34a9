import type { Extraction } from '../concepts/extraction.ts';
import type { ProjectSettings } from '../settings.ts';

/** Brief that every template is given: the subject, the audience, the level and the language of samples. */
export type PromptSubject = Required<ProjectSettings['prompts']>;

const unsaid: PromptSubject = {
  domain: 'the subject of the documents',
  audience: 'a student of the subject',
  level: 'the level of the documents',
  language: 'the language of the documents',
};

/** Brief that the settings give; where they say nothing, words that are right for any corpus. */
export const settledSubject = (settings: ProjectSettings['prompts']): PromptSubject => ({ ...unsaid, ...settings });

/** As `settledSubject`, with the subject and the level that more than half of the extractions found, for samples. */
export function foundSubject(settings: ProjectSettings['prompts'], extractions: Iterable<Extraction>): PromptSubject {
  const all = [...extractions];
  const domain = majority(all.map(({ subject }) => subject));
  const level = majority(all.map(({ level }) => level));
  return { ...unsaid, ...(domain === '' ? {} : { domain }), ...(level === '' ? {} : { level }), ...settings };
}

function majority(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] > names.length / 2 ? most[0] : '';
}
