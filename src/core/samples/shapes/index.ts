/** The shapes that samples can have: what a sample's content is, and all that follows from it. */
import * as z from 'zod';
import { chat } from './chat.ts';
import { choice } from './choice.ts';
import { preference } from './preference.ts';
import { qa } from './qa.ts';
import { noColumns, type ContentColumns, type Part, type Shape } from './shape.ts';
import { text } from './text.ts';

const all = { qa, text, chat, choice, preference } as const;

export type ShapeId = keyof typeof all;
/** In the order in which they are listed. */
export const shapeIds = Object.keys(all) as [ShapeId, ...ShapeId[]];

/** Sample content that a trainer will see. */
export type Content = { [S in ShapeId]: z.output<(typeof all)[S]['schema']> }[ShapeId];

/** By id. A shape reads contents of its own alone: `shapeOf` finds the one of a content. */
export const shapes: Readonly<Record<ShapeId, Shape<Content>>> = all;

export const content: z.ZodType<Content> = z.union(shapeIds.map((id) => all[id].schema));

export const shapeOf = ({ shape }: Content): Shape<Content> => shapes[shape];

/** Texts of parts by name. */
export type PartTexts = Readonly<Record<string, string>>;

/** One line that stands for a sample in lists. */
export const labelOf = (content: Content): string => shapeOf(content).label(content);

export const partsOf = (content: Content): readonly Part[] => shapeOf(content).parts(content);

/**
 * A content with some of its parts changed. A part that is named is what it is said to be, even where that is what it was; one
 * that is not may follow from those that are.
 * @returns why it cannot be, in words, when a part must say something, is none of its parts, or does not fit.
 */
export function withParts(content: Content, texts: PartTexts): Content | { readonly problem: string } {
  const shape = shapeOf(content);
  const parts = shape.parts(content);
  const unknown = Object.keys(texts).find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined)
    return { problem: `${shape.title} has no part “${unknown}”; its parts are ${parts.map(({ name }) => name).join(', ')}` };
  const textOf = (name: string): string =>
    Object.hasOwn(texts, name) ? texts[name]! : (parts.find((part) => part.name === name)?.text ?? '');
  const empty = emptied(
    parts,
    parts.map((part) => ({ ...part, text: textOf(part.name) })),
  );
  if (empty !== null) return { problem: empty };
  const read = shape.schema.safeParse(shape.withParts(content, textOf));
  if (read.success) return shape.afterEdit?.(content, read.data, (name) => Object.hasOwn(texts, name)) ?? read.data;
  const [issue] = read.error.issues;
  const part = parts.find(({ name }) => name === String(issue?.path[0]));
  return { problem: `${part?.label ?? issue?.path.join('.') ?? shape.title}: ${issue?.message ?? 'does not fit'}` };
}

/** The first part that must say something and no longer does, in words. One that said nothing before may go on doing so: an answer that was never asked for. */
function emptied(before: readonly Part[], after: readonly Part[]): string | null {
  const saysNothing = ({ text }: Part): boolean => text.trim() === '';
  const silent = new Set(before.filter(saysNothing).map(({ name }) => name));
  const empty = after.find((part) => part.optional !== true && saysNothing(part) && !silent.has(part.name));
  return empty === undefined ? null : `${empty.label} must say something`;
}

/** Why a content cannot take the place of another, in words; null when it can. */
export const problemOfEdit = (before: Content, edited: Content): string | null => emptied(partsOf(before), partsOf(edited));

/** A content that somebody wrote in place of another, whole: what they left as it was may follow from what they changed. */
export function afterEdit(before: Content, edited: Content): Content {
  if (before.shape !== edited.shape) return edited;
  const [old, now] = [before, edited].map((each) => new Map(partsOf(each).map(({ name, text }) => [name, text])));
  return shapeOf(edited).afterEdit?.(before, edited, (name) => old!.get(name) !== now!.get(name)) ?? edited;
}

/** Every content column of a row. */
export const columnsOf = (content: Content): ContentColumns => ({ ...noColumns, ...shapeOf(content).columns(content) });

/** True for a content that answers what it asks; a question alone is held for its answer. */
export const isAnswered = (content: Content): boolean => shapeOf(content).tells(content).trim() !== '';
