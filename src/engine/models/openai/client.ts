import OpenAI from 'openai';
import { type Endpoint, endpointUrl } from './endpoint.ts';
import { type Transport, createTransport } from './transport.ts';

/** Characters that a header can carry (RFC 9110 §5.5). */
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
    fetch: wrapped(transport),
  });
}

/** Headers that the SDK would add from `OPENAI_CUSTOM_HEADERS`, each set to be left out. */
function ambientHeaders(): Record<string, null> {
  const lines = (process.env.OPENAI_CUSTOM_HEADERS ?? '').split('\n').filter((line) => line.includes(':'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).trim(), null]));
}

/**
 * The SDK looks for what a server says of its error under `error` alone, and drops what stands elsewhere (`detail`, `message`, a list):
 * such a body is put there whole.
 */
function wrapped(transport: Transport): Transport {
  return async (input, init) => {
    const response = await transport(input, init);
    if (response.status < 400) return response;
    const text = (await response.text()).replace(/^\uFEFF/, '');
    const { status, headers } = response;
    return new Response(withErrorField(text), { status, headers });
  };
}

function withErrorField(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const has = typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'object' && value.error !== null;
    return has ? text : JSON.stringify({ error: value });
  } catch {
    // Not JSON: the text is what was said.
    return text;
  }
}
