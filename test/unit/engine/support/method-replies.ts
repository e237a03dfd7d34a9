import type { ChatBody } from '../../../support/model-server.ts';
import { asks, promptOf, requestHash, wellBehaved } from './modelled-project.ts';

/** Which method's prompt it is, by its words. */
export function methodAsked(body: ChatBody): string {
  const prompt = promptOf(body);
  if (asks.extraction(body)) return 'extract';
  if (asks.answer(body)) return 'answer';
  const openings = {
    judge: 'The sample, a question or the title',
    level1: 'Make ',
    level2: 'Below are a document and the concepts',
    rephrase: 'Rewrite the document below',
    textbook: 'Write, in',
    persona: 'Write a short course',
    personas: 'Invent ',
    rate: 'Rate the passage',
    criteria: 'The samples below were drawn by lot',
    merge: 'Readers were each shown',
    phrase: 'Readers will group samples',
    cluster: 'Group the samples below',
    verify: 'Somebody grouped samples',
  };
  return Object.entries(openings).find(([, opening]) => prompt.startsWith(opening))?.[0] ?? 'level3';
}

/** Scores as a judge writes them, in bold and with dashes of its own. */
export const judgement = (correctness: number): string =>
  [
    '**relevance**: 5 - belongs to the field',
    'clarity: 4/5 – the datum is not named',
    `- Correctness: ${correctness} - ${correctness < 3 ? 'the result is off by a factor of two' : 'sound'}`,
    'difficulty: 3',
    'grounding: 4 - the range stands in the document',
    'Overall: 4',
  ].join('\n');

/**
 * What models really send to each method's prompt: right in substance, careless in form. No two replies are alike: each names
 * buoys of its own, so many that they are no near-duplicates either.
 */
export function realistic(body: ChatBody): string {
  const hash = requestHash(body);
  const id = hash.slice(0, 8);
  const buoys = hash.match(/.{4}/g)!.slice(0, 12).join(' and ');
  switch (methodAsked(body)) {
    case 'level1':
      return [
        'Here are the questions you asked for:',
        '```',
        `<Q1>\n**Question:** At ${id} metres of mean range, how large is the range at spring tide between ${buoys}?\nOrig_tag: <original_question>\nLevel: High School\n</Q1>`,
        `<Q2>\nQuestion: Why does high water come twice in a day at station ${id}, between ${buoys}?\nOrig_tag: newly_created\nLevel: college`,
        `<Q3>\nQuestion: What is the depth of basin ${id} at a height of tide of 3.1 m near ${buoys}?\n</Q3>`,
        '```',
      ].join('\n');
    case 'rephrase':
      return promptOf(body).includes('as a conversation of questions and answers')
        ? `<title>Tides at a coast</title>\n<text>\nQuestion: What is tide ${id} between ${buoys}?\nAnswer: It is the regular rise and fall of the sea.\n\nQuestion: How often is high water?\nAnswer: Twice a day at most coasts.\n</text>`
        : `Sure!\n<title>Tides at a coast</title>\n<text>\nThe sea rises and falls in a regular manner at coast ${id}, from ${buoys}; this movement is called the tide.\n</text>`;
    case 'textbook':
      return `<title>Tides at a coast</title>\n<text>\nThe tide at coast ${id}, from ${buoys}, is the rise and fall of the sea.\n\nExample. With a range of 3 m, high water is 1.5 m above the mean.\n\nExercise 1. Find the range at spring tide. Solution: $1.2 \\cdot 3 = 3.6$ m.\n</text>`;
    case 'persona': {
      const chosen = /- (A pilot[^\n]*)/.exec(promptOf(body))?.[1];
      const passages = ['rises', 'falls', 'turns'].map((verb) => ({
        nuanced_content_to_be_learned: [verb],
        passage: `At coast ${id}, from ${buoys}, the sea ${verb} as the Moon has it.`,
      }));
      const question = {
        question: `How often is high water at coast ${id}, between ${buoys}?`,
        options: ['A. Once a day', 'B. Twice a day', 'C. Once a week', 'D. Never'],
        answer_label: 'B',
        step_by_step_answer_explanation: 'The Earth turns beneath two bulges.',
      };
      const lesson = { ...(chosen === undefined ? {} : { persona: chosen }), passages, multiple_choice_question: question };
      return `\`\`\`json\n${JSON.stringify(lesson, null, 2).replace(/\n\}$/, ',\n}')}\n\`\`\``;
    }
    case 'personas': {
      const count = Number(/^Invent (\d+)/.exec(promptOf(body))![1]);
      const people = Array.from({ length: count }, (_, at) => `${at + 1}. **A pilot of harbour ${id}-${at + 1}** who plans by the tide`);
      return `Here they are:\n<personas>\n${people.join('\n')}\n</personas>`;
    }
    case 'judge':
      return judgement(5);
    case 'rate':
      return `relevance: 8 - it teaches the tides of ${id}\nclarity: 7 - plain\nlanguage: 9 - sound\noverall: 8`;
    case 'criteria': {
      const criterion = (name: string) => ({
        name: `${name} ${id.slice(0, 2)}`,
        definition: `How samples differ in ${name}, as ${id} has it.`,
      });
      const found = { metadata: ['subject', 'task'].map(criterion), metrics: ['length', 'steps'].map(criterion) };
      return `These separate them:\n\`\`\`json\n${JSON.stringify(found, null, 2)}\n\`\`\``;
    }
    case 'merge':
      return `{"criteria": [{"name": "Task", "definition": "What is asked for (${id})."}, {"name": "Subject", "definition": "What it is about."}]}`;
    case 'phrase': {
      const count = Number(/of these lines, (\d+) of them/.exec(promptOf(body))![1]);
      return JSON.stringify({ lines: Array.from({ length: count }, (_, at) => `Compare them by criterion ${at + 1}`) });
    }
    case 'cluster': {
      const numbers = Array.from(promptOf(body).matchAll(/^Sample (\d+):$/gm), ([, number]) => number!);
      const [first, second, ...others] = numbers;
      const groups = [[first, second], ...others.map((other) => [other])];
      return JSON.stringify({
        clusters: groups.map((group) => ({ 'sample numbers': group, Reason: 'alike', name: `Kind ${id}-${group[0]}` })),
      });
    }
    case 'verify': {
      const count = promptOf(body).match(/^Group \d+/gm)!.length;
      return `{"validation": {${Array.from({ length: count }, (_, at) => `"${at + 1}": 1`).join(', ')}}}`;
    }
    case 'answer':
      return `<answer>\nAt spring tide the range is 20 percent larger, so it is \\boxed{3.6} m (${id}).\n</answer>\n<evidence>\n[1] "The **tidal range** is the difference in height between high water and the following low water."\n</evidence>`;
    default:
      return wellBehaved(body);
  }
}
