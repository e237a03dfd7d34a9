import * as vscode from 'vscode';
import { mayHaveFormula } from '../../protocol/formula-signs.ts';

/** Texts of samples as a label or a hover can show them: with formulas in characters. */
export async function readable(texts: readonly string[]): Promise<readonly string[]> {
  if (!texts.some(mayHaveFormula)) return texts;
  const { withFormulasAsText } = await import('./formula-text.ts');
  return texts.map((text) => (mayHaveFormula(text) ? withFormulasAsText(text) : text));
}

/**
 * A text of a model as Markdown of a hover, with facts in plain text below. No image of it is fetched, and no words hide an address: what
 * would open either is text. HTML is text anyway, and nothing is trusted to run.
 */
export function hover(text: string, facts: readonly string[]): vscode.MarkdownString {
  const shown = new vscode.MarkdownString(text.replace(/!\[/g, '!\\[').replace(/\](?=[([:])/g, ']\\'));
  shown.appendMarkdown('\n\n');
  for (const fact of facts) shown.appendText(`${fact}\n`);
  return shown;
}
