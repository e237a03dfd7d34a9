import { createHash } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

/**
 * Name that decisions are recorded under: the one that was chosen, else a pseudonym that is the same for this user of this machine.
 * It goes into datasets, so it never is the login name; it differs from person to person, because undo takes back one's own.
 */
export const reviewerName = (chosen: string | undefined): string => chosen?.trim() || pseudonym(`${login()}@${hostname()}`);

const pseudonym = (person: string): string => `reviewer-${createHash('sha256').update(person).digest('hex').slice(0, 6)}`;

/** A user id without a name, as in containers, is told by its number. */
function login(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(process.getuid?.() ?? '');
    throw error;
  }
}
