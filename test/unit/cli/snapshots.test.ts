import { expect, it } from 'vitest';
import { makes } from '../storage/made-up.ts';
import { newProject, using } from '../storage/projects.ts';
import { runLoom } from './loom.ts';

const env = { ...process.env, LOOM_REVIEWER: 'ada' };

it('takes, lists, compares, restores and drops snapshots', { timeout: 120_000 }, async () => {
  const folder = newProject();
  using(folder, (store) => store.append([makes('a'), makes('b'), makes('c')]));
  const loom = async (...args: string[]) => {
    const { code, out, err } = await runLoom(folder, env, ...args);
    return code === 0 ? out.trimEnd() : `${String(code)}: ${err.trimEnd()}`;
  };
  expect(await loom('snapshots')).toBe('no snapshots yet: loom snapshot NAME takes one');
  expect(await loom('snapshot', 'first draft', '--note', 'as generated')).toMatch(
    /^“first draft” \(s-[\da-f-]+\): 0 accepted, 3 pending, 0 rejected, 0 gated$/,
  );
  expect(await loom('diff', 'first draft')).toBe('first draft → now: no differences');
  await loom('review', 'edit', 'a', '--question', 'Why does the moon pull?\nAnd the sun?');
  await loom('review', 'accept', 'a', 'b');
  using(folder, (store) => store.append([makes('d')]));
  await loom('review', 'reject', 'd', '--reason', 'dull');
  const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\dZ`;
  expect(await loom('diff', 'first draft')).toMatch(
    new RegExp(
      [
        'first draft → now: 3 samples differ \\(1 added, 1 edited, 2 re-decided\\)',
        '',
        'a  edited, re-decided: Why does the moon pull\\? And the sun\\?',
        `  pending → accepted by ada, ${time}`,
        '  Question:',
        '    - Question of a-v1\\?',
        '    \\+ Why does the moon pull\\?',
        '    \\+ And the sun\\?',
        '',
        'b  re-decided: Question of b-v1\\?',
        `  pending → accepted by ada, ${time}`,
        '',
        'd  added: Question of d-v1\\?',
        '  rejected \\(dull\\)',
        '  Question:',
        '    \\+ Question of d-v1\\?',
        '  Answer:',
        '    \\+ Answer of d-v1.',
      ].join('\n'),
    ),
  );
  expect(await loom('diff', 'first draft', '--only', 're-decided', '--limit', '1')).toMatch(
    /\nshown are 1 of 2 from 1 on: --offset and --limit$/,
  );
  expect(await loom('diff', 'now', 'first draft', '--only', 'removed', '--json')).toMatch(/"total":1,"changes":\[\{"sample":"d"/);
  expect(await loom('diff', 'first draft', '--only', 'lost')).toMatch(
    /^2: .*“lost” is none of added, removed, edited, re-decided, re-judged/s,
  );
  expect(await loom('diff', 'second')).toBe('2: loom: there is no snapshot “second”: there are “first draft”');
  expect(await loom('restore', 'first draft')).toBe(
    'restored “first draft”: 3 samples changed, 1 of them made since and pending again\nloom review undo takes it back; the state before is the snapshot “before restoring first draft”',
  );
  expect(await loom('restore', 'first draft')).toBe('nothing to restore: all samples are as in “first draft”');
  expect(await loom('diff', 'first draft')).toMatch(/^first draft → now: 1 sample differs \(1 added\)/);
  expect(await loom('review', 'undo')).toBe('undo: restored 3 samples');
  expect(await loom('diff', 'before restoring first draft')).toBe('before restoring first draft → now: no differences');
  expect(await loom('snapshots')).toMatch(
    new RegExp(`^s-[\\da-f-]+  ${time}  before restoring first draft .*\ns-.*  first draft  \\(by ada: 0 accepted.*\n  as generated$`),
  );
  expect(await loom('snapshot', 'first draft', '--drop')).toBe('dropped “first draft”');
  expect(await loom('snapshot', 'x', '--drop', '--note', 'y')).toMatch(/^2: loom: --note is for a snapshot that is taken/);
});
