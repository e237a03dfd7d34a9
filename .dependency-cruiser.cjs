/** Who may import whom. ARCHITECTURE.md draws the same picture. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|webview)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('core-imports-nothing', '^src/core/', '^src/core/'),
    only('offline-imports-core', '^src/offline/', '^src/(offline|core)/'),
    only('protocol-imports-core', '^src/protocol/', '^src/(protocol|core)/'),
    only('engine-imports-core-offline-and-protocol', '^src/engine/', '^src/(engine|core|offline|protocol)/'),
    only('cli-imports-engine', '^src/cli/', '^src/(cli|engine|core|protocol)/'),
    only('extension-imports-protocol', '^src/extension/', '^src/(extension|protocol)/'),
    only('webview-imports-protocol', '^webview/', '^(webview|src/protocol)/'),
    { name: 'core-has-no-platform', severity: 'error', from: { path: '^src/(core|offline|protocol)/' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'offline-model-loads-when-needed',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/offline/' },
      to: { path: '^src/offline/', pathNot: '/english.ts$', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cli-loads-engine-when-needed',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/engine/', pathNot: '^src/engine/(errors|corpus/below).ts$', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    { name: 'vscode-only-in-extension', severity: 'error', from: { pathNot: '^(src/extension|test/e2e)/' }, to: { path: '^vscode$' } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
