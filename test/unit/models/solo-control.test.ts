/** A server that breaks off one reply when another is asked for. */
import { afterEach, describe, expect, it } from 'vitest';
import { createOpenAiModel } from '../../../src/engine/models/openai/openai-model.ts';
import { type Landing, SoloControl } from '../../../src/engine/models/requests/solo-control.ts';
import { ModelServer, type ModelServerOptions } from '../../support/model-server.ts';
import { type Composed, composed, settled } from './composition.ts';
import { never, question } from './support.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function start(options: ModelServerOptions): Promise<{ server: ModelServer; composition: Composed }> {
  const server = await ModelServer.start(options);
  const composition = composed(createOpenAiModel({ baseUrl: server.url }, 'm1'), { name: `m1 at ${server.url}` });
  open.push(server, composition);
  return { server, composition };
}

const askAll = (composition: Composed, count: number): Promise<string[]> =>
  settled(composition, Promise.all(Array.from({ length: count }, async (_, n) => (await composition.chat(question(n), never)).text)));

const reply = 'Tides follow the moon, twice a day, and the sun a little.';

describe('a server that breaks off a stream when another request comes', () => {
  it.each(['without-words', 'in-mid-reply'] as const)('%s answers all of forty requests, and few are put again', async (interrupts) => {
    const { server, composition } = await start({ interrupts, reply: () => reply });
    expect(new Set(await askAll(composition, 40))).toEqual(new Set([reply]));
    // The first eight at once, one that tries two again, and what was under way with them.
    expect(server.chats.length).toBeLessThanOrEqual(56);
  });

  it('keeps nothing of what was broken off', async () => {
    const { server, composition } = await start({ interrupts: 'in-mid-reply', reply: () => reply });
    await askAll(composition, 12);
    const asked = server.chats.length;
    const again = composition.run();
    for (let n = 0; n < 12; n += 1) expect((await again.chat(question(n), never)).text).toBe(reply);
    expect(server.chats).toHaveLength(asked);
  });
});

describe('a server that marks no end of its streams', () => {
  it('has each of its replies taken as it is, though several are asked for at once', async () => {
    const { server, composition } = await start({ reply: () => reply });
    server.failWhen(() => ({ kind: 'unfinished' }));
    expect(new Set(await askAll(composition, 40))).toEqual(new Set([reply]));
    expect(server.chats).toHaveLength(40);
  });
});

describe('the control', () => {
  /** So many at once, all ending as said; what was told of each. */
  async function burst(control: SoloControl, landings: readonly Landing[]): Promise<boolean[]> {
    const flights = landings.map(() => control.sent());
    return await Promise.all(flights.map((flight, at) => control.landed(flight, landings[at]!)));
  }
  const alone = async (control: SoloControl, landing: Landing): Promise<boolean> => await control.landed(control.sent(), landing);

  it('asks alone after three of four were broken off, and for good when two alone were whole', async () => {
    const control = new SoloControl();
    await burst(control, ['broken', 'broken', 'broken', 'whole']);
    expect(control.isSolo).toBe(false);
    control.sent();
    expect(control.mayGo, 'it is tried alone').toBe(false);
  });

  it('is sure when it was answered alone, and tries two at once after eight replies', async () => {
    const control = new SoloControl();
    await burst(control, ['broken', 'broken', 'broken', 'whole']);
    for (let n = 0; n < 2; n += 1) await alone(control, 'whole');
    expect(control.isSolo).toBe(true);
    for (let n = 0; n < 8; n += 1) await alone(control, 'whole');
    control.sent();
    expect(control.mayGo).toBe(true);
  });

  it('takes back what an outage made it believe', async () => {
    const control = new SoloControl();
    await burst(control, ['broken', 'broken', 'broken', 'broken']);
    for (let n = 0; n < 10; n += 1) await alone(control, 'whole');
    for (let n = 0; n < 2; n += 1) await burst(control, ['whole', 'whole']);
    expect(control.isSolo).toBe(false);
    for (let n = 0; n < 20; n += 1) control.sent();
    expect(control.mayGo).toBe(true);
  });

  it('does not believe it of a server that breaks off what it is asked alone, too', async () => {
    const control = new SoloControl();
    await burst(control, ['broken', 'broken', 'broken']);
    await alone(control, 'broken');
    expect(control.isSolo).toBe(false);
    control.sent();
    expect(control.mayGo).toBe(true);
  });

  it('does not mind one reply in many, however many are in flight', async () => {
    const control = new SoloControl();
    for (let round = 0; round < 50; round += 1) await burst(control, ['whole', 'whole', 'broken', 'whole', 'whole', 'other', 'whole']);
    expect(control.isSolo).toBe(false);
    control.sent();
    expect(control.mayGo).toBe(true);
  });

  it('judges replies without a mark by those beside them', async () => {
    expect(await burst(new SoloControl(), ['unmarked', 'unmarked', 'whole'])).toEqual([false, false, true]);
    expect(await burst(new SoloControl(), ['unmarked', 'unmarked', 'unmarked'])).toEqual([true, true, true]);
    expect(await burst(new SoloControl(), ['unmarked', 'other'])).toEqual([false, false]);
    expect(await alone(new SoloControl(), 'unmarked')).toBe(true);
  });
});
