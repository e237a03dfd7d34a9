import { css } from 'lit';

/** Fields for a number or a name. */
export const inputs = css`
  input[type='text'],
  input[type='number'] {
    width: 96px;
    height: 26px;
    padding: 0 8px;
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--line)));
    border-radius: 2px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground, var(--vscode-foreground));
    font: inherit;
  }
  input[type='text']::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }
  input[aria-invalid='true'] {
    border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
  }
`;

export const typedIn = ({ target }: Event): string => (target instanceof HTMLInputElement ? target.value.trim() : '');
