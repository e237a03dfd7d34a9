/** Encodings of corpus files: what settings may name, what a page may declare, and what editors call them. */

/** By the name that the Encoding Standard gives it: what VS Code calls it; null where VS Code has none. */
const encodings = {
  'utf-8': 'utf8',
  'utf-16le': 'utf16le',
  'utf-16be': 'utf16be',
  'utf-32le': null,
  'utf-32be': null,
  'windows-1250': 'windows1250',
  'windows-1251': 'windows1251',
  'windows-1252': 'windows1252',
  'windows-1253': 'windows1253',
  'windows-1254': 'windows1254',
  'windows-1255': 'windows1255',
  'windows-1256': 'windows1256',
  'windows-1257': 'windows1257',
  'windows-1258': 'windows1258',
  'windows-874': 'windows874',
  'iso-8859-2': 'iso88592',
  'iso-8859-3': 'iso88593',
  'iso-8859-4': 'iso88594',
  'iso-8859-5': 'iso88595',
  'iso-8859-6': 'iso88596',
  'iso-8859-7': 'iso88597',
  'iso-8859-8': 'iso88598',
  'iso-8859-10': 'iso885910',
  'iso-8859-13': 'iso885913',
  'iso-8859-14': 'iso885914',
  'iso-8859-15': 'iso885915',
  'iso-8859-16': 'iso885916',
  'koi8-r': 'koi8r',
  'koi8-u': 'koi8u',
  ibm866: 'cp866',
  macintosh: 'macroman',
  shift_jis: 'shiftjis',
  'euc-jp': 'eucjp',
  gbk: 'gbk',
  gb18030: 'gb18030',
  big5: 'cp950',
  'euc-kr': 'euckr',
} as const satisfies Readonly<Record<string, string | null>>;

export type Encoding = keyof typeof encodings;

export const encodingNames = Object.keys(encodings) as [Encoding, ...Encoding[]];

/** Other names in use, without what stands between their letters and digits. */
const others: Readonly<Record<string, Encoding>> = {
  ascii: 'windows-1252',
  usascii: 'windows-1252',
  latin1: 'windows-1252',
  iso88591: 'windows-1252',
  ansi: 'windows-1252',
  latin2: 'iso-8859-2',
  iso88599: 'windows-1254',
  iso885911: 'windows-874',
  tis620: 'windows-874',
  utf16: 'utf-16le',
  utf32: 'utf-32le',
  sjis: 'shift_jis',
  xsjis: 'shift_jis',
  windows31j: 'shift_jis',
  cp932: 'shift_jis',
  gb2312: 'gbk',
  cp936: 'gbk',
  cp950: 'big5',
  big5hkscs: 'big5',
  cp949: 'euc-kr',
  ksc56011987: 'euc-kr',
  cp866: 'ibm866',
  macroman: 'macintosh',
};

const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const byName: ReadonlyMap<string, Encoding> = new Map([
  ...encodingNames.map((name) => [bare(name), name] as const),
  ...encodingNames.filter((name) => name.startsWith('windows-')).map((name) => [`cp${name.slice(8)}`, name] as const),
  ...Object.entries(others),
]);

/** The encoding of that name, however it is written; undefined for none that is known. */
export const encodingNamed = (name: string): Encoding | undefined => byName.get(bare(name));

/** Name of the encoding in VS Code; null where it has none. */
export const editorEncoding = (encoding: Encoding): string | null => encodings[encoding];

/** Decodes UTF-32, which the platform does not, behind a mark or not; what is no character becomes U+FFFD. */
export function decodeUtf32(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const code = view.getUint32(at, isLittle);
    codes.push(code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0xfffd : code);
    if (codes.length === 4096) {
      parts.push(charactersOf(codes));
      codes = [];
    }
  }
  if (bytes.byteLength % 4 !== 0) codes.push(0xfffd);
  return parts.join('') + charactersOf(codes);
}

const charactersOf = (codes: readonly number[]): string => codes.map((code) => String.fromCodePoint(code)).join('');
