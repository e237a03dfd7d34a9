/** Patterns of the kinds of a mixture: told apart by their lines as well as by their colours. */
import { css, svg, type SVGTemplateResult } from 'lit';
import type { MixtureKind } from '../../../src/protocol/mixture.ts';

interface KindPattern {
  readonly colour: string;
  /** Lines within 8 × 8 units, as a path; null for an even area. */
  readonly lines: string | null;
}

const patterns: Readonly<Record<MixtureKind, KindPattern>> = {
  natural: { colour: 'var(--vscode-charts-blue)', lines: null },
  hq: { colour: 'var(--vscode-charts-green)', lines: 'M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6' },
  qa: { colour: 'var(--topic)', lines: 'M0,2 H8 M0,6 H8' },
  textbook: { colour: 'var(--vscode-charts-red)', lines: 'M2,0 V8 M6,0 V8' },
  questions: { colour: 'var(--vscode-charts-yellow)', lines: 'M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2' },
  persona: { colour: 'var(--vscode-foreground)', lines: 'M0,4 H8 M4,0 V8' },
  other: { colour: 'var(--soft)', lines: 'M1,1 H3 M5,5 H7' },
};

export const patternStyles = css`
  .swatch {
    flex: none;
    width: 12px;
    height: 12px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 2px;
  }
`;

/** Definitions that fills of this part of the page refer to. */
export const patternsOf = (kinds: readonly MixtureKind[]): SVGTemplateResult =>
  svg`<defs>${kinds.map((kind) => {
    const { colour, lines } = patterns[kind];
    return svg`<pattern id=${`pattern-${kind}`} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill=${colour} fill-opacity=${lines === null ? 0.85 : 0.25}></rect>
      <path d=${lines ?? ''} fill="none" stroke=${colour} stroke-width="2"></path>
    </pattern>`;
  })}</defs>`;

export const fillOf = (kind: MixtureKind): string => `url(#pattern-${kind})`;
