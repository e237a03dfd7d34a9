/** Thoughts and tokens of chat templates, in the marks that models and servers use for them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThinkSplitter } from '../../../src/engine/models/openai/think-splitter.ts';
import { thoughtMarks } from '../../../src/engine/models/openai/thought-marks.ts';
import { thoughtsApart } from '../../../src/engine/models/openai/thoughts-apart.ts';
import { effort } from '../../support/growth.ts';

const draft = 'Perhaps this:\n<Q1>\nQuestion: Is this a draft?\n</Q1>\n';
const said = '<Q1>\nQuestion: Why do spring tides follow the new moon?\n</Q1>';
const wrapped = thoughtMarks.flatMap(({ open, close }) => close.map((end) => [open, end] as const));

describe('thoughts', () => {
  it.each(wrapped)('between %s and %s are no reply', (open, close) => {
    for (const before of ['', '\n ', 'Sure! ', 'Let me see.\n']) {
      for (const mark of [open, open.toUpperCase()]) {
        const { reasoning, text } = thoughtsApart(before + mark + draft + close + said);
        expect(reasoning).toBe(draft);
        expect(text).toBe(before.trimStart() + said);
      }
    }
  });

  it('may come several times, one in the other, and again below', () => {
    const nested = `<think>I could <think>twice</think> over</think><thinking>again</thinking>\n${said}\n<reflection>Good.</reflection>\nDone.`;
    expect(thoughtsApart(nested).text).toBe(`${said}\n\nDone.`);
  });

  it('that were never closed are all there is', () => {
    for (const { open } of thoughtMarks) expect(thoughtsApart(open + draft + said).text).toBe('');
    expect(thoughtsApart(`${said}\n<think>\nIs that right?`).text.trim()).toBe(said);
  });

  it('that speak of their own mark end with the last closing one', () => {
    expect(thoughtsApart(`<think>The tag <think> opens.\n</think>\n${said}`).text).toBe(said);
    expect(thoughtsApart('<think>I write "</think>" when I am done.\n</think>\nTides.').text).toBe('Tides.');
  });

  it.each(['</think>', '</thinking>', '</THINK>', '[/THINK]', '◁/think▷', '<|end_of_thought|>', '<|channel|>final<|message|>'])(
    'whose opening mark stood in the prompt end with %s',
    (close) => {
      for (const between of ['\n\n', ' ', '']) expect(thoughtsApart(`I think. ${draft}${close}${between}${said}`).text).toBe(said);
    },
  );

  it('of gpt-oss are told from its reply, also where the server drops special tokens', () => {
    const turns = `<|channel|>analysis<|message|>${draft}<|end|><|start|>assistant<|channel|>commentary<|message|>Now.<|end|><|start|>assistant<|channel|>final<|message|>${said}<|return|>`;
    expect(thoughtsApart(turns)).toEqual({ reasoning: `${draft}Now.`, text: said });
    expect(thoughtsApart(`analysisWe need a draft.assistantfinal${said}`)).toEqual({ reasoning: 'We need a draft.', text: said });
    expect(thoughtsApart('Analysis of tides: the assistantfinal word is none.').text).toContain('Analysis of tides');
  });

  it.each([
    'A model ends with </think> before it replies.',
    'Write <think>\nso\n</think>\nand then the reply.',
    'The marks are `<think>` and `</think>`.\n`</think>` ends the thoughts.',
    'Its prompt:\n```\n<think>\nHm.\n</think>\n```\nThat is all.',
    'She wrote “<thought>” on the board.',
    'A vector [think of it as an arrow] has a direction.',
    'HTML strikes out <s>the old price</s> like this.',
    'It costs <s>7</s>',
    'The token `<|im_end|>` ends a turn, and </s> ends a text.',
    'In Llama a turn ends with </s>, in Qwen with <|im_end|>.',
    '```\n<|im_start|>user\nHi<|im_end|>\n```\nis ChatML.',
    'Is $a <b> c$ an inner product?',
    'Analysis: the tide turns twice.',
    '  Indented text stays.',
  ])('and tokens that a reply only speaks of are left in it: %s', (reply) => {
    expect(thoughtsApart(reply)).toEqual({ reasoning: '', text: reply });
  });
});

describe('tokens of chat templates', () => {
  const tokens = [
    '<|im_end|>',
    '<|endoftext|>',
    '</s>',
    '<eos>',
    '<end_of_turn>',
    '<|eot_id|>',
    '<|end|>',
    '<|return|>',
    '[/INST]',
    '<｜end▁of▁sentence｜>',
  ];

  it.each(tokens)('end a reply, with what was made up behind: %s', (token) => {
    expect(thoughtsApart(`The moon pulls.${token}`).text).toBe('The moon pulls.');
    expect(thoughtsApart(`The tide is 5 ${token}\n`).text).toBe('The tide is 5');
    expect(thoughtsApart(`${said}${token}\n<|im_start|>user\nAnother?${token}`).text).toBe(said);
    expect(thoughtsApart(`\`\`\`\n${said}\n\`\`\`${token}`).text).toBe(`\`\`\`\n${said}\n\`\`\``);
  });

  it.each([
    '<s>',
    '<bos>',
    '[/INST] ',
    '<|assistant|>\n',
    '<|im_start|>assistant\n',
    '<|start|>assistant<|message|>',
    '<start_of_turn>model\n',
    '<|begin_of_text|><|start_header_id|>assistant<|end_header_id|>\n\n',
    '<|channel|>final<|message|>',
    '<|im_end|>\n<|im_start|>assistant\n',
  ])('before a reply are left out: %s', (header) => {
    expect(thoughtsApart(header + said).text).toBe(said);
    expect(thoughtsApart(`${header}<think>${draft}</think>${said}</s>`).text).toBe(said);
  });
});

it('is the same in whatever pieces it comes, and no observer hears thoughts that come first', () => {
  const reply = `<Thinking>\n${draft}</thinking>\n\n${said}<|im_end|>`;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 100 }), (sizes) => {
      const splitter = new ThinkSplitter();
      const heard: string[] = [];
      let at = 0;
      for (const size of sizes) {
        heard.push(splitter.push(reply.slice(at, at + size)).text);
        at += size;
      }
      heard.push(splitter.push(reply.slice(at)).text, splitter.end().text);
      expect(splitter.whole()).toEqual({ reasoning: `\n${draft}`, text: said });
      expect(heard.join('')).toBe(`${said}<|im_end|>`);
    }),
  );
});

it('takes a bounded time, whatever is repeated', () => {
  const pieces = [
    ...wrapped.flat(),
    '</s>',
    '<s>',
    '<|im_end|>',
    '<|im_start|>assistant',
    '```\n',
    'analysis',
    ' ',
    '\n',
    '<',
    '[/INST]',
    'x </s> y',
  ];
  for (const piece of pieces) {
    const text = piece.repeat(Math.ceil(500_000 / piece.length));
    expect(
      effort(() => thoughtsApart(text)),
      piece,
    ).toBeLessThan(3000);
    expect(
      effort(() => thoughtsApart(`Tides ${text} end`)),
      piece,
    ).toBeLessThan(3000);
  }
});
