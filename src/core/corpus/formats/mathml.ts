import { decodeReferences } from './entities.ts';

interface Element {
  readonly name: string;
  readonly attributes: string;
  readonly children: (Element | string)[];
}

/** Formulas nest a few levels deep; what nests deeper than this is not for reading. */
const deepest = 100;
const token = /<(\/?)([A-Za-z][\w:.-]*)((?:"[^"<]*"|'[^'<]*'|[^"'<>])*)>|<!--[^>]*-->|([^<]+)|</g;
const dropped = new Set(['annotation', 'annotation-xml', 'mphantom', 'maligngroup', 'malignmark', 'none', 'mprescripts']);
const relation = /^(?:[=≠≈≡≅≃∼~<>≤≥≪≫∝→←↔⇒⇐⇔↦∈∉⊂⊆⊃∪∩∧∨:≔]+|:=)$/u;
const sum = /^[+\-−±∓×·⋅∗*÷]$/u;
/** Around a fraction until its neighbours are known. */
const fractionStart = '\u0001';
const fractionEnd = '\u0002';
// eslint-disable-next-line no-control-regex -- control characters are what no formula has
const marks = /[\u0001\u0002]/g;
// eslint-disable-next-line no-control-regex -- as above
const innermostFraction = /\u0001([^\u0001\u0002]*)\u0002/g;
/** Function application, invisible times, separator and plus. */
const invisible = /[\u2061-\u2064\u200b]/g;

/**
 * A formula in MathML as one line of text: `F_net = 0`, `x^2`, `(a + b)/2`, `√(2gh)`. Annotations are left out.
 * Presentation mark-up only; anything unknown contributes the text inside it.
 */
export function mathmlToText(markup: string): string {
  const root = parse(markup.replace(marks, ''));
  return root === undefined ? '' : settleFractions(render(root)).replace(/\s+/g, ' ').trim();
}

function parse(markup: string): Element | undefined {
  const root: Element = { name: 'mrow', attributes: '', children: [] };
  const open: Element[] = [root];
  for (const [, close, tag, attributes, text] of markup.matchAll(token)) {
    if (text !== undefined) {
      open.at(-1)!.children.push(decodeReferences(text));
    } else if (tag !== undefined) {
      const name = tag.slice(tag.indexOf(':') + 1).toLowerCase();
      if (close === '/') {
        const depth = open.findLastIndex((element) => element.name === name);
        if (depth > 0) open.length = depth;
      } else {
        const element: Element = { name, attributes: attributes ?? '', children: [] };
        open.at(-1)!.children.push(element);
        if (attributes?.endsWith('/') !== true) open.push(element);
        if (open.length > deepest) return undefined;
      }
    }
  }
  return root;
}

function elements(element: Element): Element[] {
  return element.children.filter((child) => typeof child !== 'string');
}

function render(element: Element): string {
  if (dropped.has(element.name)) return '';
  const parts = elements(element);
  const at = (index: number): string => (parts[index] === undefined ? '' : render(parts[index]).trim());
  switch (element.name) {
    case 'mi':
    case 'mn':
    case 'ms':
      return leaf(element).trim();
    case 'mtext':
      return leaf(element).replace(/\s+/g, ' ');
    case 'mo':
      return operator(leaf(element).trim());
    case 'mspace':
      return ' ';
    case 'msup':
      return at(0) + superscript(at(1));
    case 'msub':
    case 'munder':
      return at(0) + subscript(at(1));
    case 'msubsup':
    case 'munderover':
      return at(0) + subscript(at(1)) + superscript(at(2));
    case 'mover':
      // An accent (a bar, an arrow, a hat) says too little in one line to be worth its noise.
      return at(0);
    case 'mfrac':
      return `${fractionStart}${group(at(0))}/${/\d\p{L}/u.test(at(1)) ? `(${at(1)})` : group(at(1))}${fractionEnd}`;
    case 'msqrt':
      return `√${group(row(element))}`;
    case 'mroot':
      return `root(${at(0)}, ${at(1)})`;
    case 'mfenced':
      return fenced(element, parts);
    case 'mtable':
      // The lines of a derivation go on with "= …"; others are equations of their own.
      return parts
        .map((part) => render(part).trim())
        .filter(Boolean)
        .join('; ')
        .replace(/; (?=[=≈≠<>≤≥])/gu, ' ');
    case 'mtr':
    case 'mlabeledtr':
      return parts
        .map((part) => render(part).trim())
        .filter(Boolean)
        .join(' ');
    case 'mmultiscripts':
      return scripts(parts);
    case 'semantics':
      return parts[0] === undefined ? '' : render(parts[0]);
    default:
      return row(element);
  }
}

function leaf(element: Element): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : leaf(child)))
    .join('')
    .replace(invisible, '');
}

