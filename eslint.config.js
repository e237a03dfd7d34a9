import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', '.vscode-test/', '.demo/', 'test/fixtures/', 'test/golden/', '.dependency-cruiser.cjs'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './webview/tsconfig.json', './test/e2e/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Indexing typed arrays and matched groups is safe by construction in many places that the type cannot see.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // A list becomes arguments on the stack, which a hundred thousand of them overflow; what input decides the length of, a loop takes.
    files: ['src/**', 'webview/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(push|unshift|splice|min|max|concat|assign|fromCharCode|fromCodePoint|apply)$/] > SpreadElement',
          message: 'A long list overflows the stack as arguments: use a loop, flatMap or reduce.',
        },
      ],
    },
  },
  {
    // What a project holds is opened in one place, through no link; from there on, by descriptor.
    files: ['src/engine/**'],
    ignores: [
      'src/engine/files/**',
      // The corpus has a rule of its own: what a link leads to inside the folder is read in its own place.
      'src/engine/corpus/**',
      // Where an export goes, where profiles and models are, and which file is compared with, the user names.
      'src/engine/export/**',
      'src/engine/publish/**',
      // So it is with files from outside; of those that settings name, none is read through a link that leads out of the folder.
      'src/engine/models/profiles.ts',
      'src/engine/outside/**',
      'src/engine/models/onnx/**',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'node:fs', allowImportNames: ['closeSync', 'ftruncateSync', 'writeSync'], message: 'Open it with src/engine/files.' },
            ...['fs', 'fs/promises', 'node:fs/promises'].map((name) => ({ name, message: 'Open it with src/engine/files.' })),
          ],
        },
      ],
    },
  },
  { files: ['src/cli/**', 'scripts/**', 'bin/**', 'test/benchmarks/**', 'test/e2e/activation.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs'],
    rules: {
      // The type check covers these files too, and knows what Node defines.
      'no-undef': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
