import { describe, expect, it } from 'vitest';
import type { PanelRequest } from '../../src/protocol/webview.ts';
import { HostChannel, HostError } from '../../webview/ui/host-channel.ts';

function wired() {
  const sent: PanelRequest[] = [];
  const problems: string[] = [];
  let receive: ((message: unknown) => void) | null = null;
  const channel = new HostChannel(
    {
      post: (message) => sent.push(message),
      listen: (listener) => {
        receive = listener;
        return () => {
          receive = null;
        };
      },
    },
    (problem) => problems.push(problem),
  );
  return { sent, problems, channel, receive: (message: unknown) => receive?.(message), listens: () => receive !== null };
}

describe('the host channel', () => {
  it('settles each request by its own answer, whatever the order', async () => {
    const { channel, sent, receive } = wired();
    const first = channel.request('reveal', { file: 'a.md', start: 0, end: 1 });
    const second = channel.request('reveal', { file: 'b.md', start: 0, end: 1 });
    expect(sent.map(({ method }) => method)).toEqual(['reveal', 'reveal']);
    receive({ id: sent[1]!.id, result: { revealed: false } });
    receive({ id: sent[0]!.id, result: { revealed: true } });
    expect(await first).toEqual({ revealed: true });
    expect(await second).toEqual({ revealed: false });
  });

  it('rejects with what the host said', async () => {
    const { channel, receive } = wired();
    const request = channel.request('status', {});
    receive({ id: 1, error: 'The engine stopped.' });
    await expect(request).rejects.toThrow(new HostError('The engine stopped.'));
  });

  it('rejects an answer that breaks the contract, and says which', async () => {
    const { channel, receive } = wired();
    const request = channel.request('ready', {});
    receive({ id: 1, result: { focus: { kind: 'planet' }, trusted: 'yes', revision: 1 } });
    await expect(request).rejects.toThrow(/^ready: the answer does not fit the contract\.[\s\S]*trusted/);
  });

  it('rejects what is pending when it is disposed, stops listening, and takes no more', async () => {
    const { channel, sent, listens } = wired();
    const request = channel.request('status', {});
    channel.dispose();
    await expect(request).rejects.toThrow('status: the panel was closed.');
    expect(listens()).toBe(false);
    await expect(channel.request('status', {})).rejects.toThrow(HostError);
    expect(sent).toHaveLength(1);
  });

  it('hands notifications to those who listen, until they stop', () => {
    const { channel, receive } = wired();
    const seen: number[] = [];
    const stop = channel.on('changed', ({ revision }) => seen.push(revision));
    receive({ notification: 'changed', params: { revision: 4 } });
    stop();
    receive({ notification: 'changed', params: { revision: 5 } });
    expect(seen).toEqual([4]);
  });

  it('reports a notification that breaks the contract', () => {
    const { channel, receive, problems } = wired();
    channel.on('changed', () => expect.unreachable());
    receive({ notification: 'changed', params: { revision: 'new' } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('“changed”');
  });

  it('leaves messages of others, and answers nobody waits for, alone', () => {
    const { receive, problems } = wired();
    for (const message of [
      null,
      'hello',
      { type: 'devtools' },
      { id: 99, result: {} },
      { id: 'x', error: 'y' },
      { notification: 'other', params: 1 },
    ]) {
      receive(message);
    }
    expect(problems).toEqual([]);
  });
});
