import { describe, expect, it } from 'vitest';
import { newPersonas, personasIn } from '../../../src/core/methods/personas/list.ts';

describe('a list of personas', () => {
  it('is a persona a line, without remarks', () => {
    expect(personasIn('# people\r\na pilot\r\n\r\n  a nurse \n#not her')).toEqual(['a pilot', 'a nurse']);
    expect(personasIn('\n# none\n')).toEqual([]);
  });

  it('takes in those who are not there yet, whatever their case, marks and article', () => {
    const found = ['A pilot, who sails', 'the Pilot who sails!', 'A pilot who rows', 'Ａ nurse', '一位老渔民', '一位老渔民。'];
    expect(newPersonas(found, ['a NURSE'])).toEqual(['A pilot, who sails', 'A pilot who rows', '一位老渔民']);
  });
});
