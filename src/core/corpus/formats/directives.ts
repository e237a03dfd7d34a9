/** What is text of a directive, in reStructuredText and in MyST. */
export interface DirectiveShape {
  /** What stands on the line of the directive itself: a title, the beginning of its text, the name of what is described, or nothing to read. */
  readonly argument: 'title' | 'text' | 'signature' | 'none';
  readonly body: 'text' | 'code' | 'math' | 'rows' | 'none';
}

const shapes = new Map<string, DirectiveShape>();

function know(names: string, argument: DirectiveShape['argument'], body: DirectiveShape['body']): void {
  for (const name of names.split(' ')) shapes.set(name, { argument, body });
}

know('note warning tip important hint caution danger error attention seealso todo', 'text', 'text');
know('admonition topic sidebar rubric table list-table dropdown card grid-item-card tab tab-item', 'title', 'text');
know('theorem lemma corollary definition proof remark example exercise algorithm proposition axiom', 'title', 'text');
know('versionadded versionchanged deprecated versionremoved', 'none', 'text');
know('figure epigraph highlights pull-quote compound container glossary line-block parsed-literal only margin aside', 'none', 'text');
know('tabs tab-set grid grid-item panels cards hlist centered blockquote solution ifconfig', 'none', 'text');
know('function method class data attribute exception property describe object option envvar macro type var', 'signature', 'text');
know('module program', 'none', 'text');
know('csv-table', 'title', 'rows');
know('code code-block sourcecode code-cell prompt doctest testcode ipython jupyter-execute', 'none', 'code');
know('math', 'text', 'math');
know(
  'toctree contents sectnum image raw include literalinclude index meta tags highlight default-role currentmodule currentclass sectionauthor ' +
    'codeauthor moduleauthor tabularcolumns acks bibliography footbibliography target-notes header footer title unicode date replace role ' +
    'autosummary autofunction autoclass automodule automethod autoattribute autodata autoexception autodoc automodapi automodsumm autoenum ' +
    'autopydantic_model autoproperty inheritance-diagram graphviz graph digraph mermaid uml plantuml plot testsetup testcleanup testoutput ' +
    'doxygenclass doxygenfunction doxygenfile doxygenstruct doxygenindex productionlist grammar iframe video youtube embed button button-ref ' +
    'button-link eval-rst glue load nb-exec-table tableofcontents argparse click minigallery cssclass ' +
    'consent datatemplate todolist genindex py:module py:currentmodule rst-class default-domain namespace namespace-push namespace-pop',
  'none',
  'none',
);

/** A word or a phrase, and no path, number, signature or option. */
const isPhrase = (argument: string): boolean => /^\p{Lu}[\p{L}\p{N}'’-]*$|^[^/\\<>{}=]*\p{L}[^/\\<>{}=]* [^/\\<>{}=]*$/u.test(argument);

/** Tells whether a directive says something to authors: Sphinx shows `todo` to them alone, and the others nowhere. */
export const isForAuthors = (name: string): boolean => /^(?:todo|comment|fixme|xxx)$/i.test(name);

/** Longest expression that is read; a longer one hides what stands below it. */
const maxExpression = 300;
/** Tags that hold where Sphinx makes pages and is given no others. */
const tags: ReadonlySet<string> = new Set(['html', 'builder_html', 'format_html']);

/** Tells whether pages show what stands below `only`: tags joined by `and`, `or`, `not` and parentheses. */
function isShown(expression: string): boolean {
  if (expression.length > maxExpression) return false;
  const inner = /\(([^()]*)\)/g;
  let flat = expression;
  while (inner.test(flat)) flat = flat.replace(inner, (_, within: string) => (holds(within) ? ' html ' : ' never '));
  return flat.trim() === '' || holds(flat);
}

const holds = (expression: string): boolean =>
  expression
    .split(/\bor\b/)
    .some((part) =>
      part
        .split(/\band\b/)
        .every((term) => tags.has(term.replaceAll(/\bnot\b/g, '').trim()) === (term.match(/\bnot\b/g) ?? []).length % 2 < 1),
    );

/**
 * The shape of a directive by its name, a domain (`py:`) or the name of an extension's class aside. What nobody knows holds
 * text; its argument is a title when it reads like one.
 */
export function directiveShape(name: string, argument: string): DirectiveShape {
  const bare = name.toLowerCase().replace(/^[\w-]+:(?=[\w-])/, '');
  if (bare === 'only' && !isShown(argument)) return { argument: 'none', body: 'none' };
  const known = shapes.get(name.toLowerCase()) ?? shapes.get(bare);
  if (known !== undefined) return known;
  if (/^auto|^doxygen/.test(bare)) return { argument: 'none', body: 'none' };
  return { argument: isPhrase(argument) ? 'title' : 'none', body: 'text' };
}
