import { describe, expect, it } from 'vitest';
import { toFileSpan } from '../../../src/core/corpus/anchors.ts';
import { expectLinear } from '../../support/growth.ts';
import { checkInvariants, parse } from './support.ts';

const textsOf = (file: string, text: string, field = 'text'): string[] =>
  parse(file, text, 800, field).documents.map(({ passages }) => passages.map((passage) => passage.text).join('\n\n'));
const problemsOf = (file: string, text: string, field = 'text') =>
  parse(file, text, 800, field).problems.map(({ line, reason }) => [line, reason] as const);

describe('records of JSON, however they are written', () => {
  const two = ['A reef grows.', 'A bay is calm.'];
  it.each([
    ['a.jsonl', 'an array', '[\n {"text": "A reef grows."},\n {"text": "A bay is calm."}\n]', /one JSON array/],
    ['a.jsonl', 'an array in a line', '[{"text": "A reef grows."}, {"text": "A bay is calm."}]', /one JSON array/],
    ['a.jsonl', 'objects over several lines', '{\n  "text": "A reef grows."\n}\n{\n  "text": "A bay is calm."\n}\n', /over several lines/],
    ['a.jsonl', 'commas behind the records', '{"text": "A reef grows."},\n{"text": "A bay is calm.",},\n', /comma/],
    ['a.ndjson', 'numbers that are none', '{"text": "A reef grows.", "n": NaN}\r\n{"n": -Infinity, "text": "A bay is calm."}', null],
    ['a.jsonl', 'carriage returns', '{"text": "A reef grows."}\r{"text": "A bay is calm."}\r', null],
    ['a.json', 'an array', '\uFEFF[{"text": "A reef grows."}, {"text": "A bay is calm."},]', null],
    [
      'a.json',
      'a list in an object',
      '{"version": 2, "tags": ["x"], "data": [{"text": "A reef grows."}, {"text": "A bay is calm."}]}',
      null,
    ],
    ['a.json', 'a record a line', '{"text": "A reef grows."}\n{"text": "A bay is calm."}\n', null],
    ['a.jsonl', 'characters that are none', '{"text": "A \\ud83dreef\\u0000 grows."}\n{"text": "A bay \\udc00is calm."}', null],
    ['a.jsonl', 'a list of texts', '{"text": ["A reef grows."]}\n{"text": [{"type": "text", "text": "A bay is calm."}]}', null],
  ])('are read (%s: %s)', (file, _, text, told) => {
    expect(textsOf(file, text)).toEqual(two);
    const problems = problemsOf(file, text);
    expect(problems).toHaveLength(told === null ? 0 : 1);
    if (told !== null) expect(problems[0]).toEqual([1, expect.stringMatching(told)]);
  });

  it('are told one by one where they are broken, and the others are read', () => {
    expect(textsOf('a.json', '[{"text": "one reef"}, {"text": "two" x}, {"text": "three bays"}] more')).toEqual(['one reef', 'three bays']);
    expect(problemsOf('a.json', '[{"text": "one reef"},\n{"text": "two" x},\n{"text": "three bays"}]\nmore').map(([line]) => line)).toEqual(
      [2, 4],
    );
    const pretty = '{\n  "text": "one reef"\n}\n{\n  "text": "broken\n}\n{\n  "text": "three bays"\n}\n';
    expect(textsOf('a.jsonl', pretty)).toEqual(['one reef', 'three bays']);
    expect(problemsOf('a.jsonl', pretty).map(([line]) => line)).toEqual([1, 4]);
    expect(textsOf('a.jsonl', '{"text": "open\n{"text": "one reef"}')).toEqual(['one reef']);
  });

  it('may be missing', () => {
    expect(problemsOf('a.json', '{}')[0]![1]).toMatch(/^There are no records with a field "text"/);
    expect(problemsOf('a.json', '[]')[0]![1]).toMatch(/^There are no records/);
    expect(problemsOf('a.jsonl', ' \n')[0]![1]).toMatch(/^There are no records/);
  });

  it.each(['{"text":"a b"},', '{\n', '[{"text":', '{"a":[', '"\\"', 'NaN,', '{"text":"<p>a'])(
    'take time that grows with their size (%j)',
    (part) => {
      expectLinear((size) => parse('a.jsonl', part.repeat(size / part.length)), 40_000);
      expectLinear((size) => parse('a.json', `[${part.repeat(size / part.length)}`), 40_000);
    },
  );
});

describe('the path to a text', () => {
  const record = '{"doc": {"body.en": {"text": "A reef grows."}}, "list": [{"t": "one bay"}, {"t": "two bays"}], "a[0]": "odd name"}';
  it.each([
    ['doc.body.en.text', 'A reef grows.'],
    ['doc.body\\.en.text', 'A reef grows.'],
    ['list[1].t', 'two bays'],
    ['list[-2].t', 'one bay'],
    ['list[].t', 'one bay\n\ntwo bays'],
    ['a[0]', 'odd name'],
  ])('%s leads there', (field, text) => {
    expect(textsOf('a.jsonl', record, field)).toEqual([text]);
  });

  it('is told where it leads nowhere, with those there are', () => {
    const [problem] = problemsOf('notes [old].jsonl', record, 'body');
    expect(problem![1]).toContain('no field "body"; it has: doc.body\\.en.text, list[].t, a\\[0]. Set corpus.textField');
    expect(problem![1]).toContain(String.raw`textField: { "notes \\[old\\].jsonl": … }`);
  });
});

