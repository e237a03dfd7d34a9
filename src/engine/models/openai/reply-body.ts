/** The body of a response as the values in it, whatever its type is called: a stream of events, one JSON value, or one a line. */

/** A body that is a text of neither form. */
export class NoReply extends Error {
  override readonly name = 'NoReply';
  readonly text: string;
  readonly type: string;

  constructor(text: string, type: string) {
    super('the body holds neither events nor JSON');
    this.text = text;
    this.type = type;
  }
}

/** The body ended within a value, though its connection did not break. */
export class CutBody extends Error {
  override readonly name = 'CutBody';
}

/** How a body came to its end: as one whole value, with the mark of a stream's end, or without. */
export type BodyEnd = 'whole' | 'marked' | 'unmarked';

/** @param isError true when the server calls it an error */
type TakeValue = (value: unknown, isError: boolean) => void;

/** Enough of a text to show. */
const shownLength = 1000;

/**
 * Hands on each value of a body as soon as it is there. Servers send streams under every type and none, and JSON where a stream was
 * asked for: the first character tells.
 * @throws NoReply, CutBody, SyntaxError; whatever reading throws.
 */
export async function readReplyBody({ body, headers }: Response, take: TakeValue): Promise<BodyEnd> {
  const type = headers.get('content-type') ?? '';
  if (body === null) throw new NoReply('', type);
  const decoder = new TextDecoder();
  let form: BodyForm | undefined;
  const reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const text = decoder.decode(part.value, { stream: true });
      if (form === undefined) {
        // Of blanks before it, nothing is kept: there may be megabytes.
        const start = text.trimStart();
        form = formOf(start, type, take);
        form?.push(start);
      } else form.push(text);
      if (form?.isOver === true) {
        void finishReading(reader);
        return form.end();
      }
    }
  } catch (error) {
    // What is read no further is no error of its own.
    await reader.cancel().catch(() => undefined);
    throw error;
  }
  const rest = decoder.decode();
  if (form === undefined) throw new NoReply('', type);
  form.push(rest);
  return form.end();
}

/** Time that a server has to end a stream after its mark, before the connection is given up. */
const endMs = 1000;

/** A connection can be used again once its response is read; nobody waits for that. */
async function finishReading(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), endMs);
  try {
    while (!(await reader.read()).done);
  } catch {
    // The reply is there: what becomes of its connection is of no matter.
  } finally {
    clearTimeout(timer);
  }
}

interface BodyForm {
  push(text: string): void;
  /** True when nothing of what follows counts. */
  readonly isOver: boolean;
  end(): BodyEnd;
}

function formOf(start: string, type: string, take: TakeValue): BodyForm | undefined {
  const first = start[0];
  if (first === undefined) return undefined;
  return first === '{' || first === '[' ? new JsonBody(take) : new EventBody(type, take);
}

/** One value, or one a line: which of them, the first line tells. */
class JsonBody implements BodyForm {
  readonly isOver = false;
  readonly #take: TakeValue;
  readonly #lines = new LineCutter();
  readonly #whole: string[] = [];
  #form: 'unknown' | 'value' | 'lines' = 'unknown';

  constructor(take: TakeValue) {
    this.#take = take;
  }

