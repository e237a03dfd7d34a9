import { join } from 'node:path';
import { defaultInclude, recordFormats } from '../core/corpus/extensions.ts';
import { loomFolder } from './config.ts';
import { makeFolder, writeNew } from './files/files.ts';
import { ProjectPath } from './files/project-path.ts';

/** Names every setting, most of them commented out; a test compares it with `core/settings.ts`. */
const template = `# Concept Loom project. Every setting has a default; delete what you do not need.
# name: by default that of the folder
corpus:
  # Documents of the folder; git-ignored files, .loom and the dataset folder are never read.
  include: ["${defaultInclude}"]
  exclude: []
  # The field of a ${recordFormats} record that holds its text.
  # A path does as well (doc.body, messages[1].content, messages[].content), and so does one for each pattern of files:
  # { "chats/*.jsonl": "messages[].content", "**": text }
  textField: text
  # What that text is written in: auto (what it plainly is), text, markdown or html; or one for each pattern.
  # textFormat: auto
  # What files are written in that are not UTF-8 and do not say it themselves; or one for each pattern, as { "old/**": windows-1252 }
  # encoding: windows-1252
  # What is taken of an HTML page: article (without menus, notices, comments and the like), or all that it shows.
  html: article
passages:
  # Token budget of a passage.
  tokens: 800
# graph:
#   # What counts as one document for co-occurrence: passage or file.
#   unit: passage
#   # Concepts of fewer of them are left out.
#   minDocumentFrequency: 1
# walk:
#   epochs: 5
#   # The least and the most steps of each kind.
#   topicSteps: [1, 2]
#   topicConceptSteps: [1, 1]
#   conceptSteps: [3, 4]
# What every prompt is told; by default what most extractions found.
# prompts:
#   domain: marine geology
#   audience: students in their first year
#   level: college
#   language: English
models:
  questions: builtin/extractive
  answers: builtin/extractive
  # By default the one for questions.
  # judge: a model that judges
  # Ratings of documents are predicted from its embeddings; by default from their words.
  # embeddings: text-embedding-3-small
  # Asks endpoints for the log-probabilities of what they write: each sample then has its perplexity. Replies paid for before have none.
  # logProbabilities: false
# filter:
#   # Leaves documents rated below the threshold out of graph and generation; files by name whatever their rating.
#   enabled: false
#   threshold: 6.5
#   keep: []
#   drop: []
# answers:
#   # Answers drawn for each question; of several, one that comes to what most of them come to is kept.
#   samples: 1
# examples:
#   # Accepted samples that the next prompts of the same method show.
#   accepted: 0
# coverage:
#   # walk, or least-covered: first the concepts with the fewest samples.
#   order: walk
#   # Whether prompts name what was asked before, so that it is not repeated.
#   steer: true
# gates:
#   selfContained: true
#   # Holds back what is no sample: a question that is a heading or a statement of its source, an answer that only turns its
#   # question round, a text copied word for word, a tag of the reply's form, a loop, what is too short.
#   nonSamples: true
#   # Holds back what is written in another language than prompts.language, or than its sources.
#   language: true
#   # Words that a sample has at least and at most, all its parts together.
#   length:
#     min: 20
#     max: 800
#   exactDuplicates: true
#   # Similarity from .5 to 1 from which on a text is a near-duplicate of one that is kept; null lets all through.
#   nearDuplicates: 0.7
#   # Cosine from .5 to 1 from which on a text says the same as one that is kept in other words, or another language; needs
#   # models.embeddings, and a look at what it holds back (opposites are near too); null lets all through.
#   meaning: null
#   # The mean score from 1 to 5 that a judged sample needs; null lets all through.
#   judge: null
#   # Holds back what says what an item of these benchmarks says: JSONL, CSV, Parquet or text files of the folder, or patterns.
#   leakage:
#     files: []
#     # Words in a row that have to be the same: 8, 10 or 13.
#     ngram: 10
#     # Share of an item's text above which it is in the sample.
#     share: 0.5
#     # blocks: what has more than that share is held back; ngrams: also what shares so many words in a row.
#     hold: blocks
# Sizes in which a model measures diversity where nothing else is said: those of a first look. The paper's are 100 draws, 5000 rounds.
# diversity:
#   # Samples that one call finds criteria in, the calls that do, and the criteria of each kind (3 to 5) that are left.
#   samplesPerDraw: 5
#   draws: 10
#   criteria: 5
#   # Samples that are grouped in one round, and the rounds.
#   size: 10
#   rounds: 50
# Columns of imported sets, and the parts of samples that they are; the next set with the same columns is read so without being asked.
# One is written as { columns: [id, query, reply], mapping: { shape: qa, parts: { question: query, answer: reply } } }.
# imports: []
# What a training mixture is planned by where nothing else is said; by default natural text once, with 30 % synthetic text beside it.
# mixture:
#   # Training tokens, the percent of them that kinds have, and the passes over a kind or a source.
#   budget: 1.5B
#   shares: { hq: 30 }
#   epochs: { natural: 4 }
#   # Natural text beside the corpus: what was counted elsewhere, or a file that is no document of the corpus.
#   sources: { web: { tokens: 2B, rows: 3M } }
dataset: dataset
`;

/** Writes `.loom/project.yaml` with the defaults, unless it is there; returns its path below the folder. */
export function initProject(folder: string): { file: string; created: boolean } {
  const loom = ProjectPath.of(folder).at(loomFolder);
  makeFolder(loom);
  return { file: join(loomFolder, 'project.yaml'), created: writeNew(loom.at('project.yaml'), template) };
}
