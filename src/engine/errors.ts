/** The caller asked for something that cannot be: a wrong argument, a setting that does not hold. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Message of an unknown thrown value. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
