import * as vscode from 'vscode';
import type { PanelWindow } from '../panel/panel.ts';
import { exists, type Project } from '../project.ts';
import { columnFor } from '../reveal/reveal.ts';

/** A template to begin with: what it may name, and rows of two columns. */
const beginning = `{#- Makes a row of each accepted sample: a JSON object, or nothing for one to leave out.
   There are id, shape, method, question, answer, final_answer, title, text, messages, options,
   correct, explanation, chosen, rejected, topics, concepts, question_concepts, references,
   evidence, model, answer_model, prompt, answer_prompt, instruction, fields (by name), edited,
   version, parent, seed, run, reviewer, created, changed; and conversation, the turns of
   whatever can be read as one. Insert texts with tojson: it adds quotation marks, and escapes
   what has to be. -#}
{%- if question -%}
{
  "prompt": {{ question | tojson }},
  "completion": {{ answer | tojson }}
}
{%- endif -%}
`;

/** Asks for the name of a template, writes one to begin with, and opens it. */
export async function newTemplate(project: Project, panel: PanelWindow, title: string, known: readonly string[]): Promise<void> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the template'),
    validateInput: (text) => {
      if (!/^[\w-]{1,60}$/.test(text)) return vscode.l10n.t('Letters, digits, “-” and “_” make a name.');
      return known.includes(text) ? vscode.l10n.t('There is a template of this name already.') : undefined;
    },
  });
  if (name === undefined) return;
  const file = vscode.Uri.joinPath(project.folder, '.loom', 'exports', `${name}.jinja`);
  if (!(await exists(file))) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(beginning));
  await vscode.commands.executeCommand('vscode.open', file, { viewColumn: columnFor(file.toString(), panel.column) });
}
