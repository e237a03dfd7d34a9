/** What can be chosen on the page, as it stands in the addresses of both its frames. */
import type { FakeSetup } from '../fake/answers.ts';
import { themeNames, type ThemeName } from '../kit/themes.ts';

export interface Choices {
  readonly theme: ThemeName;
  readonly width: number;
  readonly setup: FakeSetup;
}

const initial = { theme: 'dark', width: '900', samples: '', focus: 'file', empty: '', restricted: '' };

/** The fields of the form, by their names. */
export type Fields = Record<keyof typeof initial, string>;

export function fieldsOf(address: string): Fields {
  const given = new URLSearchParams(address);
  return { ...initial, ...Object.fromEntries([...given].filter(([name]) => name in initial)) };
}

export const addressOf = (fields: Fields): string => `?${new URLSearchParams(fields).toString()}`;

export function choicesOf(fields: Fields): Choices {
  return {
    theme: themeNames.find((name) => name === fields.theme) ?? 'dark',
    width: Number(fields.width),
    setup: {
      ...(fields.samples === '' ? {} : { samples: Number(fields.samples) }),
      focus: fields.focus === 'all' ? { kind: 'all' } : { kind: 'file', file: 'sea/tides.md' },
      empty: fields.empty !== '',
      trusted: fields.restricted === '',
    },
  };
}
