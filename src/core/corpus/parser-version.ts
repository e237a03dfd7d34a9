/** Rises whenever the same file would give other passages: what was parsed by another version is parsed again. */
export const parserVersion = 8;
