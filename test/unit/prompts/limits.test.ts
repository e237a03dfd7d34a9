import { describe, expect, it } from 'vitest';
import { compileTemplate, TemplateError } from '../../../src/core/prompts/template.ts';
import { withinASecond } from '../../../src/engine/runs/time-limit.ts';

const compile = (source: string) => compileTemplate('.loom/prompts/t.jinja', source, withinASecond);

describe('a template within limits', () => {
  it('is rendered as one without', () => {
    const source = `---- system
{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice(name) }} {{ True and not none }}
---- user
{% for i in range(1, 10, 4) %}
{{ i }}{% endfor %}{% for i in range(3, 0, -1) %}{{ i }}{% endfor %}
{% for each in list %}- {{ each.title | upper }}
{% endfor %}
{{ block }}`;
    const variables = { name: 'a', list: [{ title: 'x' }, { title: 'y' }], block: '{{ 7 * 7 }}' };
    expect(compile(source).render(variables)).toEqual(compileTemplate('t', source).render(variables));
    expect(compile(source).hash).toBe(compileTemplate('t', source).hash);
  });

  it.each([
    ['an endless range', '{% for i in range(100000000) %}x{% endfor %}', 'a list grows beyond 100,000 entries'],
    ['a range without a step', '{{ range(0, 3, 0) }}', 'a list grows beyond'],
    ['nested ranges', '{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}', 'takes longer than a second'],
    [
      'a doubling text',
      '{% set ns = namespace(s="xxxxxxxx") %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}',
      'a text grows beyond 10,000,000 characters',
    ],
    [
      'a text that replaces itself',
      '{% set ns = namespace(s="xxxxxxxx") %}{% for i in range(60) %}{% set ns.s = ns.s.replace("x", "xxxxxxxxxxxx") %}{% endfor %}',
      // On a slow machine, the time is over first.
      /a text grows beyond 10,000,000 characters|takes longer than a second/,
    ],
    [
      'a doubling list',
      '{% set ns = namespace(s=[1, 2]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}',
      'a list grows beyond',
    ],
    [
      'a tree of lists as JSON',
      '{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | tojson }}',
      'takes longer than a second',
    ],
    ['a macro that calls itself', '{% macro f(g) %}{{ g(g) }}{% endmacro %}{{ f(f) }}', 'is nested too deeply'],
    [
      'a macro that calls itself twice',
      '{% macro f(g, n) %}{% if n %}{{ g(g, n - 1) }}{{ g(g, n - 1) }}{% endif %}{% endmacro %}{{ f(f, 60) }}',
      'takes longer than a second',
    ],
    ['brackets within brackets', `{{ ${'('.repeat(100_000)}1${')'.repeat(100_000)} }}`, 'is nested too deeply'],
  ])('is stopped: %s', (_, source, problem) => {
    const work = (): unknown => compile(source).render({});
    expect(work).toThrow(TemplateError);
    expect(work).toThrow(typeof problem === 'string' ? `prompt template “.loom/prompts/t.jinja”: ${problem}` : problem);
    // What comes next is rendered as ever.
    expect(compile('{{ x }}').render({ x: 'y' })).toEqual([{ role: 'user', content: 'y' }]);
  });

  it('lets texts of documents through, however long they are', () => {
    const block = 'tide '.repeat(400_000);
    expect(compile('{{ block }}').render({ block })[0]!.content).toBe(block.trim());
  });
});
