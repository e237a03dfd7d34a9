import { css } from 'lit';

/** The two ways, the slider of the threshold, in the theme's colours, and the groups. */
export const duplicatesStyles = css`
  .ways {
    display: flex;
    gap: 16px;
    margin: 4px 0 8px;
  }
  .ways button {
    border-radius: 2px;
    color: var(--soft);
  }
  .ways button:hover,
  .ways button[aria-pressed='true'] {
    color: var(--vscode-foreground);
  }
  .ways button[aria-pressed='true'] {
    text-decoration: underline;
    text-underline-offset: 4px;
  }
  .ways button:focus-visible {
    outline-offset: 2px;
  }
  .to-do {
    margin-bottom: 8px;
  }
  input[type='range'] {
    width: 160px;
    max-width: 100%;
    height: 20px;
    margin: 0;
    appearance: none;
    background: none;
    cursor: pointer;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--vscode-foreground) 24%, transparent);
  }
  input[type='range']::-webkit-slider-thumb {
    width: 12px;
    height: 12px;
    margin-top: -4px;
    appearance: none;
    border-radius: 50%;
    background: var(--accent);
  }
  input[type='range']:focus-visible {
    outline-offset: 2px;
  }
  .groups {
    display: grid;
    gap: 8px;
    margin-top: 12px;
  }
  .member {
    padding: 4px 0;
  }
  .member + .member {
    border-top: 1px solid var(--line);
  }
  .member p {
    overflow-wrap: anywhere;
  }
  .ask {
    margin-top: 8px;
  }
`;
