import { expect, it } from 'vitest';
import { withPlace } from '../../webview/review/place.ts';

it('exchanges the place and keeps all else that was typed', () => {
  const line = 'status:pending file:a.md "two words"';
  expect(withPlace(line, { kind: 'file', file: 'dir/b c.md' })).toBe('file:"dir/b c.md" status:pending "two words"');
  expect(withPlace(line, { kind: 'concept', concept: 't:spring tide' })).toBe('topic:"spring tide" status:pending "two words"');
  expect(withPlace(line, { kind: 'concept', concept: 'c:moon' })).toBe('concept:moon status:pending "two words"');
  expect(withPlace(line, { kind: 'all' })).toBe('status:pending "two words"');
});
