import { css } from 'lit';

export const graphRegionStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    height: 100%;
    container: graph / inline-size;
  }
  .whole {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 8px 12px 4px;
  }
  .title {
    flex: 1 1 200px;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .legend {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .key {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--concept);
  }
  .key.topic {
    border-radius: 2px;
    background: var(--topic);
  }
  .key.ring {
    background: none;
    box-shadow: 0 0 0 2px var(--covered);
  }
  .stage {
    flex: 1;
    display: flex;
    min-height: 0;
  }
  .picture {
    position: relative;
    flex: 1;
    min-width: 0;
    min-height: 0;
  }
  loom-graph-canvas {
    position: absolute;
    inset: 0;
  }
  loom-node-list {
    flex: 0 0 224px;
  }
  loom-node-list.alone {
    flex: 1;
    border: 0;
  }
  loom-inspector {
    flex: 0 0 240px;
    margin: 0 12px 4px 0;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--vscode-editorWidget-background);
  }
  .zoom {
    position: absolute;
    inset: auto 8px 4px auto;
    display: flex;
    gap: 4px;
  }
  .zoom button {
    width: 24px;
    height: 24px;
    border-radius: 4px;
    text-align: center;
    color: var(--soft);
    background: var(--vscode-editor-background);
  }
  .zoom button:hover {
    color: var(--vscode-foreground);
    background: var(--vscode-toolbar-hoverBackground);
  }
  .notice {
    padding: 4px 12px;
  }
  .empty {
    margin: auto;
    padding: 16px;
    text-align: center;
  }
  @container graph (max-width: 599px) {
    .title {
      flex-basis: 100%;
    }
    .legend {
      flex: 1;
    }
    .whole {
      overflow-y: auto;
    }
    .stage {
      flex: 1 0 auto;
      flex-direction: column;
    }
    .picture {
      flex: 1 0 176px;
    }
    loom-node-list {
      flex: none;
      max-height: 200px;
      border: 0;
      border-bottom: 1px solid var(--line);
    }
    loom-inspector {
      flex: none;
      margin: 4px 12px;
      overflow: visible;
    }
  }
`;
