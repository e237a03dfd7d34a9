/** Name and version of this program where another version will read them; as in package.json, which a test compares. */
export const program = { name: 'Concept Loom', version: '0.1.0' } as const;
