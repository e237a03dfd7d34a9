/** An ending of the singular, those that stand for it in the plural, and the nouns that are inflected so. */
type Family = readonly [one: string, many: readonly string[], nouns: string];

const families: readonly Family[] = [
  ['us', ['i', 'uses'], `abacus alumnus annulus apparatus bacillus bonus cactus calculus campus census chorus circus colossus conus consensus
    cumulus exodus focus fungus gyrus hiatus hippopotamus humerus incubus isthmus litmus locus lotus meniscus modulus nexus nimbus nucleolus
    nucleus octopus papyrus platypus plexus polypus radius rhombus sinus status stimulus stylus surplus syllabus tarsus terminus thallus
    thesaurus thrombus torus tumulus uterus villus virus`],
  ['um', ['a'], `addendum aquarium bacterium cerebellum cilium continuum curriculum equilibrium erratum extremum flagellum maximum medium
    memorandum millennium minimum momentum optimum ovum phylum quantum septum spectrum stratum symposium`],
  ['on', ['a'], 'automaton criterion ganglion mitochondrion phenomenon polyhedron protozoon taxon tetrahedron'],
  ['a', ['ae'], 'alga antenna formula hypha lacuna lamella larva nebula nova pupa supernova vertebra'],
  ['a', ['ata'], 'lemma schema stigma stoma'],
  ['ix', ['ices'], 'appendix directrix helix matrix'],
  ['ex', ['ices'], 'apex codex cortex index vertex vortex'],
  ['is', ['es'], `analysis antithesis axis basis biosynthesis catalysis crisis diagnosis dialysis electrolysis emphasis hydrolysis hypothesis
    meiosis metamorphosis metastasis mitosis neurosis oasis paralysis parenthesis photosynthesis prognosis prosthesis psychosis pyrolysis
    symbiosis synopsis synthesis thesis thrombosis`],
  ['f', ['ves'], 'calf dwarf elf half hoof leaf loaf scarf self sheaf shelf thief wolf'],
  ['fe', ['ves'], 'knife life wife'],
  ['o', ['oes'], `buffalo cargo domino echo embargo hero mango mosquito potato tomato tornado torpedo veto volcano`],
  ['', ['es'], 'alias atlas bias bus canvas gas lens pancreas'],
  ['z', ['zzes'], 'quiz'],
  ['e', ['es'], 'ache avalanche brioche cache cliche creche crevasse fosse headache impasse moustache mousse niche psyche'],
  // Other words in -ics are names of fields.
  ['', ['s'], `antibiotic asymptotic attic basic ceramic characteristic clinic comic conic critic cubic dielectric epidemic fabric harmonic
    heuristic lyric metric mosaic pandemic picnic plastic quadric quartic relic republic schematic topic`],
]; // prettier-ignore

const others = {
  children: 'child',
  corpora: 'corpus',
  feet: 'foot',
  geese: 'goose',
  genera: 'genus',
  men: 'man',
  mice: 'mouse',
  teeth: 'tooth',
  women: 'woman',
};

/** English nouns whose singular no ending tells: plural → singular. */
export const irregularPlurals: ReadonlyMap<string, string> = new Map([
  ...families.flatMap(([one, many, nouns]) =>
    nouns.split(/\s+/).flatMap((noun) => many.map((ending): [string, string] => [noun.slice(0, noun.length - one.length) + ending, noun])),
  ),
  ...Object.entries(others),
]);
