import type { NewEvent } from '../../../../src/core/samples/events.ts';
import type { Content } from '../../../../src/core/samples/shapes/index.ts';
import type { Store } from '../../../../src/engine/storage/store.ts';
import { generated, version } from '../../samples/events.ts';

/** Samples of every shape, with what formats and readers stumble over: line breaks of all kinds, fences, numbers, empty parts, half a surrogate pair. */
export const everyShape: Readonly<Record<string, Content>> = {
  'qa-final': {
    shape: 'qa',
    question: 'How high is “spring” tide?',
    answer: 'Add 2 m to 3 m.\n\nAnswer: $5\\,\\mathrm{m}$',
    finalAnswer: '5 m',
  },
  'qa-breaks': { shape: 'qa', question: 'One line\nand another\u2028and a third', answer: '```js\nconst tide = "ебб";\n```\r\n' },
  'qa-unanswered': { shape: 'qa', question: 'Why two tides a day?', answer: '' },
  'qa-half': { shape: 'qa', question: 'Half a pair: \ud83c', answer: 'A wave: 🌊' },
  'text-page': { shape: 'text', title: 'Tides', text: '# Tides\n\nThe sea rises, and falls.' },
  'chat-plain': {
    shape: 'chat',
    turns: [
      { role: 'user', content: 'What pulls?' },
      { role: 'assistant', content: 'The moon.' },
    ],
  },
  'chat-system': {
    shape: 'chat',
    system: 'Answer as a pilot.',
    turns: [
      { role: 'user', content: 'When is slack water?' },
      { role: 'assistant', content: 'At the turn.' },
      { role: 'user', content: 'How long?' },
      { role: 'assistant', content: 'Minutes.' },
    ],
  },
  'choice-four': {
    shape: 'choice',
    stem: 'Which is the larger?',
    options: ['neap', 'spring', 'none', '3'],
    correct: 1,
    explanation: 'Sun and moon pull together.',
  },
  'choice-two': { shape: 'choice', stem: 'True?', options: ['yes', 'no'], correct: 0, explanation: '' },
  'preference-pair': { shape: 'preference', prompt: 'Explain tides.', chosen: 'The moon pulls.', rejected: 'Wind.' },
};

/** Has every one of them accepted, one edited (so that there is a pair of answers), and one rejected. */
export function acceptEveryShape(store: Store): void {
  const ids = Object.keys(everyShape);
  const events: NewEvent[] = ids.map((id) => {
    const first = { ...version(`${id}-v1`), content: everyShape[id]!, ...(id.startsWith('qa') ? {} : { evidence: [] }) };
    const sample = { ...generated(id, first), ...(id === 'text-page' ? { method: 'textbook', references: [] } : {}) };
    return { type: 'sample.generated', sample: id, generated: sample, gate: null };
  });
  store.append(events);
  const edited: Content = {
    ...everyShape['qa-final']!,
    shape: 'qa',
    question: 'How high is “spring” tide?',
    answer: 'Three and two make five.\n\nAnswer: 5 m',
    finalAnswer: '5 m',
  };
  store.append([
    { type: 'sample.edited', sample: 'qa-final', version: 'qa-final-v2', parent: 'qa-final-v1', content: edited, evidence: [] },
  ]);
  store.append(ids.map((sample) => ({ type: 'sample.accepted', sample })));
}
