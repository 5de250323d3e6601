const swc = {
  jsc: {
    parser: { syntax: "typescript", tsx: true, decorators: true },
    transform: { react: { runtime: "automatic" } },
    target: "es2022",
  },
  module: { type: "commonjs" },
}

const project = (displayName, ...testMatch) => ({
  displayName,
  rootDir: __dirname,
  testMatch: testMatch.map((glob) => `<rootDir>/${glob}`),
  testEnvironment: "<rootDir>/scripts/test/environment.ts",
  modulePathIgnorePatterns: ["<rootDir>/.medusa/", "<rootDir>/.holdfast/"],
  transform: { "^.+\\.[jt]sx?$": ["@swc/jest", swc] },
})

const inStore = (displayName, ...testMatch) => ({
  ...project(displayName, ...testMatch.map((folder) => `integration-tests/${folder}/**/*.spec.ts`)),
  globalSetup: "<rootDir>/scripts/test/global-setup.ts",
  globalTeardown: "<rootDir>/scripts/test/global-teardown.ts",
})

/**
 * `npm test` runs unit, ledger, http and races; `npm run test:full` all of them.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  projects: [
    project("unit", "{src,scripts}/**/__tests__/*.unit.spec.ts"),
    inStore("ledger", "modules", "model"),
    inStore("http", "http", "realtime", "reference"),
    inStore("races", "races"),
    inStore("full", "full", "package"),
  ],
  // Each worker has stores of its own: more than one per core would blur every timing.
  maxWorkers: 2,
  testTimeout: 300_000,
  reporters: ["default", "<rootDir>/scripts/test/reporter.js"],
}
