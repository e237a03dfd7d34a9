/** Nouns whose singular no ending tells; the right side must be a fixed point of `singular`. */
const irregular = new Map(
  Object.entries({
    analyses: 'analysis',
    axes: 'axis',
    bases: 'basis',
    buses: 'bus',
    children: 'child',
    criteria: 'criterion',
    feet: 'foot',
    foci: 'focus',
    formulae: 'formula',
    gases: 'gas',
    geese: 'goose',
    halves: 'half',
    hypotheses: 'hypothesis',
    indices: 'index',
    knives: 'knife',
    larvae: 'larva',
    leaves: 'leaf',
    lenses: 'lens',
    lives: 'life',
    matrices: 'matrix',
    men: 'man',
    mice: 'mouse',
    nuclei: 'nucleus',
    parentheses: 'parenthesis',
    phenomena: 'phenomenon',
    radii: 'radius',
    stimuli: 'stimulus',
    syntheses: 'synthesis',
    teeth: 'tooth',
    theses: 'thesis',
    vertices: 'vertex',
    women: 'woman',
  }),
);
const unchanging = new Set([
  'lens',
  'series',
  'species',
  'means',
  'always',
  'atlas',
  'bias',
  'canvas',
  'chaos',
  'cosmos',
  'pancreas',
  'alias',
]);

/** The singular of a lower-case English noun, by its ending; words of other shapes come back as they are. */
export function singular(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length < 4 || !word.endsWith('s') || unchanging.has(word)) return word;
  if (/(?:ss|us|is|ics|'s)$/.test(word)) return word;
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
