/** The corpus's files as the folders and files of a tree, with the counts that folders sum up. */

export interface TreeFile {
  readonly file: string;
  readonly pending: number;
}

export interface FolderRow<F extends TreeFile> {
  readonly kind: 'folder';
  /** Path below the project's root; empty for the root. */
  readonly path: string;
  /** A chain of folders with nothing else in them is one row. */
  readonly name: string;
  readonly children: readonly (FolderRow<F> | FileRow<F>)[];
  readonly files: number;
  readonly pending: number;
}

export interface FileRow<F extends TreeFile> {
  readonly kind: 'file';
  readonly name: string;
  readonly file: F;
}

interface FolderNode<F extends TreeFile> {
  readonly folders: Map<string, FolderNode<F>>;
  readonly files: FileRow<F>[];
}

/** Folders before files, both in natural order, as in VS Code's Explorer. */
export function corpusTree<F extends TreeFile>(files: readonly F[]): FolderRow<F> {
  const top: FolderNode<F> = { folders: new Map(), files: [] };
  for (const file of files) {
    const path = file.file.split('/');
    const name = path.pop() ?? file.file;
    let folder = top;
    for (const part of path) {
      let next = folder.folders.get(part);
      if (!next) folder.folders.set(part, (next = { folders: new Map(), files: [] }));
      folder = next;
    }
    folder.files.push({ kind: 'file', name, file });
  }
  // Made here: it takes longer than all of the extension's code takes to load.
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return row(top, '', '', order.compare);
}

function row<F extends TreeFile>(folder: FolderNode<F>, path: string, name: string, order: Intl.Collator['compare']): FolderRow<F> {
  const [only] = folder.folders;
  if (path !== '' && only && folder.folders.size === 1 && folder.files.length === 0) {
    return row(only[1], `${path}/${only[0]}`, `${name}/${only[0]}`, order);
  }
  const folders = [...folder.folders]
    .sort(([a], [b]) => order(a, b))
    .map(([part, child]) => row(child, path === '' ? part : `${path}/${part}`, part, order));
  const own = folder.files.sort((a, b) => order(a.name, b.name));
  return {
    kind: 'folder',
    path,
    name,
    children: [...folders, ...own],
    files: own.length + folders.reduce((sum, each) => sum + each.files, 0),
    pending: own.reduce((sum, { file }) => sum + file.pending, 0) + folders.reduce((sum, each) => sum + each.pending, 0),
  };
}
