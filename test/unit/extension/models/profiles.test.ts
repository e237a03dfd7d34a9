import { describe, expect, it } from 'vitest';
import { baseUrl, endpointOf, isAzure } from '../../../../src/extension/models/endpoint.ts';
import { isKey, Keys } from '../../../../src/extension/models/keys.ts';
import { Profiles } from '../../../../src/extension/models/profiles.ts';

const good = { url: 'https://models.example/v1', model: 'one' };

/** VS Code's configuration as an untrusted workspace would have it; it has no `get`, which mixes all scopes. */
function settings(globalValue: unknown) {
  const written: unknown[] = [];
  const configuration = {
    inspect: () => ({
      globalValue,
      workspaceValue: { mine: { ...good, url: 'https://thief.example/v1' } },
      workspaceFolderValue: { mine: { ...good, url: 'https://thief.example/v1' } },
    }),
    update: (_: string, value: unknown, global: true) => {
      written.push([value, global]);
      return Promise.resolve();
    },
  };
  return { profiles: new Profiles(() => configuration), written };
}

describe('Profiles', () => {
  it('are the user’s own, whatever a workspace says', () => {
    expect(settings({ mine: good }).profiles.get('mine')).toEqual(good);
    expect(settings(undefined).profiles.get('mine')).toBeNull();
  });

  it('say what is wrong with one, and give the others', () => {
    const { profiles } = settings({ mine: good, typo: { ...good, prize: 1 }, bare: { model: 'one' }, text: 'x' });
    expect([...profiles.read().profiles.keys()]).toEqual(['mine']);
    expect(profiles.read().problems.map(({ name }) => name)).toEqual(['typo', 'bare', 'text']);
    expect(() => profiles.get('bare')).toThrow(/The profile “bare” in the setting conceptLoom.profiles cannot be used: url: /);
  });

  it.each([[null], ['x'], [[good]]])('are none when the setting is %j', (value) => {
    expect(settings(value).profiles.read()).toEqual({ profiles: new Map(), problems: [] });
  });

  it('are not found by names every object has', () => {
    expect(settings({}).profiles.get('constructor')).toBeNull();
  });

  it('are saved for the user, beside all that was written before', async () => {
    const { profiles, written } = settings({ mine: good, text: 'x' });
    await profiles.save('new', { ...good, model: 'two' });
    expect(written).toEqual([[{ mine: good, text: 'x', new: { ...good, model: 'two' } }, true]]);
  });
});

describe('Keys', () => {
  const memory = () => {
    const stored = new Map<string, string>();
    const secrets = {
      get: (name: string) => Promise.resolve(stored.get(name)),
      store: (name: string, value: string) => Promise.resolve(void stored.set(name, value)),
      delete: (name: string) => Promise.resolve(void stored.delete(name)),
      keys: () => Promise.resolve([...stored.keys(), 'of something else']),
    };
    return new Keys(secrets);
  };

  it('belong to an endpoint: another spelling of it has the key, any other URL has not', async () => {
    const keys = memory();
    await keys.set('https://Models.example/v1/?api-version=1', 'k');
    for (const same of ['https://models.example/v1', 'https://models.example:443/v1?api-version=2#x'])
      expect(await keys.get(same)).toBe('k');
    const others = [
      'http://models.example/v1',
      'https://models.example/v2',
      'https://models.example:8443/v1',
      'https://models.example.net/v1',
    ];
    for (const other of [...others, 'models.example/v1', 'file:///v1']) expect(await keys.get(other)).toBeUndefined();
  });

  it('are listed by endpoint and can be cleared', async () => {
    const keys = memory();
    await keys.set('https://b.example/v1', 'k');
    await keys.set('https://a.example/v1', 'k');
    expect(await keys.endpoints()).toEqual(['https://a.example/v1', 'https://b.example/v1']);
    await keys.clear('https://a.example/v1');
    expect(await keys.endpoints()).toEqual(['https://b.example/v1']);
    await expect(keys.set('nowhere', 'k')).rejects.toThrow(TypeError);
  });

  it('have no spaces and no line ends', () => {
    expect(isKey('sk-1_2.3')).toBe(true);
    for (const slip of ['', 'two words', 'line\nend', 'clé']) expect(isKey(slip)).toBe(false);
  });
});

describe('endpoints', () => {
  it('are shown without what may be secret', () => {
    expect(endpointOf('https://me:pass@models.example/v1/?key=1#2')).toBe('https://models.example/v1');
    expect(endpointOf('ftp://models.example')).toBeNull();
  });

  it('are read as people paste them', () => {
    expect(baseUrl(' https://models.example/v1/chat/completions ')).toBe('https://models.example/v1');
    expect(baseUrl('http://localhost:11434/v1/')).toBe('http://localhost:11434/v1');
    expect(baseUrl('https://x.azure.com/openai/v1/?api-version=1')).toBe('https://x.azure.com/openai/v1?api-version=1');
    for (const none of ['', 'models.example', 'https://me:pass@models.example/v1', 'javascript:1']) expect(baseUrl(none)).toBeNull();
  });

  it('of Azure are told by their host', () => {
    expect(isAzure('https://x.openai.azure.com/openai/v1')).toBe(true);
    expect(isAzure('https://azure.com.example/v1')).toBe(false);
  });
});
