/** Replies of a model that is to group samples: the first two of a draw are alike, all others stand alone. */
const criterion = (name: string) => ({ name, definition: `How samples differ in ${name}.` });

/** Openings of the prompts that a measurement asks, each with its reply. */
const replies: readonly (readonly [string, (prompt: string) => object])[] = [
  ['The samples below were drawn', () => ({ metadata: ['subject', 'task'].map(criterion), metrics: ['length', 'steps'].map(criterion) })],
  ['Readers were each shown', () => ({ criteria: ['task', 'subject'].map(criterion) })],
  [
    'Readers will group samples',
    (prompt) => ({
      lines: Array.from(
        { length: Number(/of these lines, (\d+) of them/.exec(prompt)![1]) },
        (_, at) => `Compare them by criterion ${at + 1}`,
      ),
    }),
  ],
  [
    'Group the samples below',
    (prompt) => {
      const [first, second, ...others] = Array.from(prompt.matchAll(/^Sample (\d+):$/gm), ([, number]) => number!);
      const groups = [[first, second], ...others.map((other) => [other])];
      return { clusters: groups.map((group) => ({ 'sample numbers': group, reason: 'alike', name: `Kind ${group.join(' and ')}` })) };
    },
  ],
  [
    'Somebody grouped samples',
    (prompt) => ({
      validation: Object.fromEntries(Array.from(prompt.matchAll(/^Group (\d+)/gm), ([, number]): [string, number] => [number!, 1])),
    }),
  ],
];

/** @throws Error for a prompt that no measurement of diversity asks */
export function diversityReply(prompt: string): string {
  const reply = replies.find(([opening]) => prompt.startsWith(opening));
  if (reply === undefined) throw new Error(`no reply to “${prompt.slice(0, 60)}…”`);
  return JSON.stringify(reply[1](prompt));
}
