/** Results of requests, by the names that every front end gives them, and the words of core that go with them. */
import type { EngineNotifications, EngineResult } from './engine.ts';

export type { Span } from '../core/corpus/passage.ts';
export type { BatchKind } from '../core/samples/events.ts';
export type { SampleFilter } from '../core/samples/filter/filter.ts';
export type { SampleStatus } from '../core/samples/sample.ts';
export type { Budget, RunUsage } from '../core/samples/run-usage.ts';

export type ProjectStatus = EngineResult<'status'>;
/** Number of samples in each status. */
export type SampleTotals = ProjectStatus['samples'];
export type RunProgress = EngineNotifications['progress'];
export type CorpusReading = EngineNotifications['reading'];
export type ListedFile = EngineResult<'corpus/files'>['files'][number];
export type ListedConcept = EngineResult<'concepts/list'>['concepts'][number];
export type ListedMethod = EngineResult<'methods/list'>['methods'][number];
export type ListedModel = EngineResult<'models/list'>['models'][number];
export type ListedRun = EngineResult<'runs/list'>['runs'][number];
export type ListedSample = EngineResult<'samples/list'>['samples'][number];
export type SampleDetail = EngineResult<'samples/get'>;
export type JudgeAgreementResult = EngineResult<'judge/agreement'>;
export type ShownGraph = EngineResult<'graph/view'>;
/** What a measurement of diversity has come to. */
export type DiversityMeasurement = EngineResult<'diversity/measure'>['measurement'];
/** Result of a run. */
export type RunResult = EngineResult<'runs/resume'>;
/** Expected result of a run. */
export type RunEstimate = EngineResult<'generate/estimate'>;
export type QualityResult = EngineResult<'quality/measure'>;
/** Number of samples, and the filter line that leads to them. */
export type CountedSamples = QualityResult['counted'];
export type MeasureFigures = QualityResult['measures'][number];
export type Distribution = QualityResult['distributions'][number];
export type WordComparison = QualityResult['unigrams'][number];
export type ClusteredSet = QualityResult['clusters'][number];
export type MethodSimilarity = QualityResult['similarity'][number];
export type DuplicateGroups = EngineResult<'duplicates/list'>;
/** What is told of samples that were compared by their embeddings, beside their groups. */
export type DuplicatesByMeaning = NonNullable<DuplicateGroups['meaning']>;
export type DuplicateGroup = DuplicateGroups['list'][number];
export type ListedSnapshot = EngineResult<'snapshots/list'>['snapshots'][number];
export type SnapshotComparison = EngineResult<'snapshots/compare'>;
/** A sample that differs between two states. */
export type ComparedSample = SnapshotComparison['changes'][number];
export type SampleChangeKind = ComparedSample['kinds'][number];
export type MeasuredLeakage = EngineResult<'quality/leakage'>;
export type MeasuredCoverage = QualityResult['coverage'];
export type ScalingPlan = EngineResult<'plan/scaling'>;
export type MixturePlan = EngineResult<'plan/mixture'>;
export type PlannedKind = MixturePlan['kinds'][number];