function operator(sign: string): string {
  if (relation.test(sign) || sum.test(sign)) return ` ${sign} `;
  return /^[,;]$/.test(sign) ? `${sign} ` : sign;
}

/** Children side by side; a sign without a left operand stands close to what it signs. */
function row(element: Element): string {
  let text = '';
  for (const child of element.children) {
    if (typeof child === 'string') {
      if (child.trim() !== '') text += child.replace(/\s+/g, ' ');
      continue;
    }
    const part = render(child);
    const sign = part.trim();
    if (sum.test(sign) && /(?:^|[=≠≈<>≤≥∝→(,;[/^×·⋅]\s*)$/u.test(text)) text += sign;
    else text += /^[.,]/.test(sign) ? sign + (part.endsWith(' ') ? ' ' : '') : part;
  }
  return text;
}

/** Puts marked fractions in parentheses where they stand right beside another factor: `(1/2)at^2`. */
function settleFractions(text: string): string {
  let settled = text;
  while (settled.includes(fractionStart)) {
    const before = settled;
    settled = settled.replace(innermostFraction, (all: string, inner: string, offset: number, whole: string) => {
      const [left, right] = [whole.charAt(offset - 1), whole.charAt(offset + all.length)];
      const isFactor = left === fractionEnd || right === fractionStart || /[\p{L}\p{N})\]]/u.test(left) || /[\p{L}\p{N}(√]/u.test(right);
      return isFactor ? `(${inner})` : inner;
    });
    if (settled === before) return settled.replace(marks, '');
  }
  return settled;
}

function isSimple(text: string): boolean {
  return /^[\p{L}\p{N}.′'∞°º%]*$/u.test(text);
}

function group(text: string): string {
  return /^[\p{L}\p{N}.′'∞°º%_^]*$/u.test(text) || /^\([^()]*\)$/.test(text) ? text : `(${text})`;
}

function superscript(text: string): string {
  if (text === '') return '';
  if (/^[′″‴'*†°º∘]+$/u.test(text)) return text.replace(/∘/gu, '°');
  return /^[-−–+]?[\p{L}\p{N}.]+$/u.test(text) || /^[-−–+]$/.test(text) ? `^${text}` : `^(${text})`;
}

function subscript(text: string): string {
  if (text === '') return '';
  return isSimple(text) ? `_${text}` : `_(${text})`;
}

function fenced(element: Element, parts: readonly Element[]): string {
  const attribute = (name: string, otherwise: string): string => {
    const value = new RegExp(`${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(element.attributes);
    return value === null ? otherwise : decodeReferences(value[1] ?? value[2] ?? '');
  };
  const separator = attribute('separators', ',').trim().charAt(0);
  const inner = parts.map((part) => render(part).trim()).join(separator === '' ? ' ' : `${separator} `);
  return attribute('open', '(') + inner + attribute('close', ')');
}

/** Base, then pairs of sub- and superscripts, then, after `mprescripts`, the pairs that stand before the base. */
function scripts(parts: readonly Element[]): string {
  const [base, ...rest] = parts;
  if (base === undefined) return '';
  const cut = rest.findIndex((part) => part.name === 'mprescripts');
  const after = cut === -1 ? rest : rest.slice(0, cut);
  const before = cut === -1 ? [] : rest.slice(cut + 1);
  const pairs = (list: readonly Element[]): string => {
    let text = '';
    for (let index = 0; index < list.length; index += 2) {
      const [sub, sup] = [list[index], list[index + 1]];
      text += (sup === undefined ? '' : superscript(render(sup).trim())) + (sub === undefined ? '' : subscript(render(sub).trim()));
    }
    return text;
  };
  const lead = pairs(before);
  return (lead === '' ? '' : `${lead} `) + render(base).trim() + pairs(after);
}
