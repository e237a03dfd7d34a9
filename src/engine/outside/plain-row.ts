/** A row of a table with types of its own as JSON would have it: whole numbers, times as ISO texts; bytes are nothing that reads. */
export const plainRow = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value))
    return value instanceof Uint8Array ? null : Array.from(value as unknown as ArrayLike<number | bigint>, plain);
  if (Array.isArray(value)) return (value as unknown[]).map(plain);
  return typeof value === 'object' && value !== null ? plainRow(value as Record<string, unknown>) : value;
}
