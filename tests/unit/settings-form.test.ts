import { describe, expect, it } from "vitest";
import { fromInput, readInputs, toInput } from "../../app/_components/settings-form/field-values.ts";
import { flatten, schemaFields, unflatten } from "../../app/_components/settings-form/schema-fields.ts";
import { settingSections } from "../../app/_components/settings-form/setting-words.ts";
import english from "../../app/_messages/en/catalogue.ts";
import { projectSettings } from "../../lib/projects/settings.ts";
import { roundSettings } from "../../lib/rounds/settings.ts";

const pathsOf = (kind: "project" | "round") =>
  settingSections(kind, english.settings)
    .flatMap(({ settings }) => settings.map(({ path }) => path))
    .sort();
const roundFields = schemaFields(roundSettings);

describe("settings forms", () => {
  it("speak of every setting, once, and of no other", () => {
    expect(pathsOf("round")).toEqual([...roundFields.keys()].sort());
    expect(pathsOf("project")).toEqual(
      [...schemaFields(projectSettings.omit({ round: true, rubric: true })).keys()].sort(),
    );
  });

  it("name every setting and every choice", () => {
    for (const [kind, fields] of [
      ["round", roundFields],
      ["project", schemaFields(projectSettings)],
    ] as const) {
      for (const { path, label, explanation, options } of settingSections(kind, english.settings).flatMap(
        ({ settings }) => settings,
      )) {
        const field = fields.get(path)!;
        expect([path, typeof label, typeof explanation]).toEqual([path, "string", "string"]);
        expect([path, ...Object.keys(options ?? {}).sort()]).toEqual([
          path,
          ...(field.type === "choice" ? [...field.options].sort() : []),
        ]);
      }
    }
  });

  it("take bounds and defaults from the schema", () => {
    expect(roundFields.get("ppo.klCoefficient")).toMatchObject({
      type: "number",
      default: 0.05,
      minimum: 0,
      maximum: 10,
    });
    expect(roundFields.get("ppo.targetKl")).toMatchObject({
      type: "number",
      nullable: true,
      default: null,
      exclusive: true,
    });
    expect(roundFields.get("startFrom")).toMatchObject({ type: "choice", options: ["reference", "active"] });
  });

  it("accept exactly what the schema accepts", () => {
    const updates = roundFields.get("ppo.updates")!;
    expect(fromInput(updates, "24")).toEqual({ value: 24 });
    expect(fromInput(updates, "2.5")).toEqual({ fault: { name: "notWhole" } });
    expect(fromInput(updates, "0")).toEqual({ fault: { name: "tooLow", bound: 1 } });
    expect(fromInput(updates, "")).toEqual({ fault: { name: "notANumber" } });
    const targetKl = roundFields.get("ppo.targetKl")!;
    expect(fromInput(targetKl, "")).toEqual({ value: null });
    expect(fromInput(targetKl, "0")).toEqual({ fault: { name: "notAbove", bound: 0 } });
    expect(fromInput(targetKl, "0,1")).toEqual({ value: 0.1 });
  });

  it("report only what differs from the defaults", () => {
    const fields = Object.fromEntries(roundFields);
    const defaults = flatten(roundSettings.parse({}));
    const inputs = Object.fromEntries(Object.entries(defaults).map(([path, value]) => [path, toInput(value, "de")]));
    expect(readInputs(fields, inputs, defaults)).toEqual({ changed: {}, faults: {} });
    const { changed } = readInputs(fields, { ...inputs, "ppo.updates": "5", startFrom: "active" }, defaults);
    expect(unflatten(changed)).toEqual({ ppo: { updates: 5 }, startFrom: "active" });
    expect(roundSettings.parse(unflatten(changed)).ppo.updates).toBe(5);
  });
});
