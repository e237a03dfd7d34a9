import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { updateCard, type CardFacts } from '../../../src/core/dataset/card.ts';

const facts: CardFacts = {
  title: 'tides',
  accepted: 3,
  rejected: 1,
  methods: new Map([['level3', 3]]),
  models: new Map([['builtin/extractive', 3]]),
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
        { config_name: 'rejected', data_files: [{ split: 'train', path: 'rejected/rejected-*.jsonl' }] },
      ],
      dataset_info: [{ config_name: 'default' }, { config_name: 'rejected' }],
    });
    expect(text).toContain('3 samples accepted in review, in `data/`; 1 sample rejected');
    expect(text).toContain('| method `level3` | 3 |');
  });

  it('has the same front matter whatever was decided, so that merges do not conflict in it', () => {
    const none = updateCard(undefined, { ...facts, accepted: 0, rejected: 0, methods: new Map(), models: new Map() });
    expect(frontMatter(none.text)).toEqual(frontMatter(updateCard(undefined, facts).text));
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

  it('shows names as text, never as mark-up', () => {
    const { text } = updateCard(undefined, { ...facts, models: new Map([['`</table>|\n# x', 1]]) });
    expect(text).toContain('| model `</table>\\| # x` | 1 |');
  });
});

describe('front matter of maps that are keys of maps', () => {
  it('is left as it is, and told at once', () => {
    const card = `---\n${'? '.repeat(600)}x\n---\n# Tides\n`;
    const { text, problem } = updateCard(card, { title: 'x', accepted: 1, rejected: 0, methods: new Map(), models: new Map() });
    expect(problem?.reason).toContain('nested too deeply');
    expect(text.startsWith(card)).toBe(true);
  });
});
