/** The one place that knows the Hub's library. */
import type * as HubLibrary from '@huggingface/hub';
import { messageOf, UsageError } from '../errors.ts';

export interface HubAccess {
  /** The user's `HF_ENDPOINT`, else the Hub's own. */
  readonly url: string;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

/** A file of a repository: of a large one the SHA-256 is told, of a small one the name that git gives to its content. */
export interface RemoteFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly gitHash: string;
}

export const defaultHub = 'https://huggingface.co';

/** What is asked of a repository of datasets. */
export class HubRepository {
  readonly #name: string;
  readonly #branch: string;
  readonly #access: HubAccess;

  constructor(name: string, branch: string, access: HubAccess) {
    this.#name = name;
    this.#branch = branch;
    this.#access = access;
  }

  get url(): string {
    return `${this.#access.url}/datasets/${this.#name}`;
  }

  /** Name of the user whom the token belongs to; null without a token. */
  async user(): Promise<string | null> {
    if (this.#access.token === undefined) return null;
    return this.#ask(async ({ whoAmI }, common) => (await whoAmI({ ...common, ...credentials(this.#access.token!) })).name);
  }

  /** All files of the branch; null where there is no such repository, or none that the token may see. */
  async files(): Promise<RemoteFile[] | null> {
    return this.#ask(async ({ listFiles, HubApiError }, common) => {
      const files: RemoteFile[] = [];
      try {
        const query = { ...common, repo: this.#repo, revision: this.#branch, recursive: true };
        for await (const { type, path, size, oid, lfs } of listFiles(query))
          if (type === 'file') files.push({ path, bytes: lfs?.size ?? size, sha256: lfs?.oid ?? null, gitHash: oid ?? '' });
      } catch (error) {
        // The Hub says 401 of what is not there, too, so as not to tell whether it is.
        if (error instanceof HubApiError && (error.statusCode === 404 || (error.statusCode === 401 && common.accessToken === undefined)))
          return null;
        throw error;
      }
      return files;
    });
  }

  async create(isPrivate: boolean): Promise<void> {
    await this.#ask(async ({ createRepo }, common) => {
      await createRepo({
        ...common,
        ...credentials(this.#access.token ?? ''),
        repo: this.#repo,
        visibility: isPrivate ? 'private' : 'public',
      });
    });
  }

  /** One commit of all changes. @returns the commit's page */
  async commit(
    message: string,
    files: readonly { readonly path: string; readonly content: Blob }[],
    removed: readonly string[],
  ): Promise<string> {
    const operations: HubLibrary.CommitOperation[] = [
      ...files.map(({ path, content }) => ({ operation: 'addOrUpdate' as const, path, content })),
      ...removed.map((path) => ({ operation: 'delete' as const, path })),
    ];
    return this.#ask(async ({ commit }, common) => {
      const { signal } = this.#access;
      const made = await commit({ ...common, repo: this.#repo, branch: this.#branch, title: message, operations, abortSignal: signal });
      return made?.commit.url ?? this.url;
    });
  }

  get #repo() {
    return { type: 'dataset', name: this.#name } as const;
  }

  async #ask<T>(work: (hub: typeof HubLibrary, common: Common) => Promise<T>): Promise<T> {
    const hub = await import('@huggingface/hub');
    const { url, token, signal } = this.#access;
    const limited: typeof fetch = (input, init) => fetch(input, { ...init, signal: init?.signal ?? signal });
    try {
      return await work(hub, { hubUrl: url, fetch: limited, ...(token === undefined ? {} : credentials(token)) });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw new UsageError(explained(error, error instanceof hub.HubApiError ? error.statusCode : null, this.#access), { cause: error });
    }
  }
}

interface Common {
  readonly hubUrl: string;
  readonly fetch: typeof fetch;
  readonly accessToken?: string;
}

const credentials = (accessToken: string): { accessToken: string } => ({ accessToken });

/** What to do about what the Hub refused, by its status. */
const advice: Readonly<Record<number, string>> = {
  401: 'the token is not taken: make one with write access in the settings of your account, and set it (HF_TOKEN, or Set Hub Token)',
  403: 'the token may not write there: give it write access to repositories of this owner, or name a repository of your own',
  404: 'there is no such repository or branch: name another',
  429: 'it takes no more requests for now: try again in some minutes',
};

/** The token never stands in it. */
function explained(error: unknown, status: number | null, { url, token }: HubAccess): string {
  const message = messageOf(error);
  const said = (token === undefined ? message : message.replaceAll(token, '…')).split('\n')[0] ?? '';
  const isNetwork = status === null && error instanceof TypeError && error.cause !== undefined;
  const unknown = isNetwork
    ? 'look whether it can be reached, and whether HF_ENDPOINT is right where it is set'
    : 'its answer is none that is understood';
  return `${url}: ${said}; ${status === null ? unknown : (advice[status] ?? 'try again, or look at its status page')}`;
}
