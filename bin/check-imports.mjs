// node bin/check-imports.mjs [ROOT]      the rules on imports (bin/imports/rules.mjs)
import process from "node:process";
import { checkImports } from "./imports/check.mjs";
import { root } from "./start/places.mjs";

const { violations, missed, looked } = await checkImports(process.argv[2] ?? root);
for (const violation of violations) console.error(`✘ ${violation}`);
for (const file of missed) console.error(`✘ ${file} was not looked at`);
if (violations.length || missed.length || looked === 0) {
  console.error(
    `${violations.length} imports break the rules, ${missed.length} files were missed, ${looked} looked at`,
  );
  process.exitCode = 1;
} else {
  console.log(`${looked} files keep to the rules on imports`);
}
