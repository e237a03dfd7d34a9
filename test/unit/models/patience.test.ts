import { afterEach, describe, expect, it } from 'vitest';
import { Patience } from '../../../src/engine/models/requests/patience.ts';
import { type Composed, composed } from './composition.ts';
import { atRest, HeldModel, modelErrorOf, never, question, until } from './support.ts';

const most = 600_000;

describe('the time that the first piece of a reply is waited for', () => {
  it('is what the model is given, as long as nothing is known', () => {
    const patience = new Patience();
    expect(patience.limit(most)).toBe(most);
    for (let n = 0; n < 2; n += 1) patience.began(1000);
    expect(patience.limit(most)).toBe(most);
  });

  it('is shorter where replies begin soon, and five times the longest where they do not', () => {
    const patience = new Patience();
    for (let n = 0; n < 3; n += 1) patience.began(1000);
    expect(patience.limit(most)).toBe(180_000);
    for (let n = 0; n < 5; n += 1) patience.began(2000);
    expect(patience.limit(most)).toBe(90_000);
    patience.began(50_000);
    expect(patience.limit(most)).toBe(250_000);
    patience.began(500_000);
    expect(patience.limit(most)).toBe(most);
  });

  it('forgets what is long ago', () => {
    const patience = new Patience();
    patience.began(100_000);
    for (let n = 0; n < 200; n += 1) patience.began(1000);
    expect(patience.limit(most)).toBe(90_000);
  });
});

describe('a request that hangs', () => {
  let open: Composed | undefined;
  afterEach(() => open?.close());

  it('is put again after a minute and a half, while others go on, and given up after three attempts', async () => {
    const model = new HeldModel();
    const composition = (open = composed(model, { timeouts: { firstTokenMs: most, idleMs: 120_000 } }));
    for (let n = 0; n < 8; n += 1) {
      const reply = composition.chat(question(n), never);
      await until(() => model.calls.length === n + 1);
      await composition.clock.advance(1000);
      model.calls[n]!.reply();
      await reply;
    }
    const hanging = modelErrorOf(composition.chat(question(100), never));
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await until(() => model.asked.filter((asked) => asked === 'Question 100').length === attempt);
      const other = composition.chat(question(200 + attempt), never);
      await until(() => model.asked.includes(`Question ${200 + attempt}`));
      model.calls.at(-1)!.reply();
      await other;
      await composition.clock.advance(91_000);
      await atRest();
    }
    const error = await hanging;
    expect(error.kind).toBe('timeout-first-token');
    expect(error.message).toContain('sent nothing for 90 s after it was asked');
    expect(error.message).toContain('Given up after 3 attempts.');
  });
});
