import { css } from 'lit';

export const scalingStyles = css`
  section {
    max-width: 1120px;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-bottom: 4px;
  }
  .paper {
    display: flex;
    align-items: baseline;
    gap: 8px;
    margin-bottom: 8px;
  }
  .paper span span {
    display: block;
  }
  .asked {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    margin: 12px 0;
  }
  .asked label {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .tables {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr));
    gap: 24px 32px;
  }
  .answers {
    margin: 16px 0;
    max-width: 72ch;
  }
  .answers dt {
    margin-top: 8px;
    color: var(--soft);
  }
`;
