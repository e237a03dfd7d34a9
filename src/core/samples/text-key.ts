import { shortHash } from '../hash.ts';

/** Identity of a sample's text under which its vector is kept. A document of the same text is embedded with its headings: the two are kept apart. */
export const sampleTextKey = (text: string): string => shortHash(`sample\n${text}`);
