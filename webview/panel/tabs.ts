import { css, html, LitElement } from 'lit';
import { panelTabs, type PanelTab } from '../ui/intent.ts';
import { base, buttons } from '../ui/styles.ts';

export const tabTitles: Readonly<Record<PanelTab, string>> = {
  review: 'Review',
  insights: 'Insights',
  snapshots: 'Snapshots',
  plan: 'Plan',
};

const steps: Partial<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The switch between the parts of the panel; arrow keys go through it. Tells of a choice as `loom-tab`. */
export class LoomTabs extends LitElement {
  static override properties = { tab: { attribute: false } };
  static override styles = [
    base,
    buttons,
    css`
      [role='tablist'] {
        display: flex;
        gap: 16px;
      }
      [role='tab'] {
        padding: 2px 0;
        color: var(--soft);
        border-radius: 2px;
      }
      [role='tab']:hover,
      [role='tab'][aria-selected='true'] {
        color: var(--vscode-foreground);
      }
      [role='tab'][aria-selected='true'] {
        box-shadow: 0 2px 0 -1px var(--vscode-focusBorder);
      }
      [role='tab']:focus-visible {
        outline-offset: 3px;
      }
    `,
  ];
  declare tab: PanelTab;

  constructor() {
    super();
    this.tab = 'review';
  }

  override render() {
    return html`<div role="tablist" aria-label="Parts of the panel" @keydown=${this.#press}>
      ${panelTabs.map(
        (tab) =>
          html`<button
            role="tab"
            aria-selected=${tab === this.tab ? 'true' : 'false'}
            tabindex=${tab === this.tab ? 0 : -1}
            data-tab=${tab}
            @click=${() => {
              this.#choose(tab);
            }}
          >
            ${tabTitles[tab]}
          </button>`,
      )}
    </div>`;
  }

  #choose(tab: PanelTab): void {
    if (tab !== this.tab) this.dispatchEvent(new CustomEvent('loom-tab', { detail: tab }));
  }

  readonly #press = (event: KeyboardEvent): void => {
    const at = panelTabs.indexOf(this.tab);
    const ends: Partial<Record<string, number>> = { Home: 0, End: panelTabs.length - 1 };
    const step = steps[event.key];
    const to = ends[event.key] ?? (step === undefined ? null : (at + step + panelTabs.length) % panelTabs.length);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    const tab = panelTabs[to]!;
    this.#choose(tab);
    this.renderRoot.querySelector<HTMLElement>(`[data-tab=${tab}]`)?.focus();
  };
}

customElements.define('loom-tabs', LoomTabs);
