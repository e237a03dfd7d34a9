/** The filter that the table of fields makes: samples pass that fit every field it names. */
import type * as z from 'zod';
import type { Field } from './field.ts';
import { sampleFields } from './fields.ts';

export type FieldName = keyof typeof sampleFields;
export const fieldNames = Object.keys(sampleFields) as [FieldName, ...FieldName[]];

export type FieldValues = { [N in FieldName]: z.output<(typeof sampleFields)[N]['schema']> };
export type SampleFilter = { [N in FieldName]?: FieldValues[N] | undefined };

/** By name. Mapped over the name, so that indexing with a generic name keeps a field and its value together. */
export const fields: { readonly [N in FieldName]: Field<FieldValues[N]> } = sampleFields;

type FilterShape = { readonly [N in FieldName]: z.ZodOptional<z.ZodType<FieldValues[N], FieldValues[N]>> };

/** Filter schema for requests: each field or nothing of it. An object of exactly the table's names, which `fromEntries` cannot tell. */
export const filterShape = Object.fromEntries(fieldNames.map((name) => [name, sampleFields[name].schema.optional()])) as FilterShape;

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(sampleFields, name);

/** A field whose values are names out of the data, which have to be asked for. */
export type NamedField = { [N in FieldName]: (typeof sampleFields)[N]['kind'] extends 'name' ? N : never }[FieldName];
export const isNamed = (name: FieldName): name is NamedField => fields[name].kind === 'name';
export const namedFields = fieldNames.filter(isNamed);
