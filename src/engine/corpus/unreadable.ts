/** A file that cannot be read; the message says why, and what to do about it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
