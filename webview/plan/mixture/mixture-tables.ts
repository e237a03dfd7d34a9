/** A planned mixture as tables. */
import type { MixturePlan } from '../../../src/protocol/results.ts';
import { cell, type FigureTable } from '../../chart/table/figure-table.ts';
import { passesOver } from './words.ts';

const digits = (value: number, most: number): number => Number(value.toFixed(most));

export const sharesTable = ({ kinds }: MixturePlan): FigureTable => ({
  columns: ['kind', 'share, %', 'suggested, %', 'passes', 'samples to make'],
  rows: kinds.map((planned) => {
    const { title, share, suggested, make } = planned;
    const over = passesOver(planned);
    const passes = cell(over === null ? null : digits(over, 2));
    return [cell(title), cell(digits(share, 1)), cell(digits(suggested, 1)), passes, cell(make?.samples ?? 0)];
  }),
});

export const tokensTable = ({ kinds }: MixturePlan): FigureTable => ({
  columns: ['kind', 'training tokens', 'unique ones there'],
  rows: kinds.map(({ title, tokens, there }) => [cell(title), cell(tokens), cell(there)]),
});

export const partsTable = ({ parts }: MixturePlan): FigureTable => ({
  columns: ['part', 'training tokens', 'weight', 'probability'],
  rows: parts.map(({ name, tokens, weight, probability }) => [cell(name), cell(tokens), cell(weight), cell(probability)]),
});
