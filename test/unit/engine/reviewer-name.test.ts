import { homedir, userInfo } from 'node:os';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { reviewerName } from '../../../src/engine/reviewer-name.ts';

it('a reviewer has the name they chose, and else one that stays and does not tell who they are', () => {
  expect(reviewerName(' Ada ')).toBe('Ada');
  for (const none of [undefined, '', ' ']) expect(reviewerName(none)).toMatch(/^reviewer-[0-9a-f]{6}$/);
  expect(reviewerName(undefined)).toBe(reviewerName(''));
  for (const name of [userInfo().username, basename(homedir())]) expect(reviewerName(undefined).split('-')).not.toContain(name);
});
