import { minSetTexts } from '../../core/quality/comparison/equal-draws.ts';
import { Reservoir } from '../../core/quality/comparison/reservoir.ts';
import { smoothing, UnigramTable } from '../../core/quality/coverage/unigrams.ts';
import { measuredText } from '../../core/quality/measured-text.ts';
import type { SampleFilter } from '../../core/samples/filter/filter.ts';
import { keptUnlessSaid } from '../../core/samples/filter/kept.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import type { WordComparison } from '../../protocol/results.ts';
import { UsageError } from '../errors.ts';
import { storeFilter } from '../moved-files.ts';
import type { OutsideTexts } from '../outside/row-sink.ts';
import { readOutsideTexts } from '../outside/texts.ts';
import { inTurns, type Pause, pauses } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import { compareTexts, meanWords } from './measure/compare.ts';
import { countedBy } from './measure/counted.ts';
import { SetCoverage } from './measure/coverage.ts';
import { filteredSets } from './measure/filtered-sets.ts';
import { DistributionTally, partTitles } from './measure/distributions.ts';
import { GroupTally } from './measure/groups.ts';
import { readSamples } from './measure/read-samples.ts';
import { comparePerplexities } from './measure/perplexities.ts';
import { maxCharacters, maxTexts, outsideAsSet, samplesAsSet, type TextSet, tooSmall } from './measure/sets.ts';
import { compareVectors } from './measure/vectors.ts';
import { compareWords, tableOf } from './measure/words.ts';

type MeasureQuery = EngineArguments<'quality/measure'>;
type Measured = EngineResult<'quality/measure'>;

/**
 * Measures samples as a set. All of them are gone through for distributions and coverage, some are drawn for what needs their texts.
 * @throws UsageError when the file to compare with cannot be read, or both groups and filters are to be compared
 */
export async function measureQuality(workspace: Workspace, query: MeasureQuery, signal: AbortSignal): Promise<Measured> {
  const { store } = workspace;
  const pause = pauses(signal);
  const { part, rounds, seed, groupBy, compare } = query;
  if (groupBy !== undefined && compare !== undefined) {
    throw new UsageError('samples are compared by groups (groupBy) or by filters (compare), not by both: leave one out');
  }
  const base = keptUnlessSaid(query.filter);
  const outside = await readOutside(query, signal);
  const ids = store.sampleIds(await storeFilter(workspace, base));
  const graph = await workspace.graph();
  await pause();

  const distributions = new DistributionTally(part);
  const covering = new SetCoverage(graph);
  const groups = new GroupTally(groupBy, seed);
  const drawn = new Reservoir<string>(maxTexts, seed, 'words');
  await readSamples(
    store,
    ids,
    (sample, place) => {
      distributions.add(sample, place);
      covering.add(sample.set);
      groups.add(sample);
      drawn.add(sample.id);
    },
    pause,
  );

  const beside = outside === null ? 0 : 1;
  const { sets: chosen, others } =
    compare === undefined
      ? groups.chosen(base, beside)
      : {
          sets: await filteredSets(
            workspace,
            compare.map((asked) => ({ asked, meant: keptUnlessSaid(asked) })),
            { beside, seed },
            pause,
          ),
          others: { groups: 0, samples: 0 },
        };
  const sets: TextSet[] = [];
  for (const each of chosen) sets.push(await samplesAsSet(workspace, each, part, pause));
  if (outside !== null) sets.push(await outsideAsSet(outside, Math.floor(maxTexts / (chosen.length + 1)), seed, pause));
  const texts = await compareTexts(sets, { rounds, seed }, pause);
  const perplexities = await comparePerplexities(sets, { rounds, seed }, pause);
  const vectors = await compareVectors(workspace, sets, { rounds, seed }, pause);
  const words = await wordsOf(workspace, { query, base, outside, ids: drawn.items() }, pause);
  return {
    counted: countedBy(ids.length, base),
    ...{ part, rounds, seed },
    sets: sets.map(({ held, ...set }, at) => ({
      ...set,
      held: held.length,
      meanWords: meanWords(held),
      tooSmall: tooSmall(held.length, 'text', 'texts'),
      drawTokens: texts.drawTokens[at]!,
    })),
    otherGroups: others,
    measures: [...texts.measures, ...perplexities.measures, ...vectors.measures],
    distributions: await inTurns(distributions.result(ids, base), pause),
    coverage: await covering.result(base, pause),
    unigrams: words.unigrams,
    similarity: vectors.similarity,
    clusters: vectors.clusters,
    leftOut: [
      ...vectors.leftOut,
      ...perplexities.leftOut,
      ...distributions.passedOver.map((field) => ({ what: `distribution of ${field}`, reason: 'there are too many fields' })),
    ],
    passedOver: (outside?.passedOver ?? []).map(({ lines, ...each }) => ({ ...each, lines: [...lines] })),
    notes: [
      ...notesOf(query, sets, {
        samples: ids.length,
        isDrawn: words.isDrawn,
        isSmoothed: words.isSmoothed,
        tokenRatio: tokenRatioOf(texts.drawTokens),
        size: texts.measures[0]?.size ?? null,
      }),
      ...perplexities.notes,
    ],
  };
}

