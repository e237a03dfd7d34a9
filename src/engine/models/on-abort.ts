/** Listener that is told when a signal is aborted. */
export interface AbortListener {
  aborted(signal: AbortSignal): void;
}

const listeners = new WeakMap<AbortSignal, Set<AbortListener>>();

/**
 * Tells when a signal is aborted. Tens of thousands of requests listen to the signal of one run, and an `AbortSignal`
 * goes through all its listeners whenever one is added: so it gets one, for all of them.
 */
export function onAbort(signal: AbortSignal, listener: AbortListener): void {
  const known = listeners.get(signal);
  if (known !== undefined) {
    known.add(listener);
    return;
  }
  const all = new Set([listener]);
  listeners.set(signal, all);
  const tell = (): void => {
    for (const each of all) each.aborted(signal);
  };
  signal.addEventListener('abort', tell, { once: true });
}

/** Ends the listening. */
export function offAbort(signal: AbortSignal, listener: AbortListener): void {
  listeners.get(signal)?.delete(listener);
}
