/** Imports in words, for people. */
import { formatTitle } from '../core/dataset/import/decode.ts';
import { partsOf } from '../core/samples/shapes/index.ts';
import type { EngineResult } from '../protocol/engine.ts';

type Looked = EngineResult<'import/look'>;
type ReadWay = Pick<Looked, 'name' | 'format' | 'shape' | 'mapping' | 'why'>;

const reasons: Readonly<Record<Looked['why'], string>> = {
  asked: 'as asked',
  remembered: 'by the mapping in .loom/project.yaml for these columns',
  detected: 'by its first rows',
  suggested: 'by the names of its columns',
  unknown: 'no format fits',
};

function wayInWords({ name, format, mapping, shape, why }: ReadWay): string {
  if (format === null) return `${name}: ${reasons[why]}`;
  const parts =
    mapping === null
      ? ''
      : `: ${Object.entries(mapping.parts)
          .map(([part, column]) => `${part}=${column}`)
          .join(', ')}`;
  return `${name}: read as ${formatTitle(format)}${shape === null ? '' : ` (${shape})`}${parts}, ${reasons[why]}`;
}

/** Lines named of those that were passed over for one reason. */
const named = 5;

const passedInWords = (name: string, passedOver: Looked['passedOver']): string[] =>
  passedOver.map(({ reason, count, lines }) => {
    const places = lines.slice(0, named).map((line) => `${name}:${line}`);
    return `  ${count} passed over: ${reason} (${places.join(', ')}${count > places.length ? ', …' : ''})`;
  });

/** Characters of a part that a look shows. */
const shown = 200;

const shortText = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > shown ? `${line.slice(0, shown - 1).toWellFormed()}…` : line;
};

export function describeLook(look: Looked): string {
  const { name, rows, fitting, columns, first, passedOver, left, fits, format } = look;
  const others = fits.filter((fit) => fit.format !== format).map((fit) => `${formatTitle(fit.format)} ${Math.round(fit.share * 100)} %`);
  return [
    wayInWords(look),
    `  ${fitting} of the first ${rows} rows would become samples`,
    ...passedInWords(name, passedOver),
    ...(others.length === 0 ? [] : [`  other formats that fit: ${others.join(', ')}`]),
    `  columns: ${columns.join(', ')}${left.length === 0 ? '' : `; of ${left.join(', ')} nothing would be kept`}`,
    ...(format === null ? ['  say which columns are the parts of a sample: --map question=COLUMN --map answer=COLUMN'] : []),
    ...first.flatMap(({ line, content }) => [
      `  ${name}:${line}`,
      ...partsOf(content).flatMap(({ label, text }) => (text === '' ? [] : [`    ${label}: ${shortText(text)}`])),
    ]),
  ].join('\n');
}

export function describeImport(done: EngineResult<'import'>): string {
  const { name, rows, taken, passedOver, left, lost, cancelled } = done;
  return [
    wayInWords(done),
    `  ${taken} imported of ${rows} rows${cancelled ? '; called off: the same command goes on with it' : ''}`,
    ...passedInWords(name, passedOver),
    ...(left.length === 0 ? [] : [`  nothing was kept of ${left.map(({ column, count }) => `${column} (${count})`).join(', ')}`]),
    ...(lost === 0 ? [] : [`  ${lost} references and quotations are of texts that are not in this corpus, and were left out`]),
    `  list them with: loom review list --run ${done.import}`,
  ].join('\n');
}
