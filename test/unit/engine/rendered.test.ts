import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { rendered } from '../../../src/engine/runs/rendered.ts';

const messages = (n: number) => [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: `Question ${n}` },
];

it('reads like what was rendered, for code and as JSON', () => {
  const asked = rendered(() => messages(1));
  expect(asked.map(({ role, content }) => ({ role, content }))).toEqual(messages(1));
  expect(JSON.stringify({ messages: [...asked] })).toBe(JSON.stringify({ messages: messages(1) }));
});

it('renders once for all who look in the same turn', () => {
  let times = 0;
  const asked = rendered(() => messages((times += 1)));
  for (const { content } of [...asked, ...asked]) expect(content).not.toBe('');
  expect(times).toBe(1);
});

it('lets the text go meanwhile, and renders it again when it is looked at', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let times = 0;
  const asked = rendered(() => {
    times += 1;
    return messages(1);
  });
  expect(asked[1]!.content).toBe('Question 1');
  await setImmediate();
  collect();
  expect(asked[1]!.content).toBe('Question 1');
  expect(times).toBe(2);
});
