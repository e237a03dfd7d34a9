import type { Span } from '../passage.ts';
import { directiveShape } from './directives.ts';
import type { Mask } from './mask.ts';
import { title, type LineReading, type MarkedLine } from './marked-line.ts';

/** A directive of MyST: its line, its options, and what its body is. */
export function readDirective(text: string, line: MarkedLine, name: string, argument: string, close: Span): LineReading {
  const shape = directiveShape(name, argument);
  if (name === 'eval-rst' || shape.body === 'none' || shape.body === 'hidden') {
    const omit = shape.body === 'hidden' ? 'comment' : 'macro';
    return { masks: [{ start: line.at, end: close.end, kind: 'blank', omit }], next: close.end };
  }
  const bodyStart = Math.min(afterOptions(text, line.end), close.start);
  const closing: Mask[] = close.start < close.end ? [{ start: close.start, end: close.end, kind: 'blank' }] : [];
  if (shape.body === 'code') {
    const language = /^[\w+#.-]{1,40}/.exec(argument)?.[0] ?? '';
    const masks: Mask[] = [
      { start: line.at, end: line.end, kind: 'fence', text: `\`\`\`${language}` },
      { start: line.end, end: bodyStart, kind: 'blank' },
      ...closing.map((mask): Mask => ({ ...mask, start: behindPrefix(text, mask.start, mask.end), kind: 'fence', text: '```' })),
    ];
    return { masks: masks.filter(({ start, end }) => start < end), next: close.end };
  }
  if (shape.body === 'math') {
    const masks: Mask[] = [{ start: line.at, end: bodyStart, kind: 'blank' }, ...closing];
    const inside = text.slice(bodyStart, close.start);
    const start = bodyStart + /^\s*/.exec(inside)![0].length;
    const end = bodyStart + inside.trimEnd().length;
    if (start < end) masks.splice(1, 0, { start, end, kind: 'formula' });
    return { masks: masks.filter((mask) => mask.start < mask.end), next: close.end };
  }
  const shown = shape.argument === 'none' ? '' : argument;
  const whole = text.slice(line.at, line.end);
  const reading = title(line, whole, shown, name.startsWith('tab'));
  const options: Mask = { start: line.end, end: bodyStart, kind: 'blank' };
  return {
    masks: [...reading.masks, ...(options.start < options.end ? [options] : []), ...closing],
    next: shown === '' ? bodyStart : reading.next,
  };
}

/** Behind `:key: value` lines, or the YAML between two lines of hyphens, that open the body of a directive. */
function afterOptions(text: string, lineEnd: number): number {
  const rest = text.slice(lineEnd, lineEnd + 5000);
  const yaml = /^\r?\n[ \t>]*---[ \t]*\r?\n(?:[^\n]*\n){0,40}?[ \t>]*---[ \t]*(?=\r?\n|$)/.exec(rest);
  const fields = /^(?:\r?\n[ \t>]*:[\w-]{1,60}:[^\n]*)+/.exec(rest);
  return lineEnd + (yaml ?? fields ?? [''])[0].replace(/\r$/, '').length;
}

function behindPrefix(text: string, start: number, end: number): number {
  return start + /^[ \t>]*/.exec(text.slice(start, end))![0].length;
}
