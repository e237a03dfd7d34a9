/** Addresses of documents that show the text of a file in its place. */
import { isShownAsText } from '../protocol/corpus-files.ts';

export const textScheme = 'loom-text';

/** Behind the file's path: the name of the tab says what it shows. */
const suffix = ' (text)';

/** Path of the document that shows a file's text; null for a file that editors show themselves. */
export const textPathOf = (path: string): string | null => (isShownAsText(path) ? path + suffix : null);

/** Path of the file that a document of this scheme shows. */
export const pathOfText = (path: string): string => (path.endsWith(suffix) ? path.slice(0, -suffix.length) : path);
