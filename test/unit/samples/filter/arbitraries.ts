import fc from 'fast-check';
import type { Field } from '../../../../src/core/samples/filter/field.ts';
import { fieldNames, fields, type FieldName, type SampleFilter } from '../../../../src/core/samples/filter/filter.ts';
import { searchWords } from '../../../../src/core/samples/search-words.ts';

const something = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'Ü', ' ', ',', '"', '\\', ':', '潮', '.', '\t') });
const bound = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

/** Values of every kind; a new kind has to say its own. */
const values: Readonly<Record<Field['kind'], (field: Field) => fc.Arbitrary<unknown>>> = {
  words: ({ words }) => fc.subarray([...words], { minLength: 1 }),
  name: () => something,
  ids: () => fc.array(something, { minLength: 1, maxLength: 3 }),
  range: () =>
    fc.oneof(
      bound.map((min) => ({ min })),
      bound.map((max) => ({ max })),
      fc.tuple(bound, bound).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
    ),
  flag: () => fc.boolean(),
  text: () => something.filter((text) => searchWords(text).length > 0),
};

const valueOf = (name: FieldName): fc.Arbitrary<unknown> => values[fields[name].kind](fields[name]);

/** Any filter that the table of fields allows. */
export const anyFilter: fc.Arbitrary<SampleFilter> = fc.record(
  Object.fromEntries(fieldNames.map((name) => [name, valueOf(name)])) as Record<FieldName, fc.Arbitrary<never>>,
  { requiredKeys: [] },
);
