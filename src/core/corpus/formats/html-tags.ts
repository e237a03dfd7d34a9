/** Elements that start and end a line of their own. */
export const blockTags: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 ' +
    'h6 head header hr html iframe legend li main menu nav ol p pre section summary table tbody td tfoot th thead title tr ul'
  ).split(' '),
);

/** Elements whose content is no text of the document. */
export const skippedTags: ReadonlySet<string> = new Set(
  'script style head nav noscript noframes noembed template iframe svg object canvas audio video button select textarea xmp plaintext'.split(
    ' ',
  ),
);

export const voidTags: ReadonlySet<string> = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** Level of a heading element, 0 for any other. */
export function headingLevel(name: string): number {
  return /^h[1-6]$/.test(name) ? Number(name.charAt(1)) : 0;
}
