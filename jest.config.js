/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/integration-tests/**/*.spec.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/.medusa/", "<rootDir>/.holdfast/"],
  modulePathIgnorePatterns: ["<rootDir>/.medusa/", "<rootDir>/.holdfast/"],
  transform: {
    "^.+\\.[jt]sx?$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", tsx: true, decorators: true },
          transform: { react: { runtime: "automatic" } },
          target: "es2022",
        },
        module: { type: "commonjs" },
      },
    ],
  },
  globalSetup: "<rootDir>/scripts/test/global-setup.ts",
  globalTeardown: "<rootDir>/scripts/test/global-teardown.ts",
  // Each spec boots a whole store: two at once would starve each other and blur every timing.
  maxWorkers: 1,
  // A spec that failed before it closed its store must not keep the run from ending; a store dies
  // with its parent.
  forceExit: true,
  testTimeout: 300_000,
}
