import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { runCommand } from "./commands.mjs";
import { contentHash, root } from "./places.mjs";

const installedStamp = path.join(root, "node_modules/.attune-installed");
const generatedStamp = path.join(root, "lib/generated/.attune-generated");

/**
 * Installs the npm packages when they are missing or the lock file has changed.
 *
 * Without install scripts: that of tfjs-node fails where its storage bucket is out of reach and would take the whole
 * installation with it. What the others do is done here or in postgres-files.mjs. `npm install`, not `npm ci`: the
 * lock file holds one platform's optional packages, and `npm ci` refuses to add another's. `--no-save`: other versions
 * of npm would rewrite the lock file, and a checkout that is only used should stay as it was cloned.
 */
export async function installPackages(step) {
  if (readStamp(installedStamp) === lockHash()) return "up to date";
  const total = packagesForThisMachine();
  const fetched = new Set();
  const args = [
    "install",
    "--ignore-scripts",
    "--include=dev",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--loglevel=http",
  ];
  const [program, ...first] = npm();
  try {
    await runCommand(program, [...first, ...args], {
      onLine(line) {
        const [, archive] = /npm http .*?(\S+\.tgz)/.exec(line) ?? [];
        if (archive) fetched.add(archive);
        step.progress(`${fetched.size} of about ${total} packages fetched`);
      },
    });
  } catch (error) {
    const lines = error.message.split("\n").filter((line) => !line.startsWith("npm http"));
    throw new Error(`${lines.join("\n")}\nIs the npm registry reachable? Try \`npm ping\`, then start again.`);
  }
  writeFileSync(installedStamp, lockHash());
  return `${total} packages`;
}

function packagesForThisMachine() {
  const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const fits = ({ os, cpu }) => (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
  const different = Object.entries(packages).filter(([place, found]) => place && fits(found) && !found.inBundle);
  return new Set(different.map(([place, { version }]) => `${place.split("node_modules/").pop()}@${version}`)).size;
}

/** Writes the Prisma client into lib/generated when the schema or Prisma has changed. */
export async function generateClient() {
  const hash = contentHash(["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"]);
  const client = path.join(root, "lib/generated/prisma/client.ts");
  if (existsSync(client) && readStamp(generatedStamp) === hash) return "up to date";
  await runCommand(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    environment: { CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  mkdirSync(path.dirname(generatedStamp), { recursive: true });
  writeFileSync(generatedStamp, hash);
  return "generated from prisma/schema.prisma";
}

/** What a step wrote when it last succeeded. */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function lockHash() {
  return contentHash(["package-lock.json", ".npmrc"]);
}

/** The npm that started us, by its script where that is known, so that any shell wrapper around it stays out. */
function npm() {
  const script = process.env.npm_execpath;
  return script?.endsWith("npm-cli.js") ? [process.execPath, script] : ["npm"];
}
