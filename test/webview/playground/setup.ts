/** Must come before the fake host, which reads `loomSetup` when it is loaded. */
import type {} from '../fake/host.ts';
import { theme, themeNames } from '../kit/themes.ts';
import { choicesOf, fieldsOf } from './choices.ts';

const { setup, theme: first } = choicesOf(fieldsOf(location.search));
window.loomSetup = setup;

function wear(name: (typeof themeNames)[number]): void {
  const { bodyClass, variables } = theme(name);
  document.documentElement.removeAttribute('style');
  for (const [variable, value] of Object.entries(variables)) document.documentElement.style.setProperty(variable, value);
  document.body.className = bodyClass;
  document.body.dataset.vscodeThemeKind = bodyClass.split(' ')[0];
}

wear(first);
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data !== 'object' || data === null || !('theme' in data)) return;
  const chosen = themeNames.find((name) => name === data.theme);
  if (chosen !== undefined) wear(chosen);
});
