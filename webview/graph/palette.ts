import { resolveColour } from '../ui/theme.ts';

type Colour = readonly [number, number, number];

/** The graph's colours, as the canvas needs them: resolved numbers, read again when the theme changes. */
export interface Palette {
  readonly background: string;
  readonly topic: string;
  readonly concept: string;
  readonly softTopic: string;
  readonly softConcept: string;
  readonly faintTopic: string;
  readonly faintConcept: string;
  readonly covered: string;
  readonly faintCovered: string;
  readonly line: string;
  readonly litLine: string;
  readonly faintLine: string;
  readonly text: string;
  readonly softText: string;
  readonly faintText: string;
  readonly accent: string;
  readonly font: string;
}

export function readPalette(probe: HTMLElement): Palette {
  const background = mix(resolveColour(probe, 'var(--vscode-editor-background)'), [0, 0, 0], 0);
  const colour = (expression: string): Colour => {
    const resolved = resolveColour(probe, expression);
    return mix(resolved, background, 1 - resolved[3]);
  };
  const text = colour('var(--vscode-foreground)');
  const topic = colour('var(--topic)');
  const concept = colour('var(--concept)');
  const covered = colour('var(--covered)');
  const faint = (from: Colour): string => css(mix(from, background, 0.72));
  return {
    background: css(background),
    topic: css(topic),
    concept: css(concept),
    covered: css(covered),
    softTopic: css(mix(topic, background, 0.45)),
    softConcept: css(mix(concept, background, 0.45)),
    faintTopic: faint(topic),
    faintConcept: faint(concept),
    faintCovered: faint(covered),
    line: css(mix(text, background, 0.7)),
    litLine: css(mix(text, background, 0.45)),
    faintLine: css(mix(text, background, 0.91)),
    text: css(text),
    softText: css(mix(text, background, 0.25)),
    faintText: css(mix(text, background, 0.6)),
    accent: css(colour('var(--vscode-focusBorder)')),
    font: getComputedStyle(probe).fontFamily,
  };
}

/** `share` of the second colour. */
function mix(a: readonly [number, number, number, ...unknown[]], b: Colour, share: number): Colour {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

function css([red, green, blue]: Colour): string {
  return `rgb(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)})`;
}