  push(text: string): void {
    if (this.#form !== 'lines') this.#whole.push(text);
    if (this.#form === 'value') return;
    for (const line of this.#lines.push(text)) this.#line(line);
  }

  #line(line: string): void {
    if (this.#form === 'value' || line.trim() === '') return;
    if (this.#form === 'lines') {
      this.#take(JSON.parse(line), false);
      return;
    }
    const value = parsed(line);
    this.#form = value === undefined ? 'value' : 'lines';
    if (value !== undefined) this.#take(value, false);
  }

  end(): BodyEnd {
    if (this.#form === 'lines') {
      const rest = this.#lines.rest().trim();
      if (rest === '') return 'unmarked';
      const value = parsed(rest);
      if (value === undefined) throw new CutBody('the last line is not whole');
      this.#take(value, false);
      return 'unmarked';
    }
    this.#take(JSON.parse(this.#whole.join('')), false);
    return 'whole';
  }
}

/** Server-sent events (WHATWG HTML §9.2), more forgiving: an end without its blank line, and values that a blank line should part. */
class EventBody implements BodyForm {
  isOver = false;
  readonly #take: TakeValue;
  readonly #lines = new LineCutter();
  #data: string[] = [];
  #name = '';
  #hasFields = false;
  #hasValues = false;
  #unknown = '';
  readonly #type: string;

  constructor(type: string, take: TakeValue) {
    this.#type = type;
    this.#take = take;
  }

  push(text: string): void {
    for (const line of this.#lines.push(text)) {
      if (this.isOver) return;
      this.#line(line);
    }
  }

  #line(line: string): void {
    if (line === '') {
      this.#dispatch(false);
      return;
    }
    const field = /^(data|event|id|retry)(?:: ?|$)/.exec(line);
    if (field === null) {
      if (line.startsWith(':')) this.#hasFields = true;
      else if (this.#unknown.length < shownLength) this.#unknown += `${line}\n`;
      return;
    }
    this.#hasFields = true;
    const value = line.slice(field[0].length);
    if (field[1] === 'event') this.#name = value.trim();
    // Some write the field's name twice.
    if (field[1] === 'data') this.#data.push(value.startsWith('data: ') ? value.slice('data: '.length) : value);
  }

  #dispatch(isLast: boolean): void {
    const [data, name] = [this.#data, this.#name];
    [this.#data, this.#name] = [[], ''];
    const text = data.join('\n').trim();
    if (text === '' || this.isOver) return;
    this.#hasValues = true;
    if (text === '[DONE]') this.isOver = true;
    else if (name === 'error') this.#take(parsed(text) ?? text, true);
    else if (!/^(ping|heartbeat|keep-?alive)$/i.test(name)) this.#values(text, data, isLast);
  }

  #values(text: string, lines: readonly string[], isLast: boolean): void {
    const value = parsed(text);
    if (value !== undefined) {
      this.#take(value, false);
      return;
    }
    for (const line of lines.map((each) => each.trim()).filter((each) => each !== '')) {
      if (line === '[DONE]') {
        this.isOver = true;
        return;
      }
      const each = parsed(line);
      if (each === undefined && isLast) throw new CutBody('the last event is not whole');
      this.#take(each ?? JSON.parse(line), false);
    }
  }

  end(): BodyEnd {
    if (!this.isOver) {
      const rest = this.#lines.rest();
      if (rest !== '') this.#line(rest);
      this.#dispatch(true);
    }
    if (!this.#hasFields) throw new NoReply(this.#unknown, this.#type);
    // What a server had to say once its stream had begun, and forgot the form of.
    const unknown = this.isOver ? '' : this.#unknown.trim();
    const value = unknown === '' ? undefined : parsed(unknown);
    if (value !== undefined) this.#take(value, false);
    else if (unknown !== '' && !this.#hasValues) throw new NoReply(unknown, this.#type);
    return this.isOver ? 'marked' : 'unmarked';
  }
}

/** Undefined for what is no JSON; no value is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever asks says what that means.
    return undefined;
  }
}

/** Cuts a text that comes in pieces into lines, however they end; looks at each character once. */
class LineCutter {
  #begun: string[] = [];
  #isAfterReturn = false;

  push(piece: string): string[] {
    const text = this.#isAfterReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') this.#isAfterReturn = piece.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    const last = lines.pop()!;
    if (lines.length > 0) {
      lines[0] = this.#begun.join('') + lines[0]!;
      this.#begun = [];
    }
    if (last !== '') this.#begun.push(last);
    return lines;
  }

  /** What follows the last line's end. */
  rest(): string {
    return this.#begun.join('');
  }
}
