import { css } from 'lit';

/** What is unfolded by its name. */
export const folding = css`
  summary {
    width: max-content;
    color: var(--soft);
    cursor: pointer;
  }
`;
