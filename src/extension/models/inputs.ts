import * as vscode from 'vscode';
import { DisposableStore } from '../disposables.ts';

/** End of a step: with a value, with the way back to the step before, or with Escape. */
export type Step<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  readonly canGoBack: boolean;
  /** Tells what is wrong with the text; null when nothing is. */
  readonly check: (text: string) => string | null;
}

/** Asks for a line of text. Stays open while something else is looked at: what is typed is often copied from there. */
export function askText(question: TextQuestion): Promise<Step<string>> {
  const box = vscode.window.createInputBox();
  Object.assign(box, { title: question.title, prompt: question.prompt, ignoreFocusOut: true });
  box.value = question.value ?? '';
  box.placeholder = question.placeholder;
  box.password = question.password ?? false;
  return untilDone(box, question.canGoBack, (done) => [
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    }),
    box.onDidAccept(() => {
      const wrong = question.check(box.value);
      if (wrong === null) done(box.value.trim());
      else box.validationMessage = wrong;
    }),
  ]);
}

/** Shows an input until a step is done, the back button is pressed, or it is hidden. */
export async function untilDone<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  canGoBack: boolean,
  listen: (done: (value: T) => void) => vscode.Disposable[],
): Promise<Step<T>> {
  const store = new DisposableStore();
  store.add(input);
  if (canGoBack) input.buttons = [vscode.QuickInputButtons.Back];
  try {
    return await new Promise<Step<T>>((resolve) => {
      for (const each of listen((value) => {
        resolve({ kind: 'value', value });
      })) {
        store.add(each);
      }
      store.add(
        input.onDidTriggerButton((button) => {
          if (button === vscode.QuickInputButtons.Back) resolve({ kind: 'back' });
        }),
      );
      store.add(
        input.onDidHide(() => {
          resolve({ kind: 'cancelled' });
        }),
      );
      input.show();
    });
  } finally {
    store.dispose();
  }
}
