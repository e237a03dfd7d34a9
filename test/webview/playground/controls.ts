/** The page around the panel: its switches, and a new panel when its code has changed. */
import { themeNames } from '../kit/themes.ts';
import { addressOf, choicesOf, type Fields, fieldsOf } from './choices.ts';

function find<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`index.html has no ${selector}`);
  return found;
}

const form = find('form', HTMLFormElement);
const frame = find('iframe', HTMLIFrameElement);
const output = find('output', HTMLOutputElement);
const fields: Fields = fieldsOf(location.search);

find('select[name=theme]', HTMLSelectElement).append(...themeNames.map((name) => new Option(name, name)));
for (const element of form.elements) {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLSelectElement)) continue;
  const name = element.name as keyof Fields;
  const isBox = element instanceof HTMLInputElement && element.type === 'checkbox';
  if (isBox) element.checked = fields[name] !== '';
  else element.value = fields[name];
  element.addEventListener('input', () => {
    fields[name] = isBox ? (element.checked ? 'yes' : '') : element.value;
    history.replaceState(null, '', addressOf(fields));
    // Width and theme change what is there; the others need another project.
    if (name === 'width') resize();
    else if (name === 'theme') frame.contentWindow?.postMessage({ theme: choicesOf(fields).theme });
    else load();
  });
}

function resize(): void {
  frame.style.width = `${choicesOf(fields).width}px`;
  output.textContent = `${choicesOf(fields).width} px`;
}

function load(): void {
  frame.src = `/panel${addressOf(fields)}`;
}

resize();
load();
new EventSource('/changes').addEventListener('message', load);
