/** Reading of a list of personas, by the engine and by whoever asks it to write for one. */
export { personasIn } from '../core/methods/personas/list.ts';
