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

  it('does not put back a section that was taken out, nor into a card of someone else', () => {
    const { text } = updateCard('# Mine\r\n\r\nText.\r\n', facts);
    expect(text.endsWith('---\r\n# Mine\r\n\r\nText.\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(frontMatter(text)).toHaveProperty('configs');
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
