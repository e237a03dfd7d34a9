/** Texts that must not come back in a message. */
export interface Redaction {
  readonly secrets: readonly string[];
  /** The texts that were sent. */
  readonly prompt: readonly string[];
}

/** Length of a secret; shorter ones are words that local servers are given in place of a key, and may well stand in a reply. */
const minSecretLength = 12;

/**
 * A text that is kept, without the keys that its server was sent: some repeat them. Of a header that says how it is meant
 * (`Bearer …`), the key alone is enough to be one.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let kept = text;
  for (const secret of secrets.flatMap((each) => [each, each.slice(each.lastIndexOf(' ') + 1)])) {
    if (secret.length >= minSecretLength) kept = kept.replaceAll(secret, '‹key›');
  }
  return kept;
}

/** JSON of a server as a value, without such keys, however they are written. @throws SyntaxError */
export function parseWithoutSecrets(json: string, secrets: readonly string[]): unknown {
  return JSON.parse(withoutSecrets(json, secrets), (_, value: unknown) =>
    typeof value === 'string' ? withoutSecrets(value, secrets) : value,
  );
}

/** The longest text of a server that is shown. */
const maxShownLength = 300;
/** So many characters in common with the prompt are no accident. */
const overlap = 24;

/**
 * A server's words, fit to be shown and logged: one line, bounded, without a key, and left out altogether when they
 * repeat the prompt. Servers do echo both.
 */
export function redact(text: string, { secrets, prompt }: Redaction): string {
  let shown = text;
  for (const secret of secrets) shown = shown.replaceAll(secret, '‹key›');
  // Some servers show the beginning of a key: hide any such word, whoever it belongs to.
  shown = shown.replaceAll(/\b(sk|pk|rk|gsk|hf|xai|nvapi)[-_][\w*.-]{4,200}/g, '‹key›');
  shown = shown.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  if (shown.length > maxShownLength) shown = `${shown.slice(0, maxShownLength)}…`;
  if (shown === '') return 'no explanation';
  return repeats(shown, prompt) ? 'an explanation that repeats the prompt, and is left out here' : shown;
}

function repeats(text: string, prompt: readonly string[]): boolean {
  const sent = prompt.map((each) => each.replaceAll(/\s+/g, ' ').trim());
  if (sent.some((each) => each.length >= 8 && text.includes(each))) return true;
  for (let start = 0; start + overlap <= text.length; start += 1) {
    const part = text.slice(start, start + overlap);
    if (sent.some((each) => each.includes(part))) return true;
  }
  return false;
}
