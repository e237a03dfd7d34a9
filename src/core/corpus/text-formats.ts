/** What the text of a record may be written in. */
export const textFormats = ['text', 'markdown', 'html'] as const;
export type TextFormat = (typeof textFormats)[number];
