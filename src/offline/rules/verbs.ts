import { set } from './rule.ts';

export const deciding = set('set affect influence determine control govern limit');
export const changing = set(
  'increase reduce decrease affect influence change oppose limit prevent slow raise lower strengthen weaken alter enhance inhibit resist accelerate halve double triple lessen shorten lengthen widen narrow deepen steepen cool warm heat dilute worsen improve hinder block stop delay damp dampen dissipate smooth stabilise stabilize erode',
);
export const making = set('produce cause create generate induce emit release exert form yield');
export const telling = set('state imply say predict show require assert tell mean suggest explain');
/** Verbs whose object one does not ask for. */
export const pale = set(
  'have be do get give take make go come keep let seem become remain look feel find see know think say want try use help start begin continue',
);
/** Verbs that say where a thing is. */
export const residing = set('lie occur form stand sit live settle accumulate collect reside grow appear exist');

export const modals = set('can may will');

export function thirdPerson(base: string): string {
  if (/(?:s|sh|ch|x|z|o)$/.test(base)) return `${base}es`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : `${base}s`;
}
