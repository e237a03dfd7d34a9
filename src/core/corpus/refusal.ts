/** A document that is not read at all; the message is the reason and the remedy, for the person who owns the file. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
