import type { Extraction } from '../../concepts/extraction.ts';

/** Writes an extraction in the method's output format (SynthLLM §3.2): what `parseExtraction` reads back. */
export function formatExtraction(extraction: Extraction): string {
  const topics = extraction.topics.map((topic, index) => `${index + 1}. ${topic.name}`);
  const concepts = extraction.topics.flatMap((topic, index) => [
    `${index + 1}. ${topic.name}:`,
    ...topic.concepts.map((concept, place) => `   ${index + 1}.${place + 1}. ${concept}`),
  ]);
  return [
    `<level>${extraction.level}</level>`,
    `<subject>${extraction.subject}</subject>`,
    '<topic>',
    'Topics:',
    ...topics,
    '</topic>',
    '<key_concept>',
    'Key Concepts:',
    ...concepts,
    '</key_concept>',
  ].join('\n');
}
