import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ModelServer } from '../../support/model-server.ts';

/** One server for the tests of a file: each finds it without faults, and with no requests yet. */
export function oneServer(): { readonly server: ModelServer } {
  let started: ModelServer | undefined;
  const at = {
    get server() {
      if (started === undefined) throw new Error('the server is there within tests only');
      return started;
    },
  };
  beforeAll(async () => {
    started = await ModelServer.start();
  });
  afterAll(() => started?.close());
  beforeEach(() => {
    at.server.requests.length = 0;
    at.server.failWhen(() => undefined);
  });
  return at;
}
