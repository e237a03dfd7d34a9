/** Tokens of texts, by a model's own `tokenizer.json`. The library is behind this module alone. */
import { Tokenizer } from '@huggingface/tokenizers';
import { messageOf } from '../../errors.ts';
import { type ModelFolder, ModelFolderError } from './model-folder.ts';

interface TextTokens {
  readonly ids: readonly number[];
  /** Tokens at the text's end that did not fit. */
  readonly cut: number;
}

/**
 * Cuts texts into the ids of tokens. The library agrees with the one that models are trained with on all but a capital sigma at
 * the end of a word, which JavaScript writes small as ς and the other as σ.
 */
export class TextTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #maxTokens: number;
  /** Ids that stand before and after every text, as [CLS] and [SEP]. */
  readonly #before: readonly number[];
  readonly #after: readonly number[];

  /** @throws ModelFolderError when the library cannot make anything of the file. */
  constructor({ folder, tokenizer, tokenizerConfig, maxTokens }: ModelFolder) {
    this.#maxTokens = maxTokens;
    try {
      this.#tokenizer = new Tokenizer(tokenizer, tokenizerConfig);
      const [whole, bare] = [this.#encode('a', true), this.#encode('a', false)];
      const start = whole.findIndex((_, at) => bare.every((id, index) => whole[at + index] === id));
      if (bare.length === 0 || start < 0) throw new Error('it gives a text no tokens of its own');
      this.#before = whole.slice(0, start);
      this.#after = whole.slice(start + bare.length);
    } catch (error) {
      throw new ModelFolderError(
        `${folder}: its tokenizer.json cannot be used: ${messageOf(error)}. Copy the file that was published with the model there`,
        { cause: error },
      );
    }
    if (this.#before.length + this.#after.length >= maxTokens) {
      throw new ModelFolderError(`${folder}: by its settings the model reads ${maxTokens} tokens, which leaves no room for a text`);
    }
  }

  /** At most as many as the model reads, those around a text included. */
  encode(text: string): TextTokens {
    const bare = this.#encode(text, false);
    const kept = bare.slice(0, this.#maxTokens - this.#before.length - this.#after.length);
    return { ids: [...this.#before, ...kept, ...this.#after], cut: bare.length - kept.length };
  }

  #encode(text: string, around: boolean): readonly number[] {
    const { ids } = this.#tokenizer.encode(text, { add_special_tokens: around });
    if (!ids.every(Number.isInteger)) throw new Error('its tokenizer.json has no token for what is unknown');
    return ids;
  }
}
