import { css } from 'lit';

export const kindRowStyles = css`
  :host {
    display: block;
    container: kind / inline-size;
    padding: 12px 0;
    border-top: 1px solid var(--line);
  }
  .kind {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    gap: 4px 40px;
  }
  @container kind (max-width: 639px) {
    .kind {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 4px;
  }
  .share {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  loom-share-slider {
    flex: 1;
  }
  .percent {
    flex: none;
    white-space: nowrap;
  }
  .under,
  .there {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
  }
  .under {
    margin-top: 4px;
  }
  .under .link:disabled {
    color: var(--soft);
    opacity: 1;
  }
  .there {
    font-variant-numeric: tabular-nums;
  }
  .passes {
    white-space: nowrap;
  }
  .passes loom-number-field {
    margin: 0 4px;
  }
  .facts {
    max-width: 72ch;
  }
  .evidence {
    margin-top: 4px;
    overflow-wrap: anywhere;
  }
  .trust {
    padding: 0 4px;
    border: 1px solid var(--line);
    border-radius: 2px;
    white-space: nowrap;
  }
`;
