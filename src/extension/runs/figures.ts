/** Figures as people read them, without words: those are the language's. */

/** Made when first used: it takes longer than the extension's own code takes to load. */
let compact: Intl.NumberFormat | null = null;

/** `980`, `12.3K`, `1.2M`. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  compact ??= new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
  return compact.format(count);
}
