/** Bytes of a line at most: a longer one is no record, and is not held. */
const longestLine = 64 * 1024 * 1024;

/**
 * Lines of UTF-8 bytes, without their ends and without a byte-order mark. A line that is no UTF-8 or too long has no text; the
 * lines after it are read all the same.
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  longest = longestLine,
): AsyncGenerator<{ readonly line: number; readonly text: string | null }> {
  let line = 0;
  let parts: Buffer[] = [];
  let held = 0;
  const ended = (): { line: number; text: string | null } => {
    line++;
    const text = held > longest ? null : decoded(Buffer.concat(parts));
    parts = [];
    held = 0;
    return { line, text: line === 1 && text?.startsWith('\uFEFF') === true ? text.slice(1) : text };
  };
  const hold = (part: Buffer): void => {
    held += part.length;
    if (held > longest) parts = [];
    else parts.push(part);
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      hold(chunk.subarray(start, end));
      yield ended();
      start = end + 1;
    }
    hold(chunk.subarray(start));
  }
  if (held > 0) yield ended();
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes);
  } catch {
    return null;
  }
}
