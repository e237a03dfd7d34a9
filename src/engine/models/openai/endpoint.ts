import OpenAI from 'openai';
import { type Transport, createTransport } from './transport.ts';

/** Where a server that speaks the OpenAI protocol is, and how it knows us. */
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

/** What tells endpoints apart, for caches and for sharing a rate limit; holds no secret. */
export function endpointIdentity(endpoint: Endpoint): string {
  return `${endpointName(endpoint)}?${endpointUrl(endpoint).searchParams.get('api-version') ?? ''}`;
}

/** Every secret that could come back in a server's message. */
export function secretsOf(endpoint: Endpoint): string[] {
  const query = [...endpointUrl(endpoint).searchParams].filter(([name]) => name !== 'api-version').map(([, value]) => value);
  return [endpoint.apiKey ?? '', ...Object.values(endpoint.headers ?? {}), ...query].filter((secret) => secret.length >= 6);
}

/** What a header can carry (RFC 9110 §5.5). */
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/;

/** @throws TypeError for what could not be sent; the platform's own words would quote it. */
function requireSendable({ apiKey = '', headers = {} }: Endpoint): void {
  if (!sendable.test(apiKey)) throw new TypeError('the key holds characters that no key has: copy it anew');
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !sendable.test(value)) throw new TypeError(`the header “${name}” cannot be sent as it is`);
  }
}

/**
 * The SDK as a client of this endpoint and of nothing else: what it would read from the environment (organisation,
 * project, administrator's key, custom headers, log level) is shut off, since the endpoint may belong to someone else.
 * @throws TypeError, saying what is wrong, for an endpoint that cannot be asked.
 */
export function createClient(endpoint: Endpoint, transport: Transport = createTransport({})): OpenAI {
  const { apiKey, apiKeyHeader = 'authorization', headers } = endpoint;
  requireSendable(endpoint);
  const url = endpointUrl(endpoint);
  const bearer = apiKey !== undefined && apiKeyHeader === 'authorization';
  return new OpenAI({
    baseURL: url.href.replace(/\/+(?=$|\?)/, ''),
    // The SDK insists on a key; for servers without one its header is taken out again.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders: {
      ...ambientHeaders(),
      ...(bearer ? {} : { Authorization: null }),
      ...(apiKey !== undefined && !bearer ? { 'api-key': apiKey } : {}),
      ...headers,
    },
    maxRetries: 0,
    // Deadlines are kept by the request engine, which can tell connecting from thinking.
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    fetch: transport,
  });
}

/** Headers that the SDK would add from `OPENAI_CUSTOM_HEADERS`, each set to be left out. */
function ambientHeaders(): Record<string, null> {
  const lines = (process.env.OPENAI_CUSTOM_HEADERS ?? '').split('\n').filter((line) => line.includes(':'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).trim(), null]));
}
