import eslint from "@eslint/js"
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript"
import importX from "eslint-plugin-import-x"
import tseslint from "typescript-eslint"

/** Who may import what inside `src`. The tree is the architecture: imports point one way only. */
const layers = {
  contracts: [],
  lib: ["contracts", "modules"],
  modules: ["contracts", "lib"],
  links: ["modules"],
  workflows: ["modules", "lib", "contracts"],
  realtime: ["workflows", "modules", "lib", "contracts"],
  api: ["workflows", "modules", "lib", "contracts", "realtime"],
  subscribers: ["workflows", "modules", "lib", "contracts", "realtime"],
  jobs: ["workflows", "modules", "lib", "contracts"],
  scripts: ["workflows", "modules", "lib", "contracts"],
  client: ["contracts"],
  admin: ["contracts"],
}

const modules = ["ledger", "drops", "trading"]

const zones = [
  ...Object.entries(layers).map(([layer, allowed]) => ({
    target: `./src/${layer}`,
    from: "./src",
    except: [layer, ...allowed].map((name) => `./${name}`),
    message: `src/${layer} may import only ${allowed.length ? allowed.map((name) => `src/${name}`).join(", ") : "itself"}.`,
  })),
  ...modules.map((name) => ({
    target: `./src/modules/${name}`,
    from: "./src/modules",
    except: [`./${name}`],
    message: "A module never imports another module: use a link, a query or a workflow.",
  })),
  ...["scripts", "integration-tests", "bench"].map((folder) => ({
    target: "./src",
    from: `./${folder}`,
    message: `src is what ships: it imports nothing of ${folder}.`,
  })),
]

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      ".medusa/",
      ".holdfast/",
      "coverage/",
      "src/modules/*/migrations/",
      "examples/*/.next/",
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [
        createTypeScriptImportResolver({ project: "./tsconfig.check.json" }),
      ],
    },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-unresolved": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      eqeqeq: ["error", "smart"],
    },
  },
  {
    // A type of a module is what crosses the border, never its code.
    files: ["src/lib/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "ImportDeclaration[importKind!='type'][source.value=/modules\\//]:not(:has(ImportSpecifier[importKind='type']))",
          message: "src/lib may import only types of a module.",
        },
      ],
    },
  },
  { files: ["src/**/*.{ts,tsx}"], rules: { "no-console": "error" } },
  {
    files: ["**/*.{js,cjs}"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        module: "readonly",
        require: "readonly",
        process: "readonly",
        __dirname: "readonly",
        setTimeout: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  }
)
