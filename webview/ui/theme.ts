/** VS Code writes a new theme's colours on the root element and its kind on the body. Returns the function that stops watching. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id', 'data-vscode-theme-kind'] });
  return () => {
    observer.disconnect();
  };
}

export function prefersReducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Any CSS colour as red, green and blue 0–255 and opacity 0–1; read off an element of the page, so that variables resolve as they do for text. */
export function resolveColour(probe: HTMLElement, expression: string): readonly [number, number, number, number] {
  probe.style.color = '';
  probe.style.color = expression;
  const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  return [Number(parts[0] ?? 128), Number(parts[1] ?? 128), Number(parts[2] ?? 128), Number(parts[3] ?? 1)];
}
