/** Encodings of corpus files, for whoever shows one: what editors call them, and what the platform does not decode. */
export { decodeUtf32, editorEncoding, type Encoding } from '../core/corpus/encodings.ts';
