/** Meaning of each field of a filter to the index. */
import { conceptKey } from '../../core/concepts/normalise.ts';
import { fieldNames, type FieldName, type FieldValues, type NamedField } from '../../core/samples/filter/filter.ts';
import type { SampleStatus } from '../../core/samples/sample.ts';
import { facetName } from './facets.ts';
import { worstFirst } from './index-schema.ts';

/** As front ends ask, but for a file by all the names under which samples may refer to it. */
type StoreValues = Omit<FieldValues, 'file'> & { readonly file: readonly string[] };
export type StoreFilter = { [N in FieldName]?: StoreValues[N] | undefined };

/** Puts a value among those of a query. @returns what stands for it in the SQL */
export type Bind = (value: number | string) => string;

export type Condition =
  | { readonly statuses: readonly SampleStatus[] }
  /** Samples have one of these facets. */
  | { readonly facets: readonly string[] }
  /** SQL over the row of `samples` that an alias names. */
  | {
      readonly row: (alias: string, bind: Bind) => string;
      /** True where an index of its own finds the rows: SQLite would take the one on the status, which nearly all of them have. */
      readonly leads?: true;
    }
  | { readonly words: string };

/** Of a table with other columns, so that an index on the expression is used. */
const scoreOf = (alias: string): string => worstFirst.replace('judge', `${alias}.judge`);

const conditions: { readonly [N in FieldName]: (value: StoreValues[N]) => Condition } = {
  status: (statuses) => ({ statuses }),
  file: (names) => ({ facets: names.map(facetName.file) }),
  topic: (label) => ({ facets: [facetName.topic(conceptKey(label))] }),
  concept: (label) => ({ facets: [facetName.concept(conceptKey(label))] }),
  method: (method) => ({ facets: [facetName.method(method)] }),
  shape: (shapes) => ({ facets: shapes.map(facetName.shape) }),
  writer: (model) => ({ row: (alias, bind) => `${alias}.model = ${bind(model)}`, leads: true }),
  run: (run) => ({ facets: [facetName.run(run)] }),
  gate: (gate) => ({ row: (alias, bind) => `${alias}.gate = ${bind(gate)}`, leads: true }),
  judge: ({ min, max }) => ({
    row: (alias, bind) =>
      [
        `${alias}.judge IS NOT NULL`,
        ...(min === undefined ? [] : [`${scoreOf(alias)} >= ${bind(min)}`]),
        ...(max === undefined ? [] : [`${scoreOf(alias)} <= ${bind(max)}`]),
      ].join(' AND '),
  }),
  judged: (is) => ({ row: (alias) => `${alias}.judge IS ${is ? 'NOT ' : ''}NULL` }),
  edited: (is) => ({ row: (alias) => `${alias}.edited = ${is ? 1 : 0}` }),
  id: (ids) => ({ row: (alias, bind) => `${alias}.id IN (SELECT value FROM json_each(${bind(JSON.stringify(ids))}))`, leads: true }),
  text: (words) => ({ words }),
};

export const conditionsOf = (filter: StoreFilter): Condition[] => fieldNames.flatMap((name) => conditionOf(name, filter));

// The type parameter keeps a field and its value together.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function conditionOf<N extends FieldName>(name: N, filter: StoreFilter): Condition[] {
  const value: StoreValues[N] | undefined = filter[name];
  return value === undefined ? [] : [conditions[name](value)];
}

/** Place of the names of a field: facets that begin so, or a column of the samples. */
export const namesOf: Readonly<Record<NamedField, { readonly facets: string } | { readonly column: 'model' | 'gate' }>> = {
  file: { facets: facetName.file('') },
  topic: { facets: facetName.topic('') },
  concept: { facets: facetName.concept('') },
  method: { facets: facetName.method('') },
  writer: { column: 'model' },
  run: { facets: facetName.run('') },
  gate: { column: 'gate' },
};
