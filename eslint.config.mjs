import eslint from "@eslint/js"
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript"
import importX from "eslint-plugin-import-x"
import tseslint from "typescript-eslint"

/**
 * Who may import what inside `src`, floors from below: a folder may import those above it in this
 * list, and itself. Folders in one row do not know each other. The tree is the architecture:
 * imports point one way only.
 */
const floors = [
  ["contracts"],
  ["shared"],
  ["modules"],
  ["domain/container.ts"],
  ["domain/inventory", "domain/common"],
  ["domain/drops", "domain/shared-inventories"],
  ["domain/carts", "domain/vaults"],
  ["domain/checkout", "domain/trades"],
  ["domain/maintenance"],
  ["workflows"],
  ["realtime"],
  ["api", "subscribers", "jobs", "scripts"],
]

/** Folders that see only these. */
const apart = {
  links: ["modules"],
  client: ["contracts"],
  admin: ["contracts"],
  policies: ["contracts"],
}

const allowed = {
  ...Object.fromEntries(
    floors.flatMap((row, floor) => row.map((name) => [name, floors.slice(0, floor).flat()]))
  ),
  ...apart,
}

const modules = ["ledger", "drops", "trading"]

const zones = [
  ...Object.entries(allowed).map(([folder, below]) => ({
    target: `./src/${folder}`,
    from: "./src",
    except: [folder, ...below].map((name) => `./${name}`),
    message: `src/${folder} may import only ${[...below, "itself"].join(", ")}.`,
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
      "import-x/no-cycle": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      eqeqeq: ["error", "smart"],
      // Comments included: a long line once hid code behind a comment.
      "max-len": [
        "error",
        {
          code: 100,
          comments: 100,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
          ignoreUrls: true,
          ignorePattern: "^\\s*(import |// eslint-disable)",
        },
      ],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    rules: {
      "no-console": "error",
      // The exception: a file's header disables the rule and says why behind `--`.
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 70],
    },
  },
  {
    files: ["**/*.{js,cjs}"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        module: "readonly",
        require: "readonly",
        console: "readonly",
        process: "readonly",
        __dirname: "readonly",
        setTimeout: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  }
)
