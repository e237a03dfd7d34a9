import { describe, expect, it, vi } from 'vitest';
import { answerPanel } from '../../../src/extension/panel/channel.ts';
import type { EngineRequester, HostHandlers } from '../../../src/extension/panel/channel.ts';
import { panelHtml } from '../../../src/extension/panel/html.ts';
import type { BudgetParams } from '../../../src/extension/runs/budget.ts';
import { definitionOf, engineMethods } from '../../../src/protocol/engine.ts';

const host: HostHandlers = {
  ready: () => Promise.resolve({ focus: { kind: 'all' }, trusted: true, revision: 5 }),
  reveal: ({ file }) => (file === 'gone.md' ? Promise.reject(new Error('gone.md was not found.')) : Promise.resolve({ revealed: true })),
  cancel: () => Promise.resolve({}),
  command: () => Promise.resolve({}),
  saveAs: ({ name }) => Promise.resolve({ saved: name }),
  openCsv: () => Promise.resolve({ opened: { name: 'points.csv', text: 'D,loss' } }),
};

function engine(budget: BudgetParams | null = {}) {
  const request = vi.fn(() => Promise.resolve({ changed: [], revision: 6 }));
  const asked = vi.fn(() => Promise.resolve(budget));
  return { request, asked, requester: { request, askRegeneration: asked } as unknown as EngineRequester };
}

describe('answerPanel', () => {
  it('answers what the host knows', async () => {
    expect(await answerPanel({ id: 1, method: 'ready', params: {} }, host, engine().requester)).toEqual({
      id: 1,
      result: { focus: { kind: 'all' }, trusted: true, revision: 5 },
    });
  });

  it('passes allowed engine methods on with defaults filled in', async () => {
    const { request, requester } = engine();
    const answer = await answerPanel({ id: 2, method: 'review/regenerate', params: { samples: ['s'] } }, host, requester);
    expect(answer).toEqual({ id: 2, result: { changed: [], revision: 6 } });
    expect(request).toHaveBeenCalledWith('review/regenerate', { samples: ['s'], instruction: null });
  });

  it('regenerates nothing when the person, asked for consent, leaves it', async () => {
    const { request, asked, requester } = engine(null);
    const answer = await answerPanel({ id: 2, method: 'review/regenerate', params: { samples: ['s', 't'] } }, host, requester);
    expect(answer).toEqual({ id: 2, error: 'Nothing was regenerated.' });
    expect(asked).toHaveBeenCalledWith({ samples: ['s', 't'], instruction: null });
    expect(request).not.toHaveBeenCalled();
  });

  it('regenerates under the budget that the person set', async () => {
    const { request, asked, requester } = engine({ maxTokens: 500 });
    await answerPanel({ id: 2, method: 'review/regenerate', params: { samples: ['s', 't'], instruction: 'shorter' } }, host, requester);
    expect(asked).toHaveBeenCalledWith({ samples: ['s', 't'], instruction: 'shorter' });
    expect(request).toHaveBeenCalledWith('review/regenerate', { samples: ['s', 't'], instruction: 'shorter', maxTokens: 500 });
  });

  it.each([
    ['quality/measure', 'against'],
    ['quality/measure', 'againstField'],
    ['quality/leakage', 'against'],
    ['quality/leakage', 'field'],
  ])('refuses %s with "%s": files are named by people', async (method, name) => {
    const { request, requester } = engine();
    const value = method === 'quality/leakage' && name === 'against' ? ['/etc/passwd'] : '/etc/passwd';
    expect(await answerPanel({ id: 4, method, params: { [name]: value } }, host, requester)).toEqual({
      id: 4,
      error: `The panel may not ask for "${method}" with "${name}": files are named by people alone.`,
    });
    expect(request).not.toHaveBeenCalled();
  });

  it('passes on what it may ask of the same requests', async () => {
    const { request, requester } = engine();
    await answerPanel({ id: 5, method: 'quality/leakage', params: {} }, host, requester);
    expect(request).toHaveBeenCalledWith('quality/leakage', { offset: 0, limit: 100 });
  });

  it.each(engineMethods.filter((method) => !definitionOf(method).callers.includes('panel')))(
    'refuses %s, which is not for the panel',
    async (method) => {
      const { request, requester } = engine();
      expect(await answerPanel({ id: 3, method, params: {} }, host, requester)).toEqual({
        id: 3,
        error: `The panel may not ask for "${method}".`,
      });
      expect(request).not.toHaveBeenCalled();
    },
  );

  it('refuses names from the prototype', async () => {
    expect(await answerPanel({ id: 4, method: 'constructor', params: {} }, host, engine().requester)).toHaveProperty('error');
  });

  it('answers wrong parameters with an error that names them, and asks nobody', async () => {
    const { request, requester } = engine();
    const answer = await answerPanel({ id: 5, method: 'review/accept', params: { samples: 'all' } }, host, requester);
    expect(answer).toMatchObject({
      id: 5,
      error: expect.stringContaining('"review/accept" was asked with wrong parameters: samples') as string,
    });
    expect(request).not.toHaveBeenCalled();
    const command = await answerPanel({ id: 6, method: 'command', params: { command: 'workbench.action.terminal.new' } }, host, requester);
    expect(command).toHaveProperty('error');
  });

  it('answers with the error when a handler fails', async () => {
    const answer = await answerPanel({ id: 7, method: 'reveal', params: { file: 'gone.md', start: 0, end: 1 } }, host, engine().requester);
    expect(answer).toEqual({ id: 7, error: 'gone.md was not found.' });
  });

  it('has nothing to answer to what is no request', async () => {
    for (const message of [null, 'ready', { id: 'x', method: 'ready' }, { method: 'ready', params: {} }]) {
      expect(await answerPanel(message, host, engine().requester)).toBeNull();
    }
  });
});

describe('panelHtml', () => {
  const html = panelHtml({ script: 'https://panel/panel.js', style: 'https://panel/panel.css', cspSource: 'https://panel' });

  it('allows its own files and nothing else', () => {
    expect(html).toContain("default-src 'none'");
    expect(html).toContain("connect-src 'none'");
    expect(html).not.toMatch(/unsafe-(inline|eval)/);
  });

  it('makes a new nonce each time', () => {
    const nonce = (text: string): string | undefined => /nonce="([^"]+)"/.exec(text)?.[1];
    expect(nonce(html)).toMatch(/^[\w-]{24}$/);
    expect(nonce(panelHtml({ script: 'a', style: 'b', cspSource: 'c' }))).not.toBe(nonce(html));
  });
});
