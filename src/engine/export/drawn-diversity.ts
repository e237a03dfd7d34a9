import { maxDrawTexts, maxDrawWords, minSetTexts } from '../../core/quality/comparison/equal-draws.ts';
import { Reservoir } from '../../core/quality/comparison/reservoir.ts';
import { diversityMeasures } from '../../core/quality/diversity/index.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { shapeOf } from '../../core/samples/shapes/index.ts';
import type { ExportManifest } from '../../core/dataset/exported/manifest.ts';
import type { Pause } from '../slices.ts';

/** Texts drawn by a seed from those of an export, of which figures of diversity are told. */
export class DrawnTexts {
  readonly #drawn: Reservoir<string>;

  constructor(seed: number) {
    this.#drawn = new Reservoir(maxDrawTexts, seed, 'export');
  }

  add({ current: { content } }: Sample): void {
    this.#drawn.add(shapeOf(content).compared(content));
  }

  /** Null where there are too few texts for the figures to mean anything. */
  async figures(pause: Pause): Promise<ExportManifest['diversity']> {
    const { gzippedSize } = await import('../queries/measure/gzipped-size.ts');
    const texts = withinWords(this.#drawn.items());
    if (texts.length < minSetTexts) return null;
    const figures: Record<string, number> = {};
    for (const measure of diversityMeasures) {
      const collector = measure.collect(gzippedSize);
      for (const text of texts) {
        await pause();
        collector.add(text);
      }
      const value = collector.value();
      if (value !== null) figures[measure.id] = value;
    }
    return { texts: texts.length, figures };
  }
}

/** The first of them that have no more words than a draw may have. */
function withinWords(texts: readonly string[]): string[] {
  let words = 0;
  return texts.filter((text) => (words += text.split(/\s+/).length) <= maxDrawWords);
}
