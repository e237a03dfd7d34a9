/** Something that places texts in a space where what means the same is near. */
export interface Embedder {
  readonly id: string;
  /** One vector a text, in order, all of one length. @throws ModelError, or the signal's reason. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}
