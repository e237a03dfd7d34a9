import { expect, it } from 'vitest';
import { ModelError } from '../../../src/engine/models/model-error.ts';
import { withoutLoops } from '../../../src/engine/models/requests/loops.ts';
import { withReplyLimit } from '../../../src/engine/models/requests/reply-limit.ts';
import { modelErrorOf, never, replyOf, request, scripted } from './support.ts';

const cutAfter = (completionTokens: number, estimated = false) =>
  new ModelError('truncated', 'It stopped.', { usage: { promptTokens: 40, completionTokens, estimated } });
const ofForm = (error: ModelError) => {
  const model = withReplyLimit(scripted(replyOf('yes'), error), { name: 'm1 at home', endpoint: 'home' }, new Set());
  return model.chat(request({ replyLimit: 600 }), never).then(() => modelErrorOf(model.chat(request({ replyLimit: 600 }), never)));
};

it('a reply that its server cut off long before our limit is said to be, and not to be too long for its form', async () => {
  const error = await ofForm(cutAfter(128));
  expect(error.message).toBe(
    'm1 at home was cut off by its server after 128 tokens, though 600 were allowed. Raise the server’s own limit for replies, or its context.',
  );
  expect(error.usage).toMatchObject({ completionTokens: 128 });
});

it.each([cutAfter(600), cutAfter(598), cutAfter(128, true)])('one that came to our limit is too long for its form', async (cut) => {
  expect((await ofForm(cut)).message).toContain('had not come to the end of its reply after 600 tokens');
});

it('a reply of endless blanks is said to be that', async () => {
  const model = withoutLoops(
    {
      id: 'm1',
      chat: ({ observer }) => {
        observer?.text?.(`{"causes": [${' \n\t\n'.repeat(4000)}`);
        return Promise.resolve(replyOf('never read'));
      },
    },
    { name: 'm1 at home' },
  );
  const { kind, message } = await modelErrorOf(model.chat(request(), never));
  expect(kind).toBe('repeating');
  expect(message).toContain('the reply repeats itself: blanks and nothing else');
});
