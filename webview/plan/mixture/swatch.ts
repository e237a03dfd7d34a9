import { html, type TemplateResult } from 'lit';
import type { MixtureKind } from '../../../src/protocol/mixture.ts';
import { fillOf, patternsOf } from './patterns.ts';

/** A small area in the pattern of a kind. */
export const swatch = (kind: MixtureKind): TemplateResult =>
  html`<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">
    ${patternsOf([kind])}
    <rect width="12" height="12" fill=${fillOf(kind)}></rect>
  </svg>`;
