/**
 * The endpoint of a URL, as keys are kept by and as people are shown it: without query, fragment, user name and
 * password, which may hold a secret, and in one spelling. Null for what is no http or https URL.
 */
export function endpointOf(url: string): string | null {
  const parsed = URL.parse(url.trim());
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return null;
  return parsed.origin + parsed.pathname.replace(/\/+$/, '');
}

/** URL typed or pasted for an endpoint, up to and including its version; null when it is none. */
export function baseUrl(typed: string): string | null {
  const parsed = URL.parse(typed.trim());
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '') return null;
  const path = parsed.pathname.replace(/\/(chat\/completions|completions|embeddings|models)\/*$/, '').replace(/\/+$/, '');
  return parsed.origin + path + parsed.search;
}

/** Azure's own servers take the key in a header of their own. */
export const isAzure = (url: string): boolean => URL.parse(url)?.hostname.endsWith('.azure.com') ?? false;
