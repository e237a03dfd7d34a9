import { createHash } from 'node:crypto';
import { datasetRow } from '../../core/dataset/row.ts';
import { compileWithinLimits } from '../../core/prompts/limits.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { shapeOf } from '../../core/samples/shapes/index.ts';
import { loomFolder } from '../config.ts';
import { messageOf, UsageError } from '../errors.ts';
import { listFolder, readText } from '../files/files.ts';
import { ProjectPath } from '../files/project-path.ts';
import { withinASecond } from '../runs/time-limit.ts';

const folderName = `${loomFolder}/exports`;
const ending = '.jinja';

/** A template of the project that makes a row of a sample. */
export interface ExportTemplate {
  readonly name: string;
  readonly sha256: string;
  /** The row, an object; null where the template gives nothing but white space. @throws UsageError when it gives something else */
  row(sample: Sample): Readonly<Record<string, unknown>> | null;
}

/** Names of the templates that a project has. */
export const exportTemplates = (folder: string): string[] =>
  listFolder(ProjectPath.of(folder).at(folderName)).flatMap((name) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : []));

const example = '{"prompt": {{ question | tojson }}, "completion": {{ answer | tojson }}}';

/** Opens `.loom/exports/<name>.jinja`, which may have come with a clone: it is rendered within limits of time and size. @throws UsageError */
export async function openExportTemplate(folder: string, name: string): Promise<ExportTemplate> {
  const file = `${folderName}/${name}${ending}`;
  const source = await readText(ProjectPath.of(folder).at(file));
  if (source === undefined) {
    const others = exportTemplates(folder);
    const there = others.length === 0 ? '' : ` There is ${others.join(', ')}.`;
    throw new UsageError(`${file}: there is no such template.${there} Write one that makes a JSON object of a sample, as ${example}`);
  }
  const wrong = (problem: string, options?: ErrorOptions) => new UsageError(`${file}: ${problem}`, options);
  const attempt = <T>(of: string, work: () => T): T => {
    try {
      return withinASecond(work);
    } catch (error) {
      throw wrong(`${of}${messageOf(error)}`, { cause: error });
    }
  };
  const render = attempt('', () => compileWithinLimits(source));
  return {
    name,
    sha256: createHash('sha256').update(source).digest('hex'),
    row: (sample) => {
      const text = attempt(`sample ${sample.id}: `, () => render(variablesOf(sample))).trim();
      if (text === '') return null;
      const row = parsed(text);
      if (row === undefined)
        throw wrong(
          `sample ${sample.id}: makes no JSON object but ${excerpt(text)}. Insert texts as {{ question | tojson }}: it adds quotation marks and escapes what has to be.`,
        );
      return row;
    },
  };
}

/** The columns of a row, with \`fields\` as an object, and \`conversation\`: its turns, or none where the shape has no such thing. */
function variablesOf(sample: Sample): Readonly<Record<string, unknown>> {
  const { content } = sample.current;
  const row = datasetRow(sample);
  const encoded = shapeOf(content).encoders.messages(content);
  const conversation = 'row' in encoded && 'messages' in encoded.row ? encoded.row.messages : null;
  return { ...row, fields: JSON.parse(row.fields) as unknown, conversation };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const shown = 120;
const excerpt = (text: string): string => `“${text.length > shown ? `${text.slice(0, shown)}…` : text}”`;
