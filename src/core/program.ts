/** What this program calls itself where another version will read it; as in package.json, which a test compares. */
export const program = { name: 'Concept Loom', version: '0.1.0' } as const;