describe('a conversation', () => {
  const chat = `{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": [{"type": "text", "text": "Why do reefs grow?"}, {"type": "image_url"}]}, {"role": "assistant", "content": null, "tool_calls": []}, {"role": "assistant", "content": "# Reefs\\n\\nCorals **build** them."}]}`;

  it('is a document of its turns, without those of systems and tools', () => {
    const { documents, omissions } = parse('a.jsonl', chat);
    const [passage] = documents[0]!.passages;
    expect(passage!.text).toBe('Why do reefs grow?\n\n– Reefs\n\nCorals build them.');
    expect(passage!.headings).toEqual([]);
    expect(omissions.map(({ kind, count }) => [kind, count])).toEqual([
      ['data', 1],
      ['turn', 2],
    ]);
    checkInvariants(chat, documents[0]!.passages);
    const start = passage!.text.indexOf('Corals build');
    const span = toFileSpan(passage!, { start, end: start + 12 });
    expect(chat.slice(span.start, span.end)).toBe('Corals **build');
  });

  it('has other names for its fields, and gives way to a path that leads to a text', () => {
    const other =
      '{"conversations": [{"from": "human", "value": "Why is the bay calm?"}, {"from": "Ana", "value": "It lies behind a cape."}]}';
    expect(textsOf('a.jsonl', other)).toEqual(['Why is the bay calm?\n\n– It lies behind a cape.']);
    expect(textsOf('a.jsonl', other, 'conversations[1].value')).toEqual(['It lies behind a cape.']);
    expect(problemsOf('a.jsonl', '{"messages": []}')[0]![1]).toContain('no field "text"');
    expect(problemsOf('a.jsonl', '{"messages": [{"role": "tool", "content": "1"}]}')[0]![1]).toContain('Nobody says anything');
  });
});

describe('what the text of a record is written in', () => {
  const first = (text: string, textFormat?: 'text' | 'markdown' | 'html'): string =>
    textsOfFormat(JSON.stringify({ text }), textFormat)[0]!;

  it.each([
    ['<div class="c"><p>A reef&nbsp;grows.</p><script>var x = 1;</script></div>', 'A reef grows.'],
    ['A reef <b>grows</b> &amp; grows.', 'A reef grows & grows.'],
    ['# Reefs\n\nA **reef** grows. See [bays](https://e.org).', 'Reefs\n\nA reef grows. See bays.'],
    ['A reef:\n\n```\nx = 1\n```', 'A reef:\n\n```\nx = 1\n```'],
    // Plain texts with a mark or a bracket in them.
    ['A reef * grows # fast', 'A reef * grows # fast'],
    ['If a < b and c > d, the reef_of_x grows', 'If a < b and c > d, the reef_of_x grows'],
    ['# a reef grows', '# a reef grows'],
  ])('is told by the text: %j', (text, expected) => {
    expect(first(text)).toBe(expected);
  });

  it('is what the settings say', () => {
    expect(first('# A reef\n\nIt grows.', 'markdown')).toBe('A reef\n\nIt grows.');
    expect(first('<p>A reef grows.</p>', 'text')).toBe('<p>A reef grows.</p>');
    expect(first('A reef &gt; bay', 'html')).toBe('A reef > bay');
  });
});

describe('a notebook', () => {
  const notebook = JSON.stringify({
    cells: [
      { cell_type: 'markdown', source: ['# Reefs\n', '\n', 'A *reef* "grows".'] },
      { cell_type: 'code', source: '  x = 1\nprint(x)', outputs: [{ text: '1' }, { data: {} }] },
      { cell_type: 'raw', source: 'raw' },
      { cell_type: 'code', source: [], outputs: [] },
    ],
    nbformat: 4,
    metadata: { kernelspec: { language: 'Python' }, language_info: { version: '3' } },
  });

  it('is its cells of Markdown and of code; what programs put out is left out', () => {
    const { documents, omissions, problems } = parse('a.ipynb', notebook);
    const [passage] = documents[0]!.passages;
    expect(problems).toEqual([]);
    expect(documents[0]!.title).toBe('Reefs');
    expect(passage!.text).toBe('Reefs\n\nA reef "grows".\n\n```python\n  x = 1\nprint(x)\n```');
    expect(omissions.map(({ kind, count }) => [kind, count])).toEqual([
      ['output', 2],
      ['macro', 1],
    ]);
    checkInvariants(notebook, documents[0]!.passages);
    const start = passage!.text.indexOf('"grows"');
    const span = toFileSpan(passage!, { start, end: start + 7 });
    expect(notebook.slice(span.start, span.end)).toBe('\\"grows\\"');
  });

  it('has its code between fences longer than any in it', () => {
    const text = (source: string): string | undefined =>
      parse('a.ipynb', JSON.stringify({ cells: [{ cell_type: 'code', source }] })).documents[0]?.passages[0]?.text;
    expect(text('grow("```")\n')).toBe('````\ngrow("```")\n````');
    expect(text('a = "🪸')).toBe('```\na = "🪸\n```');
    expect(text('🪸')).toBeUndefined();
  });

  it('is refused when it is none', () => {
    expect(parse('a.ipynb', '# Reefs').problems[0]!.reason).toMatch(/^The notebook is not JSON/);
    expect(parse('a.ipynb', '{}').problems[0]!.reason).toMatch(/no cells/);
  });
});

function textsOfFormat(line: string, textFormat: 'text' | 'markdown' | 'html' | undefined): string[] {
  return parse('a.jsonl', line, 800, 'text', textFormat).documents.map(({ passages }) =>
    passages.map((passage) => passage.text).join('\n\n'),
  );
}
