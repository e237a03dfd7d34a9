import type { EngineResult } from '../protocol/engine.ts';

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What an export wrote, what it left out, and what to do with it. */
export function describeExport({ rows, leftOut, splits, folder, files, commands, license, differing }: EngineResult<'export'>): string {
  const sides = splits.map(({ name, rows: of, samples, documents }) => {
    const empty = of === 0 ? '; all hangs together by its documents, so that nothing could be parted off' : '';
    return `  ${name}: ${counted(of, 'row')} of ${counted(samples, 'sample')}, ${counted(documents, 'document')}${empty}`;
  });
  return [
    `${counted(rows, 'row')} in ${counted(files.length, 'file')} in ${folder}`,
    ...(splits.length > 1 ? sides : []),
    ...leftOut.map(({ reason, count }) => `${count} left out: ${reason}`),
    ...(license === null
      ? ['no licence is named: write `license: …` into the front matter of the dataset’s README.md, and export again']
      : []),
    ...(differing === null
      ? []
      : [differing.length === 0 ? 'all data files are as the manifest has them' : `not as the manifest has them: ${differing.join(', ')}`]),
    ...commands.map((each) => `to train, in that folder: ${each}`),
  ].join('\n');
}
