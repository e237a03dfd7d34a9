import { corpusExtensions } from '../protocol/corpus-files.ts';

/** Action that a change of a file in the project's folder calls for. */
export type Concern =
  /** Settings, curation or the corpus: the engine reads them again. */
  | 'inputs'
  /** Records that people or other processes wrote into the journal or the dataset: the engine takes them in when asked anything. */
  | 'records'
  | null;

const usualExtensions: readonly string[] = corpusExtensions;

/** Of what is packed, with what it holds: `jsonl.gz`. */
const extensionOf = (path: string): string => /\.((?:[^./]+\.(?=gz$))?[^./]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';

/**
 * @param path below the project's folder, with forward slashes
 * @param corpus the corpus's files: their endings are watched beside the usual ones, and so are the folders they lie in, which
 *   may be moved or deleted as a whole
 */
export function concernOf(path: string, dataset: string, corpus: readonly { readonly file: string }[]): Concern {
  if (path.startsWith('.loom/')) {
    if (path.startsWith('.loom/journal/')) return 'records';
    return path.startsWith('.loom/cache/') || path === '.loom/.gitignore' ? null : 'inputs';
  }
  if (path.startsWith(`${dataset}/`)) return path.endsWith('.jsonl') ? 'records' : null;
  const folders = path.split('/');
  const name = folders.pop();
  if (isPassedOver(folders)) return null;
  if (name === '.gitignore') return 'inputs';
  if (name === undefined || isPassedOver([name])) return null;
  const extension = extensionOf(path);
  if (usualExtensions.includes(extension)) return 'inputs';
  return corpus.some(({ file }) => extensionOf(file) === extension || file.startsWith(`${path}/`)) ? 'inputs' : null;
}

/** Tells whether a path that nothing else is known of may be that of a folder with documents. */
export function mayBeFolder(path: string, dataset: string): boolean {
  return path !== dataset && !path.startsWith(`${dataset}/`) && extensionOf(path) === '' && !isPassedOver(path.split('/'));
}

const isPassedOver = (parts: readonly string[]): boolean => parts.some((part) => part === 'node_modules' || part.startsWith('.'));
