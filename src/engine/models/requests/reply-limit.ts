import type { ChatModel, ReplyObserver } from '../chat-model.ts';
import { ModelError } from '../model-error.ts';
import type { OpenedModel } from '../opened-model.ts';
import { BothTold } from './observers.ts';

/** Tokens that a model which thinks may think before its reply. */
const roomForThoughts = 16_000;

/** Names of models that think first, as far as they are known by them; of others it is learnt. */
const thinking = /(?:^|[/:._-])(?:o\d|gpt-5|gpt-oss|deepseek-r\d|r1|qwq|qwen-?3|magistral|reason\w*|think\w*)(?![a-z])/i;

/**
 * Holds replies to the length that their form takes, with room for thoughts where the model has some. The smaller of this and what
 * the user has set counts. Inside of the reply cache, since a reply is the same whatever it might have been allowed.
 * @param thinkers the models that were heard thinking, by endpoint
 */
export function withReplyLimit(
  model: ChatModel,
  { name, endpoint, reasoning }: Pick<OpenedModel, 'name' | 'endpoint' | 'reasoning'>,
  thinkers: Set<string>,
): ChatModel {
  const key = `${endpoint} ${model.id}`;
  if (reasoning ?? thinking.test(model.id)) thinkers.add(key);
  /** True once a reply has come to its end within its limit. */
  let hasEnded = false;
  return {
    id: model.id,
    async chat(request, signal) {
      const { replyLimit, sampling = {} } = request;
      if (replyLimit === undefined) return await model.chat(request, signal);
      const heard = { thoughts: false };
      const observer: ReplyObserver = {
        reasoning: () => {
          heard.thoughts = true;
        },
      };
      const attempt = async (withRoom: boolean) => {
        const most = replyLimit + (withRoom ? roomForThoughts : 0);
        const { maxTokens = Infinity } = sampling;
        const limited = { ...request, sampling: { ...sampling, maxTokens: Math.min(maxTokens, most) } };
        const reply = await model
          .chat({ ...limited, observer: new BothTold(observer, request.observer) }, signal)
          .catch((error: unknown) => {
            throw most < maxTokens ? overrun(error, name, most) : error;
          });
        hasEnded = true;
        if (reply.reasoning !== undefined) thinkers.add(key);
        return reply;
      };
      const hadRoom = reasoning !== false && thinkers.has(key);
      try {
        return await attempt(hadRoom);
      } catch (error) {
        if (!(error instanceof ModelError) || error.kind !== 'truncated' || hadRoom || reasoning === false) throw error;
        // Of a model that has never come to an end, thoughts may have passed for text.
        if (!heard.thoughts && hasEnded) throw error;
        if (heard.thoughts) thinkers.add(key);
        hasEnded = true;
        return await attempt(true);
      }
    },
  };
}

/** Servers count a few tokens more or less than they allow. */
const mostOfLimit = 0.9;

function overrun(error: unknown, name: string, limit: number): unknown {
  if (!(error instanceof ModelError) || error.kind !== 'truncated') return error;
  const { usage } = error;
  const isShorter = usage !== undefined && !usage.estimated && usage.completionTokens < limit * mostOfLimit;
  const message = isShorter
    ? `${name} was cut off by its server after ${usage.completionTokens} tokens, though ${limit} were allowed. Raise the server’s own limit for replies, or its context.`
    : `${name} had not come to the end of its reply after ${limit} tokens, which is more than its form takes. Choose a larger model, or ask for less at once.`;
  return new ModelError('truncated', message, { cause: error, ...(usage === undefined ? {} : { usage }) });
}
