import { expect, it } from 'vitest';
import { isBareName } from '../../../src/core/quality/persona-names.ts';

it.each([
  'John Smith',
  'Dr. Maria de la Cruz',
  'Ana',
  'Jean-Luc Moreau',
  'O’Brien',
  'Иван Петров',
  '李小龙',
  'John Smith (42)',
  'Mary Ann Lee, PhD',
])('A name says nothing of a person: %s', (persona) => {
  expect(isBareName(persona)).toBe(true);
});

it.each([
  'A potter who packs the kiln of a village',
  'An Engineer',
  'Retired kiln builder',
  'John Smith, who has fired kilns for forty years',
  'Eine Töpferin, die seit 40 Jahren Öfen setzt',
  '一位在景德镇烧窑四十年的老师傅',
  'Гончар, который сорок лет складывает печи',
])('Who somebody is does: %s', (persona) => {
  expect(isBareName(persona)).toBe(false);
});
