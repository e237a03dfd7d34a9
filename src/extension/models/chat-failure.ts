import type { EngineHostResult } from '../../protocol/host.ts';

type Failure = Extract<EngineHostResult<'host/chat'>, { kind: unknown }>;

/** Names of `LanguageModelError`'s codes, as VS Code's documentation has them. */
const codes: Readonly<Record<string, { readonly kind: Failure['kind']; readonly message: (id: string) => string } | undefined>> = {
  NoPermissions: {
    kind: 'auth',
    message: (id) => `VS Code does not let Concept Loom use ${id}; allow it when it asks, or in “Manage Language Model Access”`,
  },
  Blocked: { kind: 'quota', message: (id) => `VS Code's quota for ${id} is used up; go on later or choose another model` },
  NotFound: { kind: 'not-found', message: (id) => `VS Code has no model ${id} any more; choose another` },
};

/** Errors of the provider itself come with its words alone. */
const kinds: readonly (readonly [RegExp, Failure['kind']])[] = [
  [/rate.?limit|too many requests|\b429\b/i, 'rate-limited'],
  [/quota|billing|payment required/i, 'quota'],
  [/content.?filter|filtered|responsible ai/i, 'content-filter'],
  [/\b40[13]\b|unauthori[sz]ed|forbidden|sign in|signed in/i, 'auth'],
];

/** Reason that VS Code's model gave no reply, in words that hold nothing of the prompt. */
export function chatFailure(id: string, error: unknown, prompt: readonly string[]): Failure {
  const known = codes[codeOf(error)];
  if (known && Object.hasOwn(codes, codeOf(error))) return { kind: known.kind, message: known.message(id) };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const words = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ').trim().slice(0, 300);
  const kind = kinds.find(([pattern]) => pattern.test(words))?.[1] ?? 'server';
  const quoted = words === '' || echoes(words, prompt) ? '' : `: ${words}`;
  return { kind, message: `${id} gave no reply${quoted}` };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** As long as a stretch that two texts have in common by chance hardly ever is. */
const stretch = 20;

/** Tells whether the words repeat part of the prompt, as error messages of some servers do. */
function echoes(words: string, prompt: readonly string[]): boolean {
  const texts = prompt.map((text) => text.replace(/\s+/g, ' '));
  if (words.length < stretch) return texts.some((text) => text.trim() !== '' && text.trim() === words);
  for (let at = 0; at + stretch <= words.length; at++) {
    const part = words.slice(at, at + stretch);
    if (texts.some((text) => text.includes(part))) return true;
  }
  return texts.some((text) => text.trim().length >= 6 && words.includes(text.trim()));
}
