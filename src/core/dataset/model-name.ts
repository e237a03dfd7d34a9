/** Beginnings of a place on the machine that a local server may give as its model's name: it tells whose machine that is. */
const place = /^(?:file:|~|[\\/]|[A-Za-z]:[\\/])/;

/** Name of a model as a dataset tells it to anybody: of a file on the machine, that of the file alone. */
export function publishedModel(name: string): string {
  if (!place.test(name)) return name;
  const segments = name.split(/[\\/]+/).filter((segment) => segment !== '');
  return segments.at(-1) ?? name;
}
