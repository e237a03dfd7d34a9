import { importMethod } from '../../src/protocol/imported.ts';
import type { EngineResult } from '../../src/protocol/engine.ts';
import { counted, modelName, number, shortId } from '../ui/words.ts';
import type { SampleDetail } from '../../src/protocol/results.ts';

type Regenerated = Pick<EngineResult<'review/regenerate'>, 'changed' | 'failures' | 'reason'>;
type ShownStep = SampleDetail['history'][number];

/** The line that says where a sample comes from, as its parts. */
export function provenance(sample: SampleDetail): string[] {
  const { current, set } = sample;
  const models = [current.model, current.answerModel].filter((model) => model !== null);
  const isImported = sample.method === importMethod;
  // What was imported without a model's name may be anybody's.
  const unknown = isImported && current.parent === null ? 'writer not known' : 'written by hand';
  const parts = [
    isImported ? sample.run : `run ${shortId(sample.run)}`,
    models.length === 0 ? unknown : [...new Set(models.map(modelName))].join(' + '),
  ];
  if (current.prompt !== null) parts.push(`prompt ${current.prompt.slice(0, 6)}`);
  if (!isImported) parts.push(`set ${set.epoch}/${set.ordinal}`, `seed ${set.seed}`);
  if (current.usage !== null) {
    const { promptTokens, completionTokens, estimated } = current.usage;
    parts.push(`${estimated ? '≈ ' : ''}${number(promptTokens)} + ${number(completionTokens)} tokens`);
  }
  return parts;
}

const times = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function historyLine({ what, at, by, note }: ShownStep): string {
  const time = new Date(at);
  const when = Number.isNaN(time.getTime()) ? at : times.format(time);
  return `${what} · ${modelName(by)} · ${when}${note === null ? '' : ` · ${note}`}`;
}

/** "Accepted.", "Accepted 3 samples.", or of what was called off or left out in part, how many of how many. */
export function decidedOn(verb: string, { changed, asked, refused, cancelled }: EngineResult<'review/accept'>): string {
  const [first] = refused;
  if (cancelled) return `${number(changed.length)} of ${number(asked)} ${verb}; cancelled.`;
  if (first !== undefined) return `${number(changed.length)} of ${number(asked)} ${verb}; left out: ${first.reason}.`;
  const said = verb.charAt(0).toUpperCase() + verb.slice(1);
  return asked === 1 ? `${said}.` : `${said} ${counted(asked, 'sample')}.`;
}

/** "Accepted. 3 to review." */
export function decided(what: string, pending: number): string {
  return `${what} ${pending === 0 ? 'Nothing left to review.' : `${number(pending)} to review.`}`;
}

/** "Regenerated.", or of several how many: then with why some are not, which is what ended the run where something did. */
export function regenerated(asked: number, { changed, failures, reason }: Regenerated): string {
  if (reason !== null) {
    const failed = failures.length === 0 ? '' : `, ${number(failures.length)} failed`;
    return `Regenerated ${number(changed.length)} of ${counted(asked, 'sample')}${failed}: ${reason}`;
  }
  const some = asked === 1 ? 'Regenerated.' : `Regenerated ${counted(changed.length, 'sample')}.`;
  const [first] = failures;
  return first === undefined ? some : `${some} ${counted(failures.length, 'sample')} failed: ${first.reason}`;
}
