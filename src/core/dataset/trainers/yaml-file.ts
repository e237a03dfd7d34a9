import { Document } from 'yaml';

/** Text of a YAML file with a comment above it. */
export function yamlFile(comment: readonly string[], value: Readonly<Record<string, unknown>>): string {
  const document = new Document(value);
  document.commentBefore = comment.map((line) => ` ${line}`).join('\n');
  return document.toString({ lineWidth: 0 });
}
