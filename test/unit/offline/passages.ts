import { createCorpusStatistics, type CorpusStatistics, type PassageText } from '../../../src/offline/statistics.ts';

const bread: PassageText[] = [
  {
    title: 'Baking bread',
    headings: ['Fermentation'],
    text: `Fermentation is the process by which yeast turns sugar into carbon dioxide and alcohol. The carbon dioxide raises the dough, because the gluten network holds the gas in small bubbles. The rate of fermentation depends on the temperature of the dough.

A **sourdough starter** is a mixture of flour and water in which wild yeast and lactic acid bacteria live. The lactic acid bacteria produce lactic acid, which gives sourdough bread its sour taste. A sourdough starter that is kept at 25 °C needs fresh flour every 12 hours.

Bulk fermentation is the first rise of the dough before it is divided. Cold fermentation in a refrigerator slows the yeast, so that flavour develops for 24 hours.`,
  },
  {
    title: 'Baking bread',
    headings: ['Kneading'],
    text: `A gluten network is a web of proteins that forms when wheat flour is mixed with water. Kneading stretches the gluten network and makes the dough elastic. The hydration of a dough is the ratio of the mass of water to the mass of flour: 650 g of water in 1000 g of flour make a hydration of 65 percent.

Whole grain flour absorbs more water than white flour because the bran holds water. If the dough is kneaded for too long, the gluten network breaks. Autolyse is a rest of flour and water before kneading, during which enzymes begin to break down starch.`,
  },
];

const bees: PassageText[] = [
  {
    title: 'Honey bees',
    headings: ['The colony', 'Division of labour'],
    text: `A honey bee colony is a society that consists of one queen bee, many worker bees and some drones. The queen bee lays up to 2000 eggs per day. Worker bees clean the brood nest, build honeycomb and collect nectar and pollen.

The **waggle dance** is a figure of movement by which a forager bee tells other worker bees where nectar can be found. The angle of the waggle dance depends on the direction of the food source. Royal jelly is a secretion of young worker bees that feeds the queen larva.

When a colony grows too large, the queen bee leaves the hive with a swarm. Swarming is the natural way in which a honey bee colony reproduces.`,
  },
  {
    title: 'Honey bees',
    headings: ['Pollination'],
    text: `Pollination is the transfer of pollen from the anther of a flower to its stigma. A forager bee carries pollen in a pollen basket, which is a hollow on its hind leg. Cross-pollination increases the genetic diversity of plants because the pollen comes from another plant.

Flower constancy is the habit of a forager bee of visiting flowers of one species during a flight. Flower constancy makes pollination more efficient than random visits. Pesticides harm the colony, because they impair the memory of forager bees.`,
  },
];

const markets: PassageText[] = [
  {
    title: 'Markets and prices',
    headings: ['Supply and demand'],
    text: `The equilibrium price is the price at which the quantity demanded equals the quantity supplied. A price ceiling is a legal upper limit on the price of a good. A price floor is a legal lower limit on the price of a good. When a price ceiling lies below the equilibrium price, it causes a shortage.

The price elasticity of demand is the ratio of the percentage change in quantity demanded to the percentage change in price. Luxury goods have a larger price elasticity of demand than necessities. The opportunity cost of a choice is the value of the best alternative. A subsidy lowers the cost of production, so that the equilibrium price falls.`,
  },
];

export const corpora: Readonly<Record<string, readonly PassageText[]>> = { bread, bees, markets };
export const allPassages: readonly PassageText[] = Object.values(corpora).flat();

export function passage(text: string, headings: readonly string[] = [], title = ''): PassageText {
  return { title, headings, text };
}

export function statisticsOf(passages: readonly PassageText[]): CorpusStatistics {
  const statistics = createCorpusStatistics();
  for (const each of passages) statistics.add(each);
  return statistics;
}

/** Text of the given length at least, without two equal paragraphs: each names another plant of another valley. */
export function longProse(length: number): string {
  const kinds = ['river', 'meadow', 'mountain', 'desert', 'island', 'forest', 'marsh', 'coast'];
  let text = '';
  for (let index = 0; text.length < length; index += 1) {
    const kind = kinds[index % kinds.length]!;
    const root = `${'bcdfglmnprst'[index % 12]!}${'aeiou'[index % 5]!}${'lmnrst'[(index >> 3) % 6]!}${'aeiou'[(index >> 5) % 5]!}`;
    text += `The ${root}van plant is a ${kind} herb that stores water in its ${root}dor root. Because its leaf surface is small, the ${root}van plant loses little water. The growth of the ${kind} herb depends on the rainfall of the valley.\n\n`;
  }
  return text;
}
