/** What a file that is not UTF-8 looks like: said to a person, who knows. Nothing is read by it. */
import type { Encoding } from '../../core/corpus/encodings.ts';

/** Bytes that are looked at. */
const window = 64 * 1024;

/** Share of the characters beyond ASCII that must be what texts of the encoding are made of. */
const enough = 0.9;

interface LikelyEncoding {
  readonly encoding: Encoding;
  /** Characters that texts in it are made of, beyond ASCII. */
  readonly usual: RegExp;
  /** Some of them, of which any text has this share, and a text that is decoded wrongly has not. */
  readonly frequent: RegExp;
  readonly share: number;
  /** Words have no ASCII letters among the others. */
  readonly script?: true;
}

const han = String.raw`\p{Script=Han}`;
const cjk = new RegExp(
  String.raw`${han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303F\uFF01-\uFF5E\u30FB\u30FC\u2010-\u2026]`,
  'gu',
);
const kana = /[\u3041-\u3096\u30A1-\u30FC\u3001\u3002]/g;
/** The most frequent characters of Chinese texts, in either way of writing. */
const hanzi =
  /[的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着去之过過家学學对對可她里后後小么麼心多天而能好都然没沒日于起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長，。、水與与其及性最高間间化合法加]/g;
const cyrillic = /[\u0400-\u04FF«»—–№“”„…\u00A0]/g;
/** Small letters that make up most of any Russian text: in another Cyrillic encoding they come out as capitals or as rare ones. */
const russian = /[оеаинтсрвлкмдпу]/g;

/** In the order in which they are tried: those first that hardly anything else is valid in. */
const candidates: readonly LikelyEncoding[] = [
  { encoding: 'shift_jis', usual: cjk, frequent: kana, share: 0.2 },
  { encoding: 'euc-jp', usual: cjk, frequent: kana, share: 0.2 },
  {
    encoding: 'euc-kr',
    usual: /[\uAC00-\uD7A3\u3000-\u303F\uFF01-\uFF5E]/g,
    frequent: /[이다는을에의가고하지은로한를기도서사대아]/g,
    share: 0.15,
  },
  { encoding: 'gb18030', usual: cjk, frequent: hanzi, share: 0.15 },
  { encoding: 'big5', usual: cjk, frequent: hanzi, share: 0.15 },
  { encoding: 'windows-1251', usual: cyrillic, frequent: russian, share: 0.6, script: true },
  { encoding: 'koi8-r', usual: cyrillic, frequent: russian, share: 0.6, script: true },
  { encoding: 'ibm866', usual: cyrillic, frequent: russian, share: 0.6, script: true },
  { encoding: 'iso-8859-5', usual: cyrillic, frequent: russian, share: 0.6, script: true },
  { encoding: 'windows-1253', usual: /[\u0370-\u03FF«»–—·’“”]/g, frequent: /[αοιετσνηυρςκάίόέ]/g, share: 0.6, script: true },
  { encoding: 'windows-1252', usual: /[\u00C0-\u00FF–—‘’“”„…•€™°·§©®«»¿¡£½¼¾²³µ±º\u00A0´¨]/g, frequent: /[a-zà-ÿ–—‘’“”°…]/g, share: 0 },
];

/** An ASCII letter next to another. */
const mixedWord = /[a-zA-Z](?=[^\P{L}a-zA-Z])|[^\P{L}a-zA-Z](?=[a-zA-Z])/gu;

/** The encoding whose decoded text is made of what its texts are made of; the most frequent characters decide between several. */
export function likelyEncoding(bytes: Buffer): Encoding | undefined {
  let best: { readonly encoding: Encoding; readonly surplus: number } | undefined;
  const sample = bytes.subarray(0, window);
  for (const { encoding, usual, frequent, share, script } of candidates) {
    // The last character of a sample may be cut in half.
    const decoded = new TextDecoder(encoding).decode(sample, { stream: bytes.length > window });
    // eslint-disable-next-line no-control-regex -- ASCII
    const beyond = decoded.replace(/[\u0000-\u007F]/g, '');
    const count = (pattern: RegExp): number => beyond.match(pattern)?.length ?? 0;
    if (beyond.length === 0 || count(usual) < enough * beyond.length) continue;
    if (script === true && (decoded.match(mixedWord)?.length ?? 0) > (1 - enough) * beyond.length) continue;
    const frequency = count(frequent) / beyond.length;
    if (frequency < share) continue;
    const surplus = frequency - share;
    // The Latin one takes nearly any byte for a letter: it is what is left.
    if (encoding === 'windows-1252' ? best === undefined : best === undefined || surplus > best.surplus) best = { encoding, surplus };
  }
  return best?.encoding;
}

/** Characters that UTF-16 is told by: blanks, line breaks and marks, which every text has and few wrong pairs of bytes make. */
const telling = /[ \n\r,.;:、。，！？]/g;

/** Tells whether pairs of bytes make a text; which way round, when they do. */
export function looksLikeUtf16(bytes: Buffer): Encoding | undefined {
  if (bytes.length < 4 || bytes.length % 2 === 1) return undefined;
  const sample = bytes.subarray(0, window);
  const score = (encoding: 'utf-16le' | 'utf-16be'): number => {
    const text = new TextDecoder(encoding).decode(sample, { stream: true });
    const letters = text.match(/[\p{L}\p{N}\p{P}\s]/gu)?.length ?? 0;
    const strange = text.match(/[\p{Cc}\p{Cn}\p{Co}\uFFFD]/gu)?.filter((char) => !/\s/.test(char)).length ?? 0;
    return strange > 0 || letters < enough * text.length ? 0 : (text.match(telling)?.length ?? 0) / text.length;
  };
  const [little, big] = [score('utf-16le'), score('utf-16be')];
  if (Math.max(little, big) < 0.01) return undefined;
  return little >= big ? 'utf-16le' : 'utf-16be';
}
