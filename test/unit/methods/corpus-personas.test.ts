import { describe, expect, it } from 'vitest';
import { corpusPersonas } from '../../../src/core/methods/persona/corpus-personas.ts';

describe('personas of a corpus', () => {
  it('each speak of one of its topics, the most frequent first, and differ', () => {
    const personas = corpusPersonas(['tides', 'harbours', 'streams']);
    expect(personas).toHaveLength(8);
    expect(new Set(personas).size).toBe(8);
    expect(personas[0]).toContain('tides');
    expect(personas[1]).toContain('harbours');
    expect(personas[3]).toContain('tides');
  });

  it('take a topic as text, on one line', () => {
    expect(corpusPersonas(["$& {topic}\n$'"])[0]).toContain("heard of $& {topic} $' and");
  });

  it('are none without topics', () => {
    expect(corpusPersonas([])).toEqual([]);
  });
});
