/** The one place that opens zip archives. Their paths are names of parts and never paths of the disk. */
import { unzipSync } from 'fflate';
import type { PartText } from '../../../core/corpus/extract/package-parts.ts';
import { Refusal } from '../../../core/corpus/refusal.ts';
import { messageOf } from '../../errors.ts';

const mega = 1024 * 1024;
/** Entries of an archive, bytes that one of them and all that are read may unpack to, and how much larger than packed from some size on. */
const [mostEntries, mostBytes, mostTotal, mostRatio, ratioFrom] = [20_000, 64 * mega, 256 * mega, 300, 8 * mega];

/** Parts whose text is read: what is drawn or played is not unpacked. */
const isText = (name: string): boolean => /\.(?:xml|rels|opf|ncx|x?html?)$/i.test(name);

/**
 * Opens the text parts of an archive.
 * @throws Refusal when it is damaged, locked, or would unpack to more than is read
 */
export function openArchive(bytes: Uint8Array): PartText {
  // What Office locks with a password is no zip any more but a compound file.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11)
    throw new Refusal(
      'The file is locked with a password, or of the format before 2007. Save it anew without one, or leave it out with corpus.exclude.',
    );
  const parts = new Map<string, Uint8Array>();
  let [entries, total] = [0, 0];
  const take = ({ name, size, originalSize }: { name: string; size: number; originalSize: number }): boolean => {
    if (++entries > mostEntries) throw new Refusal(`The archive has more than ${mostEntries} entries. Leave it out with corpus.exclude.`);
    if (!isText(name)) return false;
    total += originalSize;
    const isBomb = originalSize > mostBytes || total > mostTotal || (originalSize > ratioFrom && originalSize > size * mostRatio);
    if (isBomb)
      throw new Refusal(
        `The archive would unpack to more than is read (“${name.slice(0, 80)}” alone to ${(originalSize / mega).toFixed(0)} MiB). Leave it out with corpus.exclude.`,
      );
    return true;
  };
  try {
    // No entry is unpacked beyond the size that it declares.
    for (const [name, content] of Object.entries(unzipSync(bytes, { filter: take }))) parts.set(name, content);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`The file is damaged or cut short (${messageOf(error)}). Fetch it again, or leave it out with corpus.exclude.`);
  }
  return (path) => {
    const content = parts.get(path);
    return content === undefined ? null : decoded(content);
  };
}

/** XML is UTF-8 but for a mark, or a declaration, that says otherwise. */
function decoded(content: Uint8Array): string {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder('utf-16le').decode(content);
  if (content[0] === 0xfe && content[1] === 0xff) return new TextDecoder('utf-16be').decode(content);
  const head = new TextDecoder('latin1').decode(content.subarray(0, 200));
  const said = /^<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1];
  try {
    return new TextDecoder(said ?? 'utf-8').decode(content);
  } catch {
    return new TextDecoder('utf-8').decode(content);
  }
}
