import { oneLine } from '../../prompts/fence.ts';

/** People who may want to know something of a subject, from the outside in. */
const roles = [
  'a curious layperson who has just heard of {topic} and wants a plain picture of it',
  'a pupil who prepares a talk on {topic}',
  'a first-year student who meets {topic} for the first time and wants to see why it matters',
  'a teacher who looks for a way to explain {topic} without losing the class',
  'a technician who works with {topic} every day and wants the reasons behind the rules',
  'an engineer from another field who needs {topic} for a calculation',
  'a journalist who has to get {topic} right in a short article',
  'a researcher who knows {topic} well and wants its connections to neighbouring subjects',
] as const;

/**
 * Personas for a corpus whose user names none: roles, each with one of its topics.
 * @param topics those of the corpus, the most frequent first
 */
export function corpusPersonas(topics: readonly string[]): string[] {
  if (topics.length === 0) return [];
  // No topic is text to be filled in further: `$` and braces in it mean nothing.
  return roles.map((role, index) => role.replace('{topic}', () => oneLine(topics[index % topics.length]!)));
}
