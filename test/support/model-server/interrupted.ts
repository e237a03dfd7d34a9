import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';

/** Turns of the event loop that a model takes for a piece of its reply. */
const turnsAPiece = 20;
const pieces = 4;

/** Streams of which one is written at a time, and broken off as soon as another request waits. */
export class InterruptedStreams {
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  /** @param wordsFirst pieces that are written before it looks for others */
  async write(response: ServerResponse, text: string, wordsFirst: number): Promise<void> {
    this.#waiting += 1;
    const before = this.#last;
    const done = Promise.withResolvers<undefined>();
    this.#last = done.promise.then(() => undefined);
    await before;
    this.#waiting -= 1;
    try {
      await this.#stream(response, text, wordsFirst);
    } finally {
      done.resolve(undefined);
    }
  }

  async #stream(response: ServerResponse, text: string, wordsFirst: number): Promise<void> {
    const delta = (fields: object, reason: string | null = null): string =>
      `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: fields, finish_reason: reason }] })}\n\n`;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(delta({ role: 'assistant' }));
    const size = Math.ceil(text.length / pieces);
    for (let piece = 0; piece < pieces; piece += 1) {
      for (let turn = 0; turn < turnsAPiece; turn += 1) await setImmediate();
      if (piece >= wordsFirst && this.#waiting > 0) {
        response.end('data: [DONE]\n\n');
        return;
      }
      response.write(delta({ content: text.slice(piece * size, (piece + 1) * size) }));
    }
    response.end(`${delta({}, 'stop')}data: [DONE]\n\n`);
  }
}
