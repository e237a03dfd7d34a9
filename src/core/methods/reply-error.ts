/** A model's reply that does not keep its method's output contract. The message quotes what was there instead. */
export class ReplyError extends Error {
  /** The same without the quotation: a model that is shown its own words once more repeats them. */
  readonly complaint: string;

  constructor(expected: string, reply: string) {
    const complaint = `the reply has no ${expected}`;
    super(`${complaint}; it reads ${quoted(reply)}`);
    this.name = 'ReplyError';
    this.complaint = complaint;
  }
}

function quoted(reply: string): string {
  const text = reply.replace(/\s+/g, ' ').trim();
  return text === '' ? 'nothing at all' : `“${text.length > 160 ? `${text.slice(0, 159)}…` : text}”`;
}
