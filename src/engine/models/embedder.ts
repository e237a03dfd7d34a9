import type { ChatModel, ChatRequest, Reply } from './chat-model.ts';

export interface EmbeddingReply extends Reply {
  /** One for each message, in order, all of one length. */
  readonly vectors: readonly Float32Array[];
  /** Number of texts of which the end was not read, where the model tells. */
  readonly cut?: number;
}

/**
 * Something that places texts in a space where what means the same is near. It is asked as a model that chats is, so that
 * what stands around one stands around the other: the texts are the messages, and vectors come in place of words.
 */
export type Embedder = ChatModel<EmbeddingReply>;

/** Asks for the vectors of texts. */
export const embeddingRequest = (texts: readonly string[], run?: string): ChatRequest => ({
  messages: texts.map((content) => ({ role: 'user', content })),
  origin: { method: 'embed' },
  seed: 0,
  sampling: { maxTokens: 0 },
  ...(run === undefined ? {} : { run }),
});
