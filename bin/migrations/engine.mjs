/**
 * For developers: what separates prisma/migrations from prisma/schema.prisma, found by Prisma's own schema engine in
 * its WebAssembly build, because Prisma 7 otherwise wants a binary from the network.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import { migrationNames } from "./deploy.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const migrationsFolder = path.join(root, "prisma/migrations");
const lockFile = "migration_lock.toml";

/** Postgres' internal "char" type, which introspection reads and the adapter cannot decode. */
const internalChar = 18;
const text = 25;

/**
 * The SQL that leads from the migrations to the schema; undefined when they agree.
 * @param {string} url of a server on which a shadow database may be made
 */
export async function compareSchema(url) {
  const schemaFile = path.join(root, "prisma/schema.prisma");
  const schema = { files: [{ path: schemaFile, content: readFileSync(schemaFile, "utf8") }] };
  const engine = await createEngine(url, schema);
  const { exitCode, stdout } = await engine.diff({
    from: { tag: "migrations", ...readMigrations() },
    to: { tag: "schemaDatamodel", ...schema },
    script: true,
    exitCode: true,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return exitCode === 0 ? undefined : stdout;
}

/** Writes the SQL as the newest migration. @returns {string} its path below the root */
export function writeMigration(name, sql) {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(migrationsFolder, `${time}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "migration.sql"), sql);
  return path.relative(root, path.join(folder, "migration.sql"));
}

function readMigrations() {
  const content = (file) => readFileSync(path.join(migrationsFolder, file), "utf8");
  return {
    baseDir: migrationsFolder,
    shadowDbInitScript: "",
    lockfile: { path: lockFile, content: content(lockFile) },
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: content(`${name}/migration.sql`) } },
    })),
  };
}

async function createEngine(databaseUrl, schema) {
  const binding = fileURLToPath(import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  // Without this registry a panic of the engine hides its message.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  const { instance } = await WebAssembly.instantiate(readFileSync(binding.replace(/\.js$/, ".wasm")), {
    "./schema_engine_bg.js": engineModule,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const url = new URL(databaseUrl);
  const adapter = new MigrationAdapter({
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  });
  const datamodels = schema.files.map((file) => [file.path, file.content]);
  return await engineModule.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
}

class MigrationAdapter extends PrismaPg {
  constructor(config) {
    super(config);
    this.connection = config;
  }

  async connect() {
    return forMigrations(await super.connect());
  }

  /** The adapter's own version would connect to the main database and drop the shadow before closing it. */
  async connectToShadowDb() {
    const database = `shadow_${randomUUID().replaceAll("-", "")}`;
    const main = await this.connect();
    await main.executeScript(`CREATE DATABASE "${database}"`);
    const shadow = await new MigrationAdapter({ ...this.connection, database }).connect();
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await main.executeScript(`DROP DATABASE "${database}" WITH (FORCE)`);
      await main.dispose();
    };
    return shadow;
  }
}

function forMigrations(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    charColumns = result.fields.flatMap((field, column) => (field.dataTypeID === internalChar ? [column] : []));
    for (const column of charColumns) result.fields[column].dataTypeID = text;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const column of charColumns) result.columnTypes[column] = ColumnTypeEnum.Character;
    return result;
  };
  // The adapter splits a script at every semicolon, so through $$ bodies, and runs the parts outside a transaction.
  adapter.executeScript = async (script) => {
    await adapter.client.query(script);
  };
  return adapter;
}
