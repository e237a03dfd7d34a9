import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readJson } from '../../../src/core/methods/json.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';

const anything = z.unknown();
const read = (reply: string): unknown => readJson(reply, anything, 'JSON');

describe('readJson', () => {
  it('reads all that JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
        fc.constantFrom(0, 2),
        (value, indent) => {
          // A backslash and a letter is the one thing that is read as models mean it, and not as JSON has it.
          const text = JSON.stringify(value, null, indent);
          fc.pre(!/\\[bfrt]|\\n[a-z]/.test(text));
          expect(read(text)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it.each<[string, string, unknown]>([
    ['a fence and prose', 'Here [as asked]:\n```json\n{"a": 1}\n```\nDone {really}.', { a: 1 }],
    ['formulas before it', 'Since $\\frac{1}{2}$ holds: {"a": 1}', { a: 1 }],
    ['trailing commas', '{"a": [1, 2,], "b": {"c": 3,},}', { a: [1, 2], b: { c: 3 } }],
    ['missing commas', '{"a": 1\n"b": "x"\n"c": [1 2]}', { a: 1, b: 'x', c: [1, 2] }],
    ['single quotes', "{'a': 'it's', 'b': 'x'}", { a: "it's", b: 'x' }],
    ['curly quotes', '{“a”: “b”}', { a: 'b' }],
    ['bare keys', '{a: 1, b_c: 2}', { a: 1, b_c: 2 }],
    ['words of Python', '{"a": True, "b": False, "c": None}', { a: true, b: false, c: null }],
    ['comments', '{// one\n"a": 1, # two\n/* three */ "b": 2}', { a: 1, b: 2 }],
    ['line breaks in strings', '{"a": "x\ny"}', { a: 'x\ny' }],
    ['quotation marks in strings', '{"a": "the "old" way, "she" said", "b": ["a "b""]}', { a: 'the "old" way, "she" said', b: ['a "b"'] }],
    [
      'formulas in strings',
      String.raw`{"a": "\frac{\rho}{\theta} \times \nabla \(x\) \beta"}`,
      { a: String.raw`\frac{\rho}{\theta} \times \nabla \(x\) \beta` },
    ],
    ['escapes', String.raw`{"a": "\"\u00e9\\\n\tTab\/\n- x"}`, { a: '"é\\\n\tTab/\n- x' }],
    ['numbers', '[-1.5e2, +3, .5, 1_000]', [-150, 3, 0.5, 1000]],
  ])('reads %s', (_, reply, value) => {
    expect(
      readJson(
        reply,
        anything.refine((found) => typeof found === 'object' && JSON.stringify(found) !== '[]'),
        'JSON',
      ),
    ).toEqual(value);
  });

  it('takes the first value that fits, and looks one level into others', () => {
    const wanted = z.object({ a: z.number() });
    expect(readJson('[1] {"b": 2} {"result": {"a": 3}} {"a": 4}', wanted, 'JSON')).toEqual({ a: 3 });
  });

  it('sets no prototype', () => {
    expect(Object.getPrototypeOf(read('{"__proto__": {"polluted": 1}}'))).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([
    ['', 'no JSON; it reads nothing at all'],
    ['no', 'no JSON; it reads “no”'],
    ['{"a": "b', 'the JSON breaks off within a string'],
    ['{"a": [1, 2', 'the JSON breaks off'],
    ['{"a": 1, "b"', 'the JSON breaks off'],
    ['{"a": }', 'cannot be read at “}”'],
    ['{"a":'.repeat(64) + '[', 'nested too deeply'],
  ])('refuses %j', (reply, message) => {
    expect(() => read(reply)).toThrow(ReplyError);
    expect(() => read(reply)).toThrow(message);
  });

  it('says what is missing', () => {
    expect(() => readJson('{"a": "x"}', z.object({ a: z.number() }), 'JSON')).toThrow(/no JSON \(a: .*number/);
  });
});
