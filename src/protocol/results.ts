/** What requests answer with, by the names that every face gives it, and the words of core that go with it. */
import type { EngineNotifications, EngineResult } from './engine.ts';

export type { Span } from '../core/corpus/passage.ts';
export type { BatchKind } from '../core/samples/events.ts';
export type { SampleFilter } from '../core/samples/filter/filter.ts';
export type { SampleStatus } from '../core/samples/sample.ts';
export type { Cap, Spent } from '../core/samples/spent.ts';

export type ProjectStatus = EngineResult<'status'>;
/** How many samples are in each status. */
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
export type JudgeCalibration = EngineResult<'samples/calibration'>;
export type ShownGraph = EngineResult<'graph/view'>;
/** What a run came to. */
export type RunResult = EngineResult<'runs/resume'>;
/** What a run is expected to come to. */
export type RunEstimate = EngineResult<'generate/estimate'>;
