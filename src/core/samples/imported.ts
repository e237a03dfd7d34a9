/** Samples that no run made: they were read from a set from elsewhere. */

/** Stands where other samples have their method. */
export const importMethod = 'import';

export const importTitle = 'Imported';
