/** The tokenizer's vocabulary is 2.7 MB: it is loaded with the first text that is counted. Every other import of it stands behind another `import()`. */
export const loadTokenizer = () => import('../core/corpus/tokens.ts');
