import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';

/** Runs work that need not end by itself; throws, with a message that says so, when it takes too long. */
export type TimeLimit = <T>(work: () => T) => T;

/** Far above any prompt that a model could take in. */
const limits = { text: 10_000_000, list: 100_000 } as const;

/**
 * Compiles one message of a template that a project brought along. While it is rendered, no text and no list may outgrow
 * the limits; time is for the caller to limit.
 */
export function compileWithinLimits(source: string): (variables: Readonly<Record<string, unknown>>) => string {
  const program = parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true }));
  return (variables) => {
    const environment = new Environment();
    for (const [name, value] of Object.entries({ ...globals, ...variables })) environment.set(name, value);
    return new LimitedInterpreter(environment).run(program).toString();
  };
}

class LimitedInterpreter extends Interpreter {
  override evaluate(...args: Parameters<Interpreter['evaluate']>): ReturnType<Interpreter['evaluate']> {
    const result = super.evaluate(...args);
    const { value } = result;
    if (typeof value === 'string' && value.length > limits.text)
      throw new Error(`a text grows beyond ${limits.text.toLocaleString('en')} characters; look for a loop that has too many rounds`);
    if (Array.isArray(value) && value.length > limits.list) throw tooLong();
    return result;
  }
}

/** Globals that the library gives every template, but for the time: a prompt is the same whenever it is rendered. */
const globals = {
  true: true,
  false: false,
  none: null,
  True: true,
  False: false,
  None: null,
  raise_exception: (message: unknown): never => {
    throw new Error(String(message));
  },
  range,
};

function range(from: number, to?: number, step = 1): number[] {
  const [start, end] = to === undefined ? [0, from] : [from, to];
  const length = Math.max(0, Math.ceil((end - start) / step));
  // Not a number, or without end, when the step is zero.
  if (!(length <= limits.list)) throw tooLong();
  return Array.from({ length }, (_, index) => start + index * step);
}

const tooLong = (): Error => new Error(`a list grows beyond ${limits.list.toLocaleString('en')} entries; take a smaller range`);
