import '../validation.ts';
import type { ZodType } from 'zod';
import { definitionOf, engineRequests, mayAsk } from '../../protocol/engine.ts';
import type { EngineArguments, EngineParams, EngineResult, PanelEngineMethod } from '../../protocol/engine.ts';
import { explainIssues } from '../../protocol/parameters.ts';
import { hostRequests, panelRequest } from '../../protocol/webview.ts';
import type { HostMessage, HostMethod, HostRequests } from '../../protocol/webview.ts';
import type { Start } from '../runs/ask-start.ts';

type PanelHostParams<M extends HostMethod> = HostRequests[M]['params']['_zod']['output'];
type PanelHostResult<M extends HostMethod> = HostRequests[M]['result']['_zod']['input'];

/** Handlers of what the host itself answers. */
export type HostHandlers = { readonly [M in HostMethod]: (params: PanelHostParams<M>) => Promise<PanelHostResult<M>> };

export interface EngineRequester {
  request<M extends PanelEngineMethod>(method: M, params: EngineParams<M>): Promise<EngineResult<M>>;
  /** Asks before these samples are drawn again, where that may cost something: how to start, or null where it is left. */
  askRegeneration(query: EngineParams<'regenerate/estimate'>): Promise<Start | null>;
}

// Mapped over the method, so that indexing with a generic method keeps schema and type of that one method together.
const engineParams: { readonly [M in PanelEngineMethod]: { readonly params: ZodType<EngineArguments<M>> } } = engineRequests;
const hostParams: { readonly [M in HostMethod]: { readonly params: ZodType<PanelHostParams<M>> } } = hostRequests;

const isHostMethod = (method: string): method is HostMethod => Object.hasOwn(hostRequests, method);

/**
 * The host's end of the panel's wire: answers every request, with the result or with an error fit to be shown. Of the
 * engine's, those pass that the contract lets the panel make.
 * @param message what the panel sent; null is returned for what is no request at all
 */
export async function answerPanel(message: unknown, host: HostHandlers, engine: EngineRequester): Promise<HostMessage | null> {
  const request = panelRequest.safeParse(message);
  if (!request.success) return null;
  const { id, method, params } = request.data;
  try {
    if (isHostMethod(method)) return { id, result: await callHost(method, params, host) };
    if (mayAsk('panel', method)) return { id, result: await callEngine(method, params, engine) };
    return { id, error: `The panel may not ask for "${method}".` };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

async function callHost<M extends HostMethod>(method: M, params: unknown, host: HostHandlers): Promise<PanelHostResult<M>> {
  const handler: (params: PanelHostParams<M>) => Promise<PanelHostResult<M>> = host[method];
  return handler(check(method, hostParams[method].params, params));
}

async function callEngine<M extends PanelEngineMethod>(method: M, params: unknown, engine: EngineRequester): Promise<EngineResult<M>> {
  // Checked arguments have all defaults filled in, which makes them parameters too.
  const checked = check(method, engineParams[method].params, params) as EngineParams<M>;
  const foreign = (definitionOf(method).notThePanels ?? []).find((name) => Object.hasOwn(checked, name));
  // Refused and not left out: what is asked for with a file would otherwise be answered without it.
  if (foreign !== undefined)
    throw new TypeError(`The panel may not ask for "${method}" with "${foreign}": files are named by people alone.`);
  if (method !== 'review/regenerate') return engine.request(method, checked);
  const start = await engine.askRegeneration(check(method, engineRequests['regenerate/estimate'].params, params));
  if (!start) throw new Error('Nothing was regenerated.');
  return engine.request(method, { ...checked, ...start });
}

function check<T>(method: string, schema: ZodType<T>, params: unknown): T {
  const checked = schema.safeParse(params);
  if (checked.success) return checked.data;
  throw new TypeError(`"${method}" was asked with wrong parameters: ${explainIssues(checked.error)}`);
}
