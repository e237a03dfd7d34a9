import type { ModelProfile } from '../../protocol/profile.ts';

type TypedPrice = NonNullable<ModelProfile['price']>;

/** Reads `0.15 / 0.60`: US dollars a million tokens, in and out; one number counts for both. Null for anything else. */
export function parsePrice(typed: string): TypedPrice | null {
  const match = /^\$?\s*(\d+(?:\.\d+)?)(?:\s*[/,; ]\s*\$?\s*(\d+(?:\.\d+)?))?$/.exec(typed.trim());
  if (!match) return null;
  const prompt = Number(match[1]);
  return { prompt, completion: match[2] === undefined ? prompt : Number(match[2]) };
}

/** As `parsePrice` reads it. */
export const priceText = ({ prompt, completion }: TypedPrice): string => `${prompt} / ${completion}`;
