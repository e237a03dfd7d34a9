import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Elements that stick out of the panel sideways; only the strip of next sets may, which scrolls. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const all = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.localName !== 'loom-next-sets' && element.shadowRoot !== null ? all(element.shadowRoot) : []),
      ]);
    return all(document.body)
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return (
          width > 1 &&
          (left < -0.5 ||
            right > window.innerWidth + 0.5 ||
            (element.clientWidth > 0 && getComputedStyle(element).overflowX === 'auto' && element.scrollWidth > element.clientWidth))
        );
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });

/** What axe finds wrong with the page, each with where it is. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }> };
    };
    const result = await axe.run();
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${JSON.stringify(target)}: ${failureSummary ?? ''}`),
    );
  });
}
