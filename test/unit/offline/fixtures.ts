import type { PassageText } from '../../../src/offline/statistics.ts';
import { createCorpusStatistics, type CorpusStatistics } from '../../../src/offline/statistics.ts';

export const sourdough: PassageText = {
  title: 'Sourdough',
  headings: ['Sourdough', 'Fermentation'],
  text: `Fermentation

A sourdough starter is a mixture of flour and water in which wild yeast and lactic acid bacteria live together. Wild yeast produces carbon dioxide, and the gas makes the dough rise. Lactic acid bacteria turn sugar into lactic acid and acetic acid.

The balance between the two acids depends on temperature, hydration and time. A warm dough favours lactic acid, whereas a cool dough favours acetic acid. The time that the dough rests before shaping is called bulk fermentation. Bulk fermentation ends when the dough has grown by half.

Gluten development is the formation of an elastic network from two proteins of the flour. Kneading strengthens the gluten network. Salt slows fermentation because it draws water out of the yeast cells. If the dough ferments too long, the gluten network loses its strength.

The hydration of a dough is defined as the ratio of the mass of water to the mass of flour. High hydration gives an open crumb.`,
};

export const baking: PassageText = {
  title: 'Baking',
  headings: ['Baking', 'Oven spring'],
  text: `Oven spring

Oven spring is the last rise of a loaf in the oven. Oven spring depends on the activity of the wild yeast and on the strength of the gluten network. Steam keeps the crust soft, so the loaf can expand. The crust browns through the Maillard reaction, a reaction between amino acids and sugar.

Unlike a baking sheet, a baking stone stores heat. The heat capacity of a baking stone is greater than that of a baking sheet. A loaf is done when its core reaches 96 degrees. See Figure 3.`,
};

export const exercises: PassageText = {
  title: 'Baking',
  headings: ['Baking', 'Exercises'],
  text: `Exercises

1. Calculate the hydration of a dough made from 500 g of flour and 350 g of water.

2. What happens to oven spring when the steam is left out?`,
};

export const corpus: readonly PassageText[] = [sourdough, baking, exercises];

export function statisticsOf(passages: readonly PassageText[]): CorpusStatistics {
  const statistics = createCorpusStatistics();
  for (const passage of passages) statistics.add(passage);
  return statistics;
}
