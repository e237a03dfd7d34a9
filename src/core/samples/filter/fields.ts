/**
 * All that samples can be filtered by, in the order in which it is listed and written. From this table follow what requests
 * take, the line of the panel with its completion and the options of the command line; the store says what each means to it.
 */
import { sampleStatuses } from '../sample.ts';
import { shapeIds } from '../shapes/index.ts';
import { flag, ids, name, range, text, words, type Field } from './field.ts';

export const sampleFields = {
  status: { ...words(sampleStatuses), title: 'Status', meaning: 'of this status' },
  file: { ...name(), title: 'File', meaning: 'that refer to this file' },
  topic: { ...name(), title: 'Topic', meaning: 'whose set holds this topic' },
  concept: { ...name(), title: 'Key concept', meaning: 'whose set holds this key concept' },
  method: { ...name(), title: 'Method', meaning: 'made by this method' },
  shape: { ...words(shapeIds), title: 'Shape', meaning: 'of this shape' },
  writer: { ...name(), title: 'Writer', meaning: 'whose text this model wrote' },
  run: { ...name(), title: 'Run', meaning: 'of this run' },
  gate: { ...name(), title: 'Gate', meaning: 'that this gate held back, let in since or not' },
  judge: { ...range(), title: 'Judge’s score', meaning: 'that a judge gave such a mean score, from 1 to 5' },
  judged: { ...flag(), title: 'Judged', meaning: 'whose text a judge has scored, or has not' },
  edited: { ...flag(), title: 'Edited', meaning: 'edited by hand, or not' },
  id: { ...ids(), title: 'Id', meaning: 'with these ids' },
  text: { ...text(), title: 'Words', meaning: 'with all of these words' },
} as const satisfies Record<string, Field>;
