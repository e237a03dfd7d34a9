/** What the text shows about the tool it was written for; some marks are read as marks only there. */
export interface DialectEvidence {
  /** A vault of Obsidian: links in double brackets, or the front matter of notes. */
  readonly isVault: boolean;
  /** A notebook of D2L's, with marks for slides. */
  readonly hasSlides: boolean;
  /** Code that knitr or Quarto runs. */
  readonly isRun: boolean;
}

export function evidenceOf(text: string): DialectEvidence {
  return {
    isVault:
      /\[\[[^[\]\n]{1,200}\]\](?!\()|^%%|(?<=\s)%%(?=\s|$)/m.test(text) ||
      /^---\r?\n(?:[^\n]{0,500}\n){0,60}?(?:aliases|tags|cssclass(?:es)?)[ \t]*:/.test(text),
    hasSlides: /^:(?:label|begin_tab):`/m.test(text),
    isRun: /^[ \t]*`{3,}\{(?:r|python|julia|ojs)\b/m.test(text),
  };
}
