/** How the messages of a call are put, beside what they are about. */
export interface CallWording {
  /** Why the last reply was of no use; empty at first. */
  readonly complaint: string;
  /** The step of `shorten.ts` at which passages are shown; 0 for whole. */
  readonly shortening: number;
  /** True where they ask for the form of the reply's schema, and not for the one in words. */
  readonly json: boolean;
}

export const firstWording: CallWording = { complaint: '', shortening: 0, json: false };
