/** Ids of models in a project's settings, and the names people read for them. */

/** Needs no key and no network; what a new project uses. */
export const offlineModel = 'builtin/extractive';

/** Ids that mean something else than a profile; a profile of such a name could never be reached. */
const reserved = /^(builtin|vscode|recorded|local|onnx)\//;

export const isReserved = (name: string): boolean => reserved.test(name);

/** Models that cost nothing and wait for nothing. */
export const isOffline = (id: string): boolean => id.startsWith('builtin/');

/** Models of this machine, whose use is paid to nobody: the offline model, and those in folders. */
export const isFree = (id: string): boolean => isOffline(id) || id.startsWith(folderPrefix);

/** Replies that ship with a project and are given again. */
export const isRecorded = (id: string): boolean => id.startsWith('recorded/');

const prefix = 'vscode/';
const folderPrefix = 'onnx/';

/** Id by which a project names a model of VS Code's. */
export const vscodeModelId = ({ vendor, id }: { readonly vendor: string; readonly id: string }): string => `${prefix}${vendor}/${id}`;

/** Vendor and id of what follows `vscode/`; null when it names no model. An id may hold slashes, a vendor has none. */
export function vendorAndId(model: string): { readonly vendor: string; readonly id: string } | null {
  const slash = model.indexOf('/');
  return slash > 0 && slash < model.length - 1 ? { vendor: model.slice(0, slash), id: model.slice(slash + 1) } : null;
}

/** Name short enough for the status bar. */
export function shortName(id: string): string {
  const name = id.startsWith(prefix) ? (vendorAndId(id.slice(prefix.length))?.id ?? id) : id;
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}

/** A name for a new profile: the model's own, without its path, and with a number when it is taken. */
export function freeName(model: string, taken: ReadonlySet<string>): string {
  const base = model.split('/').findLast((part) => part !== '') ?? model;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!taken.has(name)) return name;
  }
}

/** Id by which a project names a sentence model in a folder of its user's. */
export const folderModelId = (name: string): string => `${folderPrefix}${name}`;
