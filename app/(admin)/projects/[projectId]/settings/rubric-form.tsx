"use client";

import { ListPlus, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Criterion, Rubric } from "../../../../../lib/projects/rubric.ts";
import { Button } from "../../../../_components/button.tsx";
import { Card } from "../../../../_components/card.tsx";
import { classes } from "../../../../_components/classes.ts";
import { Field } from "../../../../_components/field.tsx";
import { Input, Textarea } from "../../../../_components/input.tsx";
import { SaveBar } from "../../../../_components/settings-form/save-bar.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { saveProjectSettings } from "./actions.ts";
import { keyFor, type UsualKey, usualKeys } from "./rubric-words.ts";

const lists = ["aspects", "marks", "rules"] as const;

/** By what answers are rated, and which rules a conversation probes. */
export function RubricForm({ projectId, current }: { projectId: string; current: Rubric }) {
  const t = useTranslations("admin.rubricForm");
  const usual = useTranslations("admin.usualRubric");
  const [rubric, setRubric] = useState(current);
  const { pending, run } = useAction();
  const isEdited = JSON.stringify(rubric) !== JSON.stringify(current);
  const nameless = lists.some((name) => rubric[name].some((criterion) => criterion.name.trim() === ""));
  const isEmpty = lists.every((name) => rubric[name].length === 0);

  function change(list: keyof Rubric, at: number, change: Partial<Criterion> | null) {
    const criteria = rubric[list];
    const next =
      change === null
        ? criteria.filter((_, other) => other !== at)
        : criteria.map((criterion, other) => (other === at ? { ...criterion, ...change } : criterion));
    setRubric({ ...rubric, [list]: next });
  }
  function add(list: keyof Rubric) {
    setRubric({ ...rubric, [list]: [...rubric[list], { key: "", name: "", description: "" }] });
  }
  function usualRubric(): Rubric {
    const criteria = (keys: readonly UsualKey[]) =>
      keys.map((key) => ({ key, name: usual(`${key}.name`), description: usual(`${key}.description`) }));
    return {
      aspects: criteria(usualKeys.aspects),
      marks: criteria(usualKeys.marks),
      rules: criteria(usualKeys.rules),
    };
  }
  function save() {
    const withKeys = (criteria: Criterion[]) => {
      // A key is made once, from the first name: annotations speak of it.
      const taken = criteria.map(({ key }) => key);
      return criteria.map(({ key: given, name, description }): Criterion => {
        const key = given || keyFor(name, taken);
        taken.push(key);
        return { key, name: name.trim(), description: description.trim() };
      });
    };
    const saved: Rubric = {
      aspects: withKeys(rubric.aspects),
      marks: withKeys(rubric.marks),
      rules: withKeys(rubric.rules),
    };
    run(() => saveProjectSettings({ projectId, settings: { rubric: saved } }), { done: t("rubricSaved") });
  }

  return (
    <>
      <div className="flex flex-col gap-4">
        {isEmpty && (
          <Card
            title={t("noRubricYet")}
            description={t("withoutOneAnswersAreRated")}
            actions={
              <Button onClick={() => setRubric(usualRubric())}>
                <ListPlus aria-hidden /> {t("beginWithTheUsualQuestions")}
              </Button>
            }
          />
        )}
        {lists.map((name) => (
          <Card
            key={name}
            title={t(`lists.${name}.title`)}
            description={t(`lists.${name}.description`)}
            actions={
              <Button size="small" onClick={() => add(name)}>
                <Plus aria-hidden /> {t(`lists.${name}.add`)}
              </Button>
            }
            flush={rubric[name].length > 0}
          >
            {rubric[name].length > 0 && (
              <ul className="divide-y divide-border">
                {rubric[name].map((criterion, at) => (
                  <li
                    // biome-ignore lint/suspicious/noArrayIndexKey: a criterion that is new has nothing else yet
                    key={at}
                    className={classes(
                      "grid grid-cols-[minmax(0,1fr)_auto] items-start gap-3 px-4 py-3 sm:grid-cols-[14rem_minmax(0,1fr)_auto]",
                      // Beside each other, one row of labels is enough for the eye.
                      at > 0 && "sm:py-2 sm:[&_label]:sr-only",
                    )}
                  >
                    <Field label={t("name")}>
                      <Input
                        maxLength={80}
                        value={criterion.name}
                        onChange={(event) => change(name, at, { name: event.target.value })}
                      />
                    </Field>
                    <div className="col-span-2 sm:col-span-1">
                      <Field label={t("description")} optional>
                        <Textarea
                          rows={1}
                          maxLength={1000}
                          value={criterion.description}
                          onChange={(event) => change(name, at, { description: event.target.value })}
                          className="field-sizing-content min-h-8"
                        />
                      </Field>
                    </div>
                    <Button
                      tone="quiet"
                      size="icon"
                      aria-label={
                        criterion.name ? t("removeCriterion", { name: criterion.name }) : t("removeNamelessCriterion")
                      }
                      title={t("remove")}
                      onClick={() => change(name, at, null)}
                      className={classes("col-start-2 row-start-1 mt-6.5 sm:col-start-3", at > 0 && "sm:mt-0")}
                    >
                      <Trash2 />
                    </Button>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        ))}
      </div>
      <SaveBar
        isEdited={isEdited}
        isFaulty={nameless}
        pending={pending}
        onSave={save}
        onReset={() => setRubric(current)}
      />
    </>
  );
}
