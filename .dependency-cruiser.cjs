/** Dependencies point one way: agent-ui -> gateway/contract; gateway -> cti's public interface; cti -> nothing of ours. */
module.exports = {
  forbidden: [
    {
      name: 'cti-stands-alone',
      severity: 'error',
      from: { path: '^cti/' },
      to: { path: '^(gateway|agent-ui|prisma)/' },
    },
    {
      name: 'gateway-uses-cti-through-its-index',
      severity: 'error',
      from: { path: '^gateway/', pathNot: '(\\.test|-testing|/testing)\\.ts$' },
      to: { path: '^cti/', pathNot: '^cti/src/index\\.ts$' },
    },
    {
      name: 'gateway-tests-use-cti-through-its-index-and-testing-files',
      severity: 'error',
      from: { path: '^gateway/.*(\\.test|-testing|/testing)\\.ts$' },
      to: { path: '^cti/', pathNot: '^cti/src/index\\.ts$|-testing\\.ts$' },
    },
    { name: 'gateway-knows-no-browser', severity: 'error', from: { path: '^gateway/' }, to: { path: '^agent-ui/' } },
    {
      name: 'ui-sees-only-the-contract',
      severity: 'error',
      from: { path: '^agent-ui/' },
      to: { path: '^(gateway|cti|prisma)/', pathNot: '^gateway/src/contract/' },
    },
    {
      name: 'contract-is-types-and-schemas',
      severity: 'error',
      from: { path: '^gateway/src/contract/' },
      to: { path: '^(gateway|cti)/', pathNot: '^gateway/src/contract/' },
    },
    {
      name: 'cti-knows-no-postgres-no-http',
      severity: 'error',
      from: { path: '^cti/', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/(pg|@prisma|fastify|socket\\.io)' },
    },
    {
      name: 'gateway-knows-no-esl-no-sip',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: 'node_modules/(modesl|drachtio-srf)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Its swc parser knows no JSX: the browser's .tsx files are held to the same two rules by biome.json.
    exclude: { path: '(^|/)(dist|\\.data|fixtures)/|gateway/src/database/client/|\\.tsx$' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
