/**
 * Who may import whom: `app → lib ← trainer`, and the layers of the trainer. ARCHITECTURE.md says why. In
 * dependency-cruiser's form; paths are relative to the root.
 */

/** The layers of the trainer, highest first; each may import those named, itself and trainer/math. */
const trainerLayers = {
  "rounds/": ["engines/", "evaluation/", "algorithms/", "models/", "weights/", "tensor/"],
  "engines/": ["evaluation/", "algorithms/", "models/", "weights/", "tensor/"],
  "evaluation/": ["algorithms/", "models/", "weights/", "tensor/"],
  "algorithms/": ["models/", "weights/", "tensor/"],
  "models/": ["weights/", "tensor/"],
  "weights/": ["tensor/"],
  "tensor/": [],
};

const layerRules = Object.entries(trainerLayers).map(([layer, below]) => ({
  name: `trainer/${layer.slice(0, -1)}-imports-downwards`,
  comment: `trainer/${layer} may import ${[layer, ...below, "math/"].join(", ")} of the trainer, nothing above it.`,
  severity: "error",
  from: { path: `^trainer/${layer}` },
  to: { path: "^trainer/", pathNot: [layer, ...below, "math/"].map((name) => `^trainer/${name}`) },
}));

export const rules = [
  {
    name: "app-not-to-trainer",
    comment: "The site and the trainer meet in Postgres.",
    severity: "error",
    from: { path: "^(app/|proxy\\.ts$)" },
    to: { path: "^(trainer|bin|tests)/" },
  },
  {
    name: "lib-imports-only-lib",
    comment: "What the product knows depends on neither the site nor the trainer.",
    severity: "error",
    from: { path: "^lib/" },
    to: { path: "^(app|trainer|bin|tests)/" },
  },
  {
    name: "trainer-not-to-app",
    comment: "The trainer reads as a library: no Next, no HTTP pages.",
    severity: "error",
    from: { path: "^trainer/" },
    to: { path: "^(app|bin|tests)/|(^|/)node_modules/(next|react)(/|$)" },
  },
  {
    name: "only-rounds-to-lib",
    comment: "Only trainer/worker.ts, sampler.ts and rounds/ know the database: the training commands need none.",
    severity: "error",
    from: { path: "^trainer/", pathNot: "^trainer/(worker\\.ts|sampler\\.ts|rounds/)" },
    to: { path: "^lib/" },
  },
  {
    name: "math-imports-nothing",
    comment: "trainer/math is pure: no tensors, no packages, no files.",
    severity: "error",
    from: { path: "^trainer/math/" },
    to: { pathNot: "^trainer/math/" },
  },
  {
    name: "no-cycles",
    comment: "Modules that need each other are one module, or a third is missing. Types and lazy parts may.",
    severity: "error",
    from: { path: "^(app|lib|trainer|bin)/", pathNot: "^lib/generated/" },
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
  },
  {
    name: "everything-resolves",
    comment: "An import that leads nowhere cannot be checked.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true },
  },
  ...layerRules,
];
