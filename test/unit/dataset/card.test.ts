import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { isDatasetCard, updateCard, type CardFacts } from '../../../src/core/dataset/card.ts';

const facts: CardFacts = {
  title: 'tides',
  accepted: 3,
  rejected: 1,
  states: { accepted: '00aa', rejected: '00bb' },
  methods: new Map([['level3', 3]]),
  models: new Map([['builtin/extractive', 3]]),
};

const nothing: CardFacts = {
  ...{ title: 'tides', accepted: 0, rejected: 0, states: { accepted: null, rejected: null } },
  ...{ methods: new Map(), models: new Map() },
};

function frontMatter(text: string): unknown {
  return parse(/^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '');
}

const frontMatterOf = (text: string): string => /^---\n[\s\S]*?\n---\n/.exec(text)![0];

describe('the dataset card', () => {
  it('tells load_dataset where the rows are and what columns they have', () => {
    const { text, problem } = updateCard(undefined, facts);
    expect(problem).toBeNull();
    expect(frontMatter(text)).toMatchObject({
      configs: [
        { config_name: 'default', data_files: [{ split: 'train', path: 'data/train-*.jsonl' }] },
        { config_name: 'rejected', data_files: [{ split: 'rejected', path: 'rejected/rejected-*.jsonl' }] },
      ],
      dataset_info: [{ config_name: 'default' }, { config_name: 'rejected' }],
    });
    expect(text).toContain('3 samples accepted in review, in `data/`; 1 sample rejected');
    expect(text).toContain('| method `level3` | 3 |');
  });

  it.each([
    ['both', { accepted: 'a', rejected: 'b' }, ['default', 'rejected']],
    ['what is accepted', { accepted: 'a', rejected: null }, ['default']],
    ['what is rejected', { accepted: null, rejected: 'b' }, ['rejected']],
  ])('offers %s where that is what there is', (_, states, names) => {
    for (const before of [undefined, updateCard(undefined, facts).text, updateCard(undefined, nothing).text]) {
      const { text } = updateCard(before, { ...facts, states });
      const configs = names.map((name) => ({ config_name: name }));
      expect(frontMatter(text)).toMatchObject({ configs, dataset_info: configs });
    }
  });

  it('offers nothing before anything is decided, in words too, and is known as a card', () => {
    for (const before of [undefined, updateCard(undefined, facts).text]) {
      const { text } = updateCard(before, nothing);
      expect(frontMatter(text)).toBeNull();
      expect(text).toContain('Nothing is accepted yet');
      expect(text).not.toContain('```python');
      expect(isDatasetCard(text)).toBe(true);
      expect(isDatasetCard(text.replace(/<!-- concept-loom:begin[\s\S]*/, 'Mine.'))).toBe(true);
      expect(updateCard(text, facts).text).toBe(updateCard(undefined, facts).text);
    }
  });

  it('has other front matter for other rows, by which datasets tells whether it has read them', () => {
    const edited = updateCard(undefined, { ...facts, states: { ...facts.states, accepted: '00ab' } });
    expect(frontMatter(edited.text)).not.toEqual(frontMatter(updateCard(undefined, facts).text));
  });

  it('brings a card of version 0.1 up to date, which offered all whatever there was', () => {
    const old = `---\n${['default', 'rejected'].map((name) => `- config_name: ${name}\n  data_files: ${name}/${name}-*.jsonl\n`).join('')}`
      .replace('---\n', '---\nlicense: mit\nconfigs:\n')
      .concat('---\n# Old\n');
    const { text, problem } = updateCard(old, { ...facts, states: { accepted: 'a', rejected: null } });
    expect(problem).toBeNull();
    expect(frontMatter(text)).toMatchObject({
      license: 'mit',
      configs: [{ config_name: 'default', description: expect.any(String) as unknown }],
    });
    expect(text.endsWith('---\n# Old\n')).toBe(true);
  });

  describe('after a merge that kept both sides', () => {
    const states = [null, 'a', 'b'].flatMap((accepted) => [null, 'c', 'd'].map((rejected) => ({ accepted, rejected })));
    const cards = states.map((each) => updateCard(undefined, { ...facts, accepted: each.accepted === null ? 0 : 1, states: each }).text);
    const withLicense = (card: string) => card.replace('---\n', '---\nlicense: mit\n');

    it('is as it should be, whatever was decided on either', () => {
      const folder = mkdtempSync(join(tmpdir(), 'card-test-'));
      onTestFinished(() => {
        rmSync(folder, { recursive: true });
      });
      const merged = (...sides: string[]): string => {
        const names = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
        names.forEach((name, at) => {
          writeFileSync(name, withLicense(sides[at]!));
        });
        return execFileSync('git', ['merge-file', '-p', '--union', ...names], { encoding: 'utf8' });
      };
      fc.assert(
        fc.property(fc.constantFrom(...cards), fc.constantFrom(...cards), fc.constantFrom(...cards), (ours, base, theirs) => {
          const { text, problem } = updateCard(merged(ours, base, theirs), facts);
          expect(problem).toBeNull();
          expect(frontMatter(text)).toEqual(frontMatter(updateCard(withLicense(cards[0]!), facts).text));
        }),
        { numRuns: 30 },
      );
    });

    it('is left as it is where a key of the user stands there twice', () => {
      const own = withLicense(withLicense(updateCard(undefined, facts).text));
      const { text, problem } = updateCard(own, { ...facts, states: { accepted: 'x', rejected: null } });
      expect(problem?.reason).toContain('unique');
      expect(frontMatterOf(text)).toBe(frontMatterOf(own));
    });
  });

  it('keeps what the user wrote around our section, and their keys, comments and configurations', () => {
    const written = updateCard(undefined, facts)
      .text.replace('---\n', '---\nlicense: cc-by-4.0 # checked\n')
      .replace('configs:\n', 'configs:\n  - config_name: extra\n    data_files: extra.jsonl\n')
      .replace('# tides\n', '# The tides set\n\nMade for a course.\n')
      .concat('\n## Thanks\n');
    const { text } = updateCard(written, { ...facts, accepted: 4 });
    expect(text).toContain('license: cc-by-4.0 # checked');
    expect(text).toContain('# The tides set\n\nMade for a course.\n');
    expect(text.endsWith('\n## Thanks\n')).toBe(true);
    expect(text).toContain('4 samples accepted');
    expect(text).not.toContain('3 samples accepted');
    expect(frontMatter(text)).toMatchObject({
      license: 'cc-by-4.0',
      configs: [{ config_name: 'default' }, { config_name: 'rejected' }, { config_name: 'extra' }],
    });
  });

  it('does not put back a section that was taken out, and keeps the front matter up to date', () => {
    const own = frontMatterOf(updateCard(undefined, facts).text)
      .replace(/dataset_info:[\s\S]*---/, '---')
      .replaceAll('\n', '\r\n');
    const { text, problem } = updateCard(`${own}# Mine\r\n\r\nText.\r\n`, facts);
    expect(problem).toBeNull();
    expect(text.endsWith('---\r\n# Mine\r\n\r\nText.\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(frontMatter(text)).toHaveProperty('dataset_info');
  });

  it.each([
    ['a text', '# Mine\n'],
    ['nothing', ''],
    ['a card of another dataset', '---\nconfigs:\n  - config_name: default\n    data_files: data/train-*.parquet\n---\n# Theirs\n'],
  ])('leaves a README with %s as it is and says how to mend that', (_, readme) => {
    const { text, problem } = updateCard(readme, facts);
    expect(text).toBe(readme);
    expect(problem).toMatchObject({ line: 1, reason: expect.stringContaining('move it away') as unknown });
  });

  it.each([
    'a: *nowhere',
    'a: &a [*a]',
    'a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]',
  ])('leaves front matter whose aliases cannot be followed as it is: %s', (yaml) => {
    const own = updateCard(undefined, facts).text.replace('---\n', `---\n${yaml}\n`);
    expect(updateCard(own, facts)).toMatchObject({ text: own, problem: { line: 2 } });
  });

  it('leaves front matter that is no valid YAML as it is and says where', () => {
    const broken = `---\nlicense: mit\ntags: [a, b\n---\n# Mine\n`;
    const { text, problem } = updateCard(broken, facts);
    expect(text).toBe(broken);
    expect(problem).toMatchObject({ reason: expect.stringContaining('not valid YAML') as unknown });
    expect(problem!.line).toBeGreaterThan(2);
    expect(updateCard('---\n- a list\n---\n', facts).problem).toMatchObject({ line: 2 });
  });

  it('mends a section that a merge wrote twice', () => {
    const { text } = updateCard(undefined, facts);
    const section = text.slice(text.indexOf('<!-- concept-loom:begin'));
    expect(updateCard(text + section, facts).text).toBe(text);
  });

  it('changes nothing the second time, and never what stands outside', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (above, below) => {
        fc.pre(!/^---|concept-loom/.test(above + below) && !above.startsWith('\uFEFF'));
        const { text } = updateCard(undefined, facts);
        const at = text.indexOf('# tides');
        const own = text.slice(0, at) + above + text.slice(at) + below;
        expect(updateCard(own, facts).text).toBe(own);
      }),
    );
  });

  it('names a model that lies on the machine by its file, not by the folders above it', () => {
    const models = new Map([
      ['/home/ada/models/small.gguf', 2],
      ['C:\\Users\\ada\\small.gguf', 1],
      ['meta/llama', 1],
    ]);
    const { text } = updateCard(undefined, { ...facts, models });
    expect(text).toContain('| model `small.gguf` | 3 |');
    expect(text).toContain('| model `meta/llama` | 1 |');
    expect(text).not.toContain('ada');
  });

  it('shows names as text, never as mark-up', () => {
    const { text } = updateCard(undefined, { ...facts, models: new Map([['`</table>|\n# x', 1]]) });
    expect(text).toContain('| model `</table>\\| # x` | 1 |');
  });
});

describe('front matter of maps that are keys of maps', () => {
  it('is left as it is, and told at once', () => {
    const card = `---\n${'? '.repeat(600)}x\n---\n# Tides\n`;
    const { text, problem } = updateCard(card, facts);
    expect(problem?.reason).toContain('nested too deeply');
    expect(text.startsWith(card)).toBe(true);
  });
});
