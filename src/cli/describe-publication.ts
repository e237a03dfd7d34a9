import type { EngineResult } from '../protocol/engine.ts';

const marks = { new: '+', changed: '~', same: ' ' } as const;

const size = (bytes: number): string => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** What a publication sends and changes. @param commit page of its commit; null where there was nothing to send, undefined for a dry run */
export function describePublication(
  { repository, url, isThere, user, files, removed, kept, bytes, rows, license }: EngineResult<'publish/plan'>,
  commit?: string | null,
): string {
  const there = isThere ? '' : ', which is made for it';
  return [
    `${repository}${there}: ${rows} rows, ${size(bytes)} to send${user === null ? '' : ` as ${user}`}`,
    ...files.map((file) => `  ${marks[file.change]} ${file.path} (${size(file.bytes)})`),
    ...removed.map((path) => `  - ${path}`),
    ...(kept === 0 ? [] : [`${kept} other files there stay as they are`]),
    ...(license === null
      ? ['no licence is named: write `license: …` into the front matter of the dataset’s README.md, and export again']
      : []),
    ...(commit === undefined ? [] : [commit === null ? `everything is there already: ${url}` : `published: ${commit}`]),
  ].join('\n');
}
