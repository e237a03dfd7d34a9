import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { completion } from '../../../support/model-server/batches.ts';
import type { ChatBody } from '../../../support/model-server.ts';
import { requestHash } from './modelled-project.ts';

const line = z.object({
  custom_id: z.string(),
  body: z.looseObject({ model: z.string(), messages: z.array(z.object({ role: z.string(), content: z.string() })) }),
});

/**
 * Answers all of a run's files of requests that have no replies yet, as an engine run by hand does.
 * @returns what tells each request that was answered from every other
 */
export function answerFiles(project: string, run: string, reply: (body: ChatBody) => string): string[] {
  const folder = join(project, '.loom', 'batch', run);
  const outputOf = (file: string): string => join(folder, file.replace('.jsonl', '.output.jsonl'));
  const inputs = readdirSync(folder).filter((file) => !file.includes('output') && !existsSync(outputOf(file)));
  return inputs.flatMap((file) => {
    const texts = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
    const requests = texts.map((text) => line.parse(JSON.parse(text)));
    const replies = requests.map(({ custom_id, body }) =>
      JSON.stringify({ custom_id, response: { status_code: 200, body: completion(reply(body)) }, error: null }),
    );
    writeFileSync(outputOf(file), `${replies.join('\n')}\n`);
    return requests.map(({ body }) => requestHash(body));
  });
}
