import { pagesShow } from './sphinx-tags.ts';

/** What is text of a directive, in reStructuredText and in MyST. */
export interface DirectiveShape {
  /** What stands on the line of the directive itself: a title, the beginning of its text, the name of what is described, or nothing to read. */
  readonly argument: 'title' | 'text' | 'signature' | 'none';
  /** `hidden`: it is for authors, or for other readers than those of pages. */
  readonly body: 'text' | 'code' | 'math' | 'rows' | 'hidden' | 'none';
}

const shapes = new Map<string, DirectiveShape>();

function know(names: string, argument: DirectiveShape['argument'], body: DirectiveShape['body']): void {
  for (const name of names.split(' ')) shapes.set(name, { argument, body });
}

know('note warning tip important hint caution danger error attention seealso', 'text', 'text');
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
// Sphinx shows the first to its authors alone, and the others nowhere.
know('todo comment fixme xxx', 'none', 'hidden');
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

/**
 * The shape of a directive by its name, a domain (`py:`) or the name of an extension's class aside. What nobody knows holds
 * text; its argument is a title when it reads like one.
 */
export function directiveShape(name: string, argument: string): DirectiveShape {
  const bare = name.toLowerCase().replace(/^[\w-]+:(?=[\w-])/, '');
  if (bare === 'only' && !pagesShow(argument)) return { argument: 'none', body: 'hidden' };
  const known = shapes.get(name.toLowerCase()) ?? shapes.get(bare);
  if (known !== undefined) return known;
  if (/^auto|^doxygen/.test(bare)) return { argument: 'none', body: 'none' };
  return { argument: isPhrase(argument) ? 'title' : 'none', body: 'text' };
}
