/**
 * Tells whether a server answers at all at an endpoint. No key and no header of the user's is sent: a refusal is an answer too,
 * and nothing has to be paid or loaded for it.
 */
export async function isReachable(url: string, signal: AbortSignal, ms = 3000): Promise<boolean> {
  const { origin, pathname } = new URL(url);
  const timed = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  try {
    const response = await fetch(`${origin}${pathname.replace(/\/+$/, '')}/models`, { redirect: 'manual', signal: timed });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
