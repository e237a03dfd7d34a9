import * as z from 'zod';
import { readJson } from './json.ts';
import { oneLine } from '../prompts/fence.ts';
import type { FormWords } from '../prompts/form-words.ts';
import { endsSentence, labelledParts, saysSomething, unfenced } from './lines.ts';
import type { Content } from '../samples/shapes/index.ts';
import type { AskedJob, ParsedCandidate } from './method.ts';
import { declines, saysUnsuitable } from './refusal.ts';
import { ReplyError } from './reply-error.ts';
import { tagged } from './tags.ts';

const maxTitleLength = 160;
/** Length from which a reply without tags is taken for the text: what is shorter is mostly no text but a remark. */
const minUntaggedLength = 100;

/** A sentence of the model's own before the text: `Here is the rewritten passage:`. */
const announcement =
  /^(?:sure|certainly|of course|okay|here(?:['’]s| is| are))\b[^\n]{0,200}[:.!][ \t]{0,8}\n|^[^\n]{0,80}\b(?:rewritten|rephrased)\b[^\n]{0,80}:[ \t]{0,8}\n/i;

/** What a model says of its work below it. */
const closingRemark =
  /\n[ \t]{0,8}\n(?:let me know|i hope (?:this|that)|i(?:['’]ve| have)? (?:rewritten|rewrote|rephrased)|note: i )[^\n]{0,400}\s{0,40}$/i;

type ParsedTurn = Extract<Content, { shape: 'chat' }>['turns'][number];

interface TitledText {
  readonly title: string;
  readonly text: string;
}

/**
 * Reads `<title>…</title><text>…</text>`; null when the reply says that the passage does not suit. Without tags the
 * whole reply is the text, if it reads like one, and a Markdown heading at its top the title.
 * @throws ReplyError when there is no text, it breaks off before `</text>`, or the reply declines.
 */
export function readText(reply: string, { title }: Pick<AskedJob, 'title'>, form: FormWords): TitledText | null {
  if (saysUnsuitable(reply)) return null;
  return readTagged(inTags(reply), { title }, form);
}

/** Its parts in a JSON object, or below their labels. */
const parts = z.object({ title: z.string().nullish(), text: z.string() });
const labels =
  /^\s{0,40}[*_#]{0,4}[ \t]{0,4}title[*_]{0,3}[ \t]{0,4}:[*_ \t]{0,8}([^\n]{1,300}?)[*_ \t]{0,8}\n\s{0,40}[*_#]{0,4}[ \t]{0,4}text[*_]{0,3}[ \t]{0,4}:[*_ \t]{0,8}/i;

/** A reply that has the two parts in another form, in the one that was asked for. */
function inTags(reply: string): string {
  if (/<\/?text>/i.test(reply)) return reply;
  const plain = unfenced(reply);
  if (plain.startsWith('{') && plain.endsWith('}') && /"text"\s{0,8}:/.test(plain)) {
    const { title, text } = readJson(plain, parts, 'text in a JSON object');
    return tags(title ?? '', text);
  }
  const labelled = labels.exec(plain);
  return labelled === null ? reply : tags(labelled[1]!, plain.slice(labelled[0].length));
}

const tags = (title: string, text: string): string => `<title>${title}</title>\n<text>\n${text}\n</text>`;

function readTagged(reply: string, { title }: Pick<AskedJob, 'title'>, form: FormWords): TitledText {
  const hasEnd = /<\/text>/i.test(reply);
  if (/<text>/i.test(reply) && !hasEnd) throw new ReplyError('end of the text (</text>)', reply);
  const whole = unfenced(reply.replace(/<title>[^<]{0,400}<\/title>/i, '').split(/<\/text>/i)[0]!)
    .replace(announcement, '')
    .replace(closingRemark, '');
  const body = unfenced((tagged(reply, 'text') ?? whole).replace(/^\s{0,40}<title>[^<]{0,400}<\/title>/i, '').trim());
  const isText = hasEnd ? saysSomething(body) : body.length >= minUntaggedLength && endsSentence(body);
  if (!isText || declines(body)) throw new ReplyError('text between <text> and </text>', reply);
  if (form.has(body) || form.standIn(body)) throw new ReplyError('text of its own: it repeats the words of the form', reply);
  if (hasEnd && saysUnsuitable(body.split('\n').at(-1)!))
    throw new ReplyError('decision: it writes a text and says that nothing suits', reply);
  const [first = '', ...rest] = body.split('\n');
  const bold = rest[0]?.trim() === '' ? /^\*\*([^*]{1,160})\*\*$/.exec(first.trim())?.[1] : undefined;
  const heading = /^#{1,3}[ \t]+(\S.*)$/.exec(first)?.[1] ?? bold;
  const own = (text: string | undefined): string => (text === undefined || form.has(text) ? '' : asTitle(text));
  const named = own(tagged(reply, 'title', ['text'])) || own(heading);
  const bare = heading === undefined ? body : rest.join('\n').trim();
  if (!saysSomething(bare)) throw new ReplyError('text below its title', reply);
  return { title: named || asTitle(title) || asTitle(bare.slice(bare.search(/[\p{L}\p{N}]/u))), text: bare };
}

/** A content as the one candidate of its reply. */
export const styledCandidate = (content: Content, style: string): ParsedCandidate => ({
  content,
  concepts: [],
  fields: style === '' ? {} : { style },
});

/**
 * The turns of a conversation set with `Question:` and `Answer:`, whatever the marks around these.
 * @throws ReplyError when the turns do not alternate, or one is empty.
 */
export function conversation(text: string, reply: string): ParsedTurn[] {
  const whole = labelledParts(text, 'question|answer');
  const [before, ...turns] = whole.length > 1 ? whole : labelledParts(text, 'q|a');
  if (before !== undefined && before.text.length > 400) throw new ReplyError('Question: at the beginning of the text', reply);
  const spoken = turns.map(({ label, text: said }, index): ParsedTurn => {
    const expected = index % 2 === 0 ? 'Question' : 'Answer';
    if (!expected.toLowerCase().startsWith(label)) throw new ReplyError(`“${expected}:” in turn ${index + 1} of the conversation`, reply);
    if (!saysSomething(said)) throw new ReplyError(`text in turn ${index + 1} of the conversation`, reply);
    return { role: index % 2 === 0 ? 'user' : 'assistant', content: said.replace(/\n[ \t*_#>-]{0,16}$/, '').trim() };
  });
  if (spoken.length < 2 || spoken.length % 2 === 1) throw new ReplyError('answer to every question of the conversation', reply);
  return spoken;
}

function asTitle(text: string): string {
  const line = oneLine(text.slice(0, 4 * maxTitleLength))
    .replace(/^[#*_\s"“]{0,8}/, '')
    .replace(/[*_\s"”]{0,8}$/, '');
  if (!saysSomething(line)) return '';
  return line.length > maxTitleLength ? `${line.slice(0, maxTitleLength - 1).trimEnd()}…` : line;
}
