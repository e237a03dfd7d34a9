import * as z from 'zod';

const outputLine = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.int(), body: z.unknown() }).nullish(),
  error: z.unknown(),
});

export type OutputLine = z.infer<typeof outputLine>;

/** A line of an output or error file; undefined when it is none. */
export function parseOutputLine(text: string): OutputLine | undefined {
  try {
    return outputLine.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON: torn, or somebody else's.
    return undefined;
  }
}
