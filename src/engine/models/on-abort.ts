const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when a signal is aborted. Tens of thousands of requests listen to the signal of one run, and an
 * `AbortSignal` goes through all its listeners whenever one is added: so it gets one, for all of them.
 * @returns what ends the listening.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const known = listeners.get(signal);
  const callbacks = known ?? new Set<() => void>();
  if (known === undefined) {
    listeners.set(signal, callbacks);
    const tell = (): void => {
      for (const each of callbacks) each();
    };
    signal.addEventListener('abort', tell, { once: true });
  }
  // The same function may be given twice.
  const own = (): void => {
    callback();
  };
  callbacks.add(own);
  return () => {
    callbacks.delete(own);
  };
}
