/** What the benchmark and its server's process say to each other. */
export type ServerCommand =
  /** From now on: each phase until so many requests were accepted in all. */
  | { readonly kind: 'phases'; readonly phases: readonly { readonly perSecond: number | null; readonly until: number | null }[] }
  | { readonly kind: 'report' };

export interface ServerReport {
  phases: {
    readonly perSecond: number | null;
    accepted: number;
    refused: number;
    /** Of the first request and of the last accepted one, in milliseconds. */
    startedAt: number;
    endedAt: number;
  }[];
}