const readOutside = ({ against, againstField }: MeasureQuery, signal: AbortSignal): Promise<OutsideTexts> | null =>
  against === undefined ? null : readOutsideTexts(against, { signal, ...(againstField === undefined ? {} : { field: againstField }) });

interface WordsAsked {
  readonly query: MeasureQuery;
  readonly base: SampleFilter;
  readonly outside: OutsideTexts | null;
  /** Samples whose words are counted. */
  readonly ids: readonly string[];
}

/** Words of the corpus, and of the file, as test texts; those of the samples as training texts. */
async function wordsOf(workspace: Workspace, { query, base, outside, ids }: WordsAsked, pause: Pause) {
  const { part, seed } = query;
  const table = new UnigramTable();
  await readSamples(
    workspace.store,
    ids,
    ({ current }) => {
      table.add(measuredText(current.content, part));
    },
    pause,
  );
  const train = { what: `samples (${partTitles[part]})`, table };
  const corpus = await tableOf(await workspace.keptPassages(), ({ text }) => text, { seed, label: 'corpus words' }, pause);
  const file = outside === null ? null : await tableOf(outside.texts, ({ text }) => text, { seed, label: 'outside words' }, pause);
  const tests = [{ what: 'corpus', ...corpus }, ...(file === null ? [] : [{ what: outside!.file, ...file }])];
  const unigrams: WordComparison[] = [];
  for (const test of tests) unigrams.push(await compareWords(test, train, base, pause));
  // Each word of the test adds to the samples’ smoothed count, whether they have it or not.
  const isSmoothed = train.table.total > 0 && tests.some((test) => smoothing * test.table.counts.size > train.table.total);
  return { unigrams, isDrawn: corpus.isDrawn || file?.isDrawn === true, isSmoothed };
}

/** Ratio of tokens up to which draws pass for equal in them too. */
const maxTokenRatio = 1.2;

function tokenRatioOf(drawTokens: readonly (number | null)[]): number | null {
  const known = drawTokens.filter((each) => each !== null).sort((a, b) => a - b);
  return known.length < 2 || known[0] === 0 ? null : known.at(-1)! / known[0]!;
}

interface NotedFacts {
  readonly samples: number;
  readonly isDrawn: boolean;
  readonly isSmoothed: boolean;
  /** Tokens of a draw of the longest texts, over those of the shortest; null where fewer than two sets are compared. */
  readonly tokenRatio: number | null;
  /** Number of texts of a draw; null without draws. */
  readonly size: number | null;
}

function notesOf(
  { rounds, seed }: MeasureQuery,
  sets: readonly TextSet[],
  { samples, isDrawn, isSmoothed, tokenRatio, size }: NotedFacts,
): string[] {
  const most = maxTexts.toLocaleString('en-US');
  const cut = sets.reduce((sum, set) => sum + set.cut, 0);
  return [
    ...(size === null
      ? [`no set has the ${minSetTexts} texts that it takes to draw from, so none has figures of diversity`]
      : [
          `figures of diversity are means over ${rounds} draws of each set, of the same number of texts, drawn with seed ${seed}: most depend on size, so that figures of other sizes are no comparison`,
        ]),
    ...(tokenRatio !== null && tokenRatio > maxTokenRatio
      ? [
          `draws of equal numbers of texts have up to ${tokenRatio.toFixed(1)} times as many tokens in one set as in another: in longer texts, n-grams come again more often`,
        ]
      : []),
    'the widest coverage and the lowest divergence do not make the best training set; they say what is missing from it',
    ...(isSmoothed
      ? ['the samples have fewer words than smoothing adds, so that the divergence says more of their number than of their words']
      : []),
    ...(samples > maxTexts || isDrawn || sets.some(({ held, texts }) => held.length < texts)
      ? [
          `texts for diversity and for words are drawn, ${most} at most for all sets together; distributions and coverage of concepts are of all samples`,
        ]
      : []),
    ...(cut > 0
      ? [
          `${cut} ${cut === 1 ? 'text is' : 'texts are'} longer than ${maxCharacters.toLocaleString('en-US')} characters, and measured by the beginning alone`,
        ]
      : []),
  ];
}
