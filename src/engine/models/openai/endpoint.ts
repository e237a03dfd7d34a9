/** Address of a server that speaks the OpenAI protocol, and the credentials it knows us by. */
export interface Endpoint {
  /** Up to and including the version: `https://api.openai.com/v1`. A query (`?api-version=…`) is sent with every request. */
  readonly baseUrl: string;
  /** Absent for a server that asks for none. */
  readonly apiKey?: string;
  /** The header that carries the key: `authorization` (as a bearer token) unless said otherwise; Azure has `api-key`. */
  readonly apiKeyHeader?: 'authorization' | 'api-key';
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws TypeError, saying what is wrong, for a base URL that is none. */
export function endpointUrl({ baseUrl }: Endpoint): URL {
  const url = URL.parse(baseUrl.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`the endpoint's URL must start with http:// or https://, as in https://api.openai.com/v1`);
  }
  if (url.username !== '' || url.password !== '') throw new TypeError(`the endpoint's URL must not hold a user name or password`);
  return url;
}

/** The endpoint as messages name it: never with a query, which may hold a key. */
export function endpointName(endpoint: Endpoint): string {
  const { origin, pathname } = endpointUrl(endpoint);
  return origin + pathname.replace(/\/+$/, '');
}

/** Identity that tells endpoints apart, for caches and for sharing a rate limit; holds no secret. */
export function endpointIdentity(endpoint: Endpoint): string {
  return `${endpointName(endpoint)}?${endpointUrl(endpoint).searchParams.get('api-version') ?? ''}`;
}

/** Every secret that could come back in a server's message. */
export function secretsOf(endpoint: Endpoint): string[] {
  const query = [...endpointUrl(endpoint).searchParams].filter(([name]) => name !== 'api-version').map(([, value]) => value);
  return [endpoint.apiKey ?? '', ...Object.values(endpoint.headers ?? {}), ...query].filter((secret) => secret.length >= 6);
}
