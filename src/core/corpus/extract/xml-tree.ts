/** XML as a tree, as far as documents in archives need it. Entities that a document declares are not expanded: there is no bomb to make of them. */
import { Parser } from 'htmlparser2';
import { Refusal } from '../refusal.ts';

/** An element; its name goes without its prefix, and so do those of attributes where none is called so without it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/** Documents nest some tens of levels deep: what nests deeper would fill the stack of what reads it. */
const deepest = 400;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The root of a document: an element without a name around it. @throws Refusal when it nests too deeply */
export function xmlTree(text: string): XmlElement {
  interface Open {
    readonly name: string;
    readonly attributes: Record<string, string>;
    readonly children: (XmlElement | string)[];
  }
  const open: Open[] = [{ name: '', attributes: {}, children: [] }];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length > deepest) throw new Refusal('The mark-up in it is nested too deeply to be read.');
        const named: Record<string, string> = { ...attributes };
        for (const [key, value] of Object.entries(attributes)) named[local(key)] = attributes[local(key)] ?? value;
        const element = { name: local(name), attributes: named, children: [] };
        open.at(-1)!.children.push(element);
        open.push(element);
      },
      ontext(words) {
        const { children } = open.at(-1)!;
        const last = children.at(-1);
        if (typeof last === 'string') children[children.length - 1] = last + words;
        else children.push(words);
      },
      onclosetag() {
        if (open.length > 1) open.pop();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  return open[0]!;
}

export const elementsOf = ({ children }: XmlElement): XmlElement[] => children.filter((child) => typeof child !== 'string');

/** The first child of a name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element && elementsOf(element).find((child) => child.name === name);

/** All elements of a name below one, in the order of the document; within one that is found, none is looked for. */
export function* allOf(element: XmlElement, name: string): Generator<XmlElement> {
  for (const child of elementsOf(element)) {
    if (child.name === name) yield child;
    else yield* allOf(child, name);
  }
}

export const textOf = (element: XmlElement): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
