import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { rules } from "./rules.mjs";

// dependency-cruiser reads every file as plain TypeScript and trips over JSX; so swc is told here, before it is loaded.
const swc = createRequire(import.meta.url)("@swc/core");
const parseFileSync = swc.parseFileSync.bind(swc);
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith("x") });
const { cruise } = await import("dependency-cruiser");

const folders = ["app", "bin", "lib", "trainer", "tests"];
const rootFiles = ["proxy.ts"];
const sourceFile = /(?<!\.d)\.(tsx?|mts|cts|mjs|cjs|jsx?)$/;
const generated = /^lib\/generated\//;

/**
 * Checks every import below the root against the rules.
 * @param {string} root
 * @param {typeof cruise} look dependency-cruiser, which without a compiler it knows looks at nothing and is content
 * @returns {Promise<{ violations: string[], missed: string[], looked: number }>} `missed`: source files it did not look at
 */
export async function checkImports(root, look = cruise) {
  const sources = sourceFiles(root);
  const { output } = await look(
    [...folders, ...rootFiles].filter((name) => existsSync(path.join(root, name))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: rules },
      doNotFollow: { path: "node_modules" },
      exclude: { path: "^\\.next/" },
      moduleSystems: ["es6", "cjs"],
      parser: "swc",
      tsPreCompilationDeps: true,
      enhancedResolveOptions: {
        extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
        exportsFields: ["exports"],
        conditionNames: ["import", "node", "default", "require", "types"],
      },
    },
  );
  const seen = new Set(output.modules.map((module) => module.source));
  return {
    violations: output.summary.violations.map(describe),
    missed: sources.filter((source) => !seen.has(source)),
    looked: sources.filter((source) => seen.has(source)).length,
  };
}

function sourceFiles(root) {
  const below = folders.flatMap((folder) =>
    existsSync(path.join(root, folder))
      ? readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.posix.join(folder, name))
      : [],
  );
  const found = [...below, ...rootFiles.filter((name) => existsSync(path.join(root, name)))];
  return found.filter((name) => sourceFile.test(name) && !generated.test(name));
}

function describe({ from, to, rule, cycle }) {
  const { comment } = rules.find(({ name }) => name === rule.name);
  const way = cycle?.length ? cycle.map((step) => step.name).join(" → ") : to;
  return `${from} → ${way}\n    ${rule.name}: ${comment}`;
}
