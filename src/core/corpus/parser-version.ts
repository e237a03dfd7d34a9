/** Rises whenever the same file would give other passages, or another extracted text: what was parsed by another version is parsed again. */
export const parserVersion = 9;
