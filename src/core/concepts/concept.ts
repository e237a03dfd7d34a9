export type ConceptKind = 'topic' | 'concept';

/** A node of the concept graph. The id is the kind's initial and the normalised key: `t:projectile motion`, `c:range`. */
export interface Concept {
  readonly id: string;
  readonly kind: ConceptKind;
  /** The most frequent spelling, or the curator's. */
  readonly label: string;
}

/** The topics and key concepts of one unit of co-occurrence (a passage, or a file: a setting), as concept ids. */
export interface ConceptUnit {
  readonly id: string;
  readonly topics: readonly string[];
  readonly concepts: readonly string[];
}
