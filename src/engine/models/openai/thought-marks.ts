/** Marks that models set around their thoughts, and tokens of their chat templates that servers leave in replies. */

interface ThoughtMark {
  readonly open: string;
  /** Any of them ends the thoughts. */
  readonly close: readonly string[];
}

const tag = (name: string): ThoughtMark => ({ open: `<${name}>`, close: [`</${name}>`] });
/** Channels of gpt-oss (harmony) but for the last, which is the reply. */
const channel = (name: string): ThoughtMark => ({
  open: `<|channel|>${name}<|message|>`,
  close: ['<|end|>', '<|channel|>final<|message|>'],
});

/** In lower case; the marks of DeepSeek, Qwen, Claude’s imitators, Gemini, Seed, OpenThinker, Magistral, Kimi, gpt-oss. */
export const thoughtMarks: readonly ThoughtMark[] = [
  ...['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'reflection', 'scratchpad', 'inner_monologue', 'seed:think'].map(tag),
  { open: '<|begin_of_thought|>', close: ['<|end_of_thought|>', '<|begin_of_solution|>'] },
  { open: '<|thinking|>', close: ['<|/thinking|>', '</|thinking|>'] },
  { open: '[think]', close: ['[/think]'] },
  { open: '◁think▷', close: ['◁/think▷'] },
  channel('analysis'),
  channel('commentary'),
  { open: '<|start|>assistant<|channel|>analysis<|message|>', close: channel('').close },
  { open: '<|start|>assistant<|channel|>commentary<|message|>', close: channel('').close },
];

/** Closing marks that also end a reply: without their opening mark they say nothing of thoughts. */
export const endsAnything = '<|end|>';

const ends = String.raw`<\|(?:im_end|endoftext|end_of_text|eot_id|eom_id|end|return|end_of_turn|end_of_solution|eos|endofresponse)\|>|<[|｜]end[▁_]of[▁_]sentence[|｜]>|<(?:eos|end_of_turn|pad|end_of_utterance)>|\[\/INST\]|<\/s>`;
const others = String.raw`<\|(?:im_start|start|user|system|observation)\|>|<[|｜]User[|｜]>|<start_of_turn>|\[INST\]`;
const own = String.raw`(?:<\|start\|>|<\|im_start\|>|<start_of_turn>|<\|start_header_id\|>)\s{0,4}(?:assistant|model)\b\s{0,4}(?:<\|end_header_id\|>)?`;
const begins = String.raw`<bos>|<\|(?:begin_of_text|begin_of_solution|assistant|message)\|>|<[|｜](?:begin[▁_]of[▁_]sentence|Assistant)[|｜]>|<\|channel\|>final`;
/** Begins a text in Llama’s vocabulary, and text that is struck out in HTML: there a closing tag follows, and more text. */
const bos = String.raw`<s>(?![^<]{0,400}<\/s>\s{0,8}[^\s<])`;

/** Begins a turn of the model’s own: what servers leave of the prompt before a reply; ends that stand there end nothing. */
export const turnHeader = new RegExp(String.raw`\s{0,16}(?:${begins}|${bos}|${own}|${ends})`, 'iy');

/** Set around the result of a reply, in the midst of it (GLM). */
export const boxToken = /<\|(?:begin|end)_of_box\|>/g;

/** Tokens with which a reply is over: what stands behind one is another turn, which the model made up. */
export const endToken = new RegExp(`${ends}|${others}`, 'gi');
