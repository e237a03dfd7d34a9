import { type NonSampleGate, quoted } from './candidate.ts';
import { textsOf } from './texts.ts';

/** Tags and labels of the forms that replies are asked for in: in a sample, what a parser could not tell from the text. */
const tag =
  /<\s{0,2}\/?\s{0,2}(?:q(?:uestion)?[ _]?\d{0,3}|answer|evidence|text|topics?|key_?concepts?|personas?|level|subject|original_question|newly_created|orig_tag|think(?:ing)?)\s{0,2}\/?>|<\/title>|^[ \t*_#>-]{0,8}(?:selected concepts?|orig(?:inal)?[_ ]tag)[*_ \t]{0,4}[:：]/im;

const inCode = /```[^`]*(?:```|$)|`[^`\n]*`/g;

/** A tag of the form. One in code, and one that its source has too, is what the text is about. */
export const strayTag: NonSampleGate = ({ content, sources }) => {
  for (const text of textsOf(content)) {
    const found = tag.exec(text.replace(inCode, (code) => ' '.repeat(code.length)));
    if (found === null || sources.some((source) => source.includes(found[0].trim()))) continue;
    return `${quoted(found[0])} is a tag of the reply’s form: ${quoted(text.slice(Math.max(0, found.index - 40), found.index + 60))}`;
  }
  return null;
};
