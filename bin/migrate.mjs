// node bin/migrate.mjs deploy | create NAME | check        on the database of DATABASE_URL
import process from "node:process";
import { applyMigrations } from "./migrations/deploy.mjs";

const [verb, name] = process.argv.slice(2);
const url = process.env.DATABASE_URL;

if (!url || !["deploy", "create", "check"].includes(verb) || (verb === "create" && !/^[a-z0-9_]+$/.test(name ?? ""))) {
  console.error("usage: DATABASE_URL=postgresql://… node bin/migrate.mjs deploy | create lower_case_name | check");
  process.exit(2);
}

try {
  if (verb === "deploy") {
    const applied = await applyMigrations(url);
    console.log(applied.length ? `applied: ${applied.join(", ")}` : "up to date");
  } else {
    const { compareSchema, writeMigration } = await import("./migrations/engine.mjs");
    const sql = await compareSchema(url);
    if (sql === undefined) console.log("schema and migrations agree");
    else if (verb === "create") console.log(`wrote ${writeMigration(name, sql)}`);
    else {
      console.log(sql);
      process.exitCode = 1;
    }
    process.exit(); // the WebAssembly engine keeps the process alive
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
