import { describe, expect, it } from 'vitest';
import { workOf } from '../../../src/extension/panel/work-of.ts';
import { hostRequests } from '../../../src/protocol/webview.ts';

describe('what the panel can call off', () => {
  it('is each decision and measurement of many samples, and the comparing of two states', () => {
    expect(workOf('review/accept')).toBe('deciding');
    expect(workOf('quality/measure')).toBe('measuring');
    expect(workOf('snapshots/compare')).toBe('comparing');
    expect(workOf('snapshots/list')).toBeUndefined();
  });

  it('is called by its name on the wire', () => {
    expect(hostRequests.cancel.params.parse({ what: 'comparing' })).toEqual({ what: 'comparing' });
    expect(hostRequests.cancel.params.safeParse({ what: 'reading' }).success).toBe(false);
  });
});
