/** What programs write as JSON and the standard does not have, replaced at equal length, so that offsets stay. */
interface Repaired {
  readonly text: string;
  /** Commas that nothing follows were passed over. */
  readonly commas: boolean;
}

/** A string, which stays as it is, or what is replaced: Python's numbers that are none, and a comma before an end. */
const token = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b|,(?=\s*(?:[\]}]|$))/gs;

/** Makes of `NaN` and `Infinity` a value that is no text, and of a comma that nothing follows a blank. */
function repairJson(text: string): Repaired {
  let commas = false;
  const repaired = text.replace(token, (found) => {
    if (found.startsWith('"')) return found;
    if (found === ',') {
      commas = true;
      return ' ';
    }
    // “null” is a letter too long for “NaN”.
    return (found.length < 4 ? '[]' : 'null').padEnd(found.length);
  });
  return { text: repaired, commas };
}

/** A value, with the text that it was parsed from: at equal length what the file has. */
export interface ParsedJson {
  readonly value: unknown;
  readonly text: string;
  readonly commas: boolean;
}

/** Parses a value, repaired where it has to be, or says what is wrong with it. */
export function parseJson(text: string): ParsedJson | { readonly error: string } {
  try {
    return { value: JSON.parse(text), text, commas: false };
  } catch (error) {
    const repaired = repairJson(text);
    if (repaired.text !== text) {
      try {
        return { value: JSON.parse(repaired.text), ...repaired };
      } catch {
        // What is wrong with the text as it is written, is what its owner can mend.
      }
    }
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
