export type ReviewAction = 'accept' | 'reject' | 'edit' | 'regenerate' | 'undo' | 'redo' | 'next' | 'previous' | 'check';

/** Properties of a keyboard event; a subset of the DOM's, so that it is tested without one. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const keys: ReadonlyMap<string, ReviewAction> = new Map([
  ['a', 'accept'],
  ['r', 'reject'],
  ['e', 'edit'],
  ['g', 'regenerate'],
  ['u', 'undo'],
  ['j', 'next'],
  ['k', 'previous'],
  ['x', 'check'],
]);

/** The action a single key stands for. Never one while the user types, nor with a modifier, which belongs to VS Code. */
export function actionOf(press: Press, typing: boolean): ReviewAction | null {
  if (typing || press.ctrlKey || press.metaKey || press.altKey) return null;
  const action = keys.get(press.key.toLowerCase()) ?? null;
  if (!press.shiftKey) return action;
  return action === 'undo' ? 'redo' : null;
}

const typingTags = new Set(['INPUT', 'TEXTAREA', 'SELECT', 'VSCODE-TEXT-FIELD', 'VSCODE-TEXT-AREA']);

/** True for an event that comes out of a place that takes text; `path` is the event's composed path, across shadow roots. */
export function isTyping(path: readonly { readonly tagName?: string; readonly isContentEditable?: boolean }[]): boolean {
  return path.some((target) => (target.tagName !== undefined && typingTags.has(target.tagName)) || target.isContentEditable === true);
}
