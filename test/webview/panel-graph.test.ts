import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { panel, readyPanel, ready, question, filter, calls, polling, tidyUp } from './kit/panel.ts';

tidyUp();

describe('the graph', () => {
  /** Null until the picture is drawn in the size the canvas has got: before, nodes stand far outside. */
  const nodeAt = (page: Page, node: string) =>
    page.locator('loom-graph-canvas').evaluate((canvas, id) => {
      const at = (canvas as HTMLElement & { position(node: string): { x: number; y: number } | null }).position(id);
      const box = canvas.getBoundingClientRect();
      const inside = at !== null && at.x > 0 && at.y > 0 && at.x < box.width && at.y < box.height;
      return inside ? { x: box.left + at.x, y: box.top + at.y } : null;
    }, node);

  it('opens the concept of a clicked node, and leaves it by a click beside', async () => {
    const page = await readyPanel();
    await expect.poll(() => nodeAt(page, 'c:tidal range'), polling).not.toBeNull();
    const at = (await nodeAt(page, 'c:tidal range'))!;
    await page.mouse.move(at.x, at.y);
    await page.mouse.click(at.x, at.y);
    await page.getByTestId('inspector-title').getByText('tidal range').waitFor();
    await page.getByText('Next concepts').waitFor();
    await expect.poll(() => filter(page).inputValue(), polling).toBe('concept:"tidal range"');
    const stage = (await page.locator('loom-graph-canvas').boundingBox())!;
    await page.mouse.click(stage.x + 4, stage.y + 4);
    await expect.poll(() => page.getByTestId('inspector-title').count(), polling).toBe(0);
    await expect.poll(() => filter(page).inputValue(), polling).toBe('file:sea/tides.md');
  });

  it('goes to the whole graph and back to the file', async () => {
    const page = await readyPanel();
    await page.getByRole('button', { name: 'whole graph' }).click();
    await expect.poll(() => page.getByTestId('graph-title').innerText(), polling).toBe('Whole graph');
    await page.getByRole('button', { name: 'back to tides.md' }).click();
    await expect.poll(() => page.getByTestId('graph-title').innerText(), polling).toContain('sea/tides.md');
  });

  it('can be read and walked by keyboard alone', async () => {
    const page = await readyPanel();
    await page.getByRole('button', { name: 'Node list' }).press('Enter');
    const nodes = page.getByRole('listbox', { name: 'Nodes of the graph' });
    await expect.poll(() => nodes.getByRole('option').count(), polling).toBe(82);
    await nodes.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByTestId('inspector-title').waitFor();
    await page.getByRole('button', { name: 'Show its neighbourhood' }).press('Enter');
    await expect.poll(async () => (await calls(page, 'graph/view')).at(-1), polling).toMatchObject({ focus: { kind: 'concept' } });
    await page.getByRole('button', { name: 'Close concept' }).press('Enter');
    await expect.poll(() => page.getByTestId('inspector-title').count(), polling).toBe(0);
  });

  it('lights the nodes of a concept set that is pointed at', async () => {
    const page = await readyPanel();
    const set = page.getByRole('button', { name: /tides · estuaries/ });
    await set.click();
    expect(await set.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Others' }).click();
    await expect.poll(async () => (await calls(page, 'sets/sample')).length, polling).toBe(2);
  });

  it('is at rest when nothing happens: no frame is asked for and no timer waits', async () => {
    const page = await panel();
    await page.evaluate(() => {
      const pending = new Set<number>();
      Object.assign(window, { pendingFrames: pending });
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (frame) => {
        const id = ask((time) => {
          pending.delete(id);
          frame(time);
        });
        pending.add(id);
        return id;
      };
    });
    await ready(page);
    const frames = () => page.evaluate(() => (window as unknown as { pendingFrames: Set<number> }).pendingFrames.size);
    await page.getByRole('button', { name: 'Fit the graph' }).click();
    await expect.poll(frames, polling).toBe(0);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    expect(await frames()).toBe(0);
  });

  it('falls back to the list, and says why, where there is no WebGL', async () => {
    const page = await panel({ withoutWebGL: true });
    await question(page).waitFor();
    await page.getByText('WebGL is not available here').waitFor();
    await page
      .getByRole('option', { name: /spring tide/ })
      .first()
      .click();
    await page.getByTestId('inspector-title').getByText('spring tide').waitFor();
  });
});
