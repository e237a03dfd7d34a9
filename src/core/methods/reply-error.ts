/** A model's reply that does not keep its method's output contract. The message quotes what was there instead. */
export class ReplyError extends Error {
  constructor(expected: string, reply: string) {
    super(`the reply has no ${expected}; it reads ${quoted(reply)}`);
    this.name = 'ReplyError';
  }
}

function quoted(reply: string): string {
  const text = reply.replace(/\s+/g, ' ').trim();
  return text === '' ? 'nothing at all' : `“${text.length > 160 ? `${text.slice(0, 159)}…` : text}”`;
}
