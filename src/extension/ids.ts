/** Every name that package.json and the code must agree on; a test compares the two both ways. */

export const commandIds = [
  'conceptLoom.weaveSamples',
  'conceptLoom.extractConcepts',
  'conceptLoom.generateSamples',
  'conceptLoom.generateFromFile',
  'conceptLoom.generateFromSelection',
  'conceptLoom.generateFromConcept',
  'conceptLoom.judgeSamples',
  'conceptLoom.calibrateJudge',
  'conceptLoom.measureDiversity',
  'conceptLoom.embedSamples',
  'conceptLoom.filterDocuments',
  'conceptLoom.keepDocument',
  'conceptLoom.leaveOutDocument',
  'conceptLoom.decideByScore',
  'conceptLoom.chooseModel',
  'conceptLoom.downloadSentenceModel',
  'conceptLoom.setApiKey',
  'conceptLoom.clearApiKey',
  'conceptLoom.previewPrompt',
  'conceptLoom.openPanel',
  'conceptLoom.openPlan',
  'conceptLoom.generateMixture',
  'conceptLoom.writeMixture',
  'conceptLoom.openCorpusFile',
  'conceptLoom.focusConcept',
  'conceptLoom.openSample',
  'conceptLoom.revealReference',
  'conceptLoom.acceptSample',
  'conceptLoom.rejectSample',
  'conceptLoom.editSample',
  'conceptLoom.regenerateSample',
  'conceptLoom.undoDecision',
  'conceptLoom.redoDecision',
  'conceptLoom.importSamples',
  'conceptLoom.takeSnapshot',
  'conceptLoom.compareSnapshots',
  'conceptLoom.restoreSnapshot',
  'conceptLoom.exportDataset',
  'conceptLoom.publishDataset',
  'conceptLoom.setHubToken',
  'conceptLoom.openDataset',
  'conceptLoom.openOriginal',
  'conceptLoom.openProjectFile',
  'conceptLoom.pauseRun',
  'conceptLoom.cancelRun',
  'conceptLoom.resumeRun',
  'conceptLoom.retryFailed',
  'conceptLoom.revealRequests',
  'conceptLoom.showMore',
  'conceptLoom.manageTrust',
  'conceptLoom.restartEngine',
  'conceptLoom.showLog',
] as const;
export type CommandId = (typeof commandIds)[number];

export const viewIds = {
  corpus: 'conceptLoom.corpus',
  concepts: 'conceptLoom.concepts',
  samples: 'conceptLoom.samples',
  runs: 'conceptLoom.runs',
} as const;

export const panelViewType = 'conceptLoom.panel';

/** Keys that `when` clauses in package.json read. */
export const contextKeys = {
  /** `starting`, `ready` or `failed`; unset without a folder. */
  engine: 'conceptLoom.engine',
  /** A request that makes samples or extractions is under way. */
  running: 'conceptLoom.running',
  canUndo: 'conceptLoom.canUndo',
  canRedo: 'conceptLoom.canRedo',
  activeEditorInCorpus: 'conceptLoom.activeEditorInCorpus',
  /** Paths on disk of the corpus's files, for menus of files. */
  corpusFiles: 'conceptLoom.corpusFiles',
} as const;
export type ContextKey = keyof typeof contextKeys;

/** Settings below `conceptLoom.` with the defaults the manifest states. */
export const settingDefaults = {
  samplesPerRun: 40,
  followActiveEditor: true,
  openBesideFiles: true,
  openAtStart: false,
  reviewer: '',
} as const;

/** Settings that only the machine's user can make, whatever folder is open; `models/profiles.ts` and `models/model-folders.ts` read them. */
export const machineSettings = {
  profiles: {},
  modelFolders: {},
} as const;

export const colorIds = {
  evidenceBackground: 'conceptLoom.evidenceBackground',
  evidenceBorder: 'conceptLoom.evidenceBorder',
} as const;
