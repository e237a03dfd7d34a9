import type { FilePins } from './model-folder.ts';

/** A folder with a sentence model, by the name that its user gave it. */
export interface NamedFolder {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly pins?: FilePins;
}

/** Prefix of such a model's id: `onnx/NAME`. */
export const onnxPrefix = 'onnx/';
