import { useMessages, useTranslations } from "next-intl";
import { type RoundSettings, roundSettings } from "../../../../../../lib/rounds/settings.ts";
import { Card } from "../../../../../_components/card.tsx";
import { classes } from "../../../../../_components/classes.ts";
import { flatten, sameValue } from "../../../../../_components/settings-form/schema-fields.ts";
import { type SettingWords, settingSections } from "../../../../../_components/settings-form/setting-words.ts";
import { useSettingValue } from "../../../../../_components/settings-form/use-setting-value.ts";

/** Everything the round was set to; what differs from the built-in defaults is marked and says the default. */
export function EffectiveSettings({ settings }: { settings: RoundSettings }) {
  const t = useTranslations("research.effectiveSettings");
  const { settings: words } = useMessages();
  const values = flatten(settings);
  const defaults = flatten(roundSettings.parse({}));
  const different = Object.keys(values).filter((path) => !sameValue(values[path], defaults[path])).length;
  return (
    <Card
      title={t("settings")}
      description={different === 0 ? t("allAtTheirDefaults") : t("someDiffer", { different })}
    >
      <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
        {settingSections("round", words).map((section) => (
          <section key={section.title} className="min-w-0">
            <h3 className="mb-1.5 font-medium text-sm">{section.title}</h3>
            <dl className="divide-y divide-border border-border border-y text-sm">
              {section.settings.map((words) => (
                <Line key={words.path} words={words} value={values[words.path]} standard={defaults[words.path]} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Card>
  );
}

function Line({ words, value, standard }: { words: SettingWords; value: unknown; standard: unknown }) {
  const t = useTranslations("research.effectiveSettings");
  const inWords = useSettingValue();
  const differs = !sameValue(value, standard);
  return (
    <div className={classes("flex justify-between gap-4 py-1.5", differs && "-mx-2 bg-accent-soft px-2")}>
      <dt className="text-muted" title={words.explanation}>
        {words.label}
      </dt>
      <dd className="text-right tabular-nums">
        <span className={differs ? "font-medium" : undefined}>{inWords(value, words)}</span>
        {differs && (
          <span className="block text-muted">{t("defaultStandard", { standard: inWords(standard, words) })}</span>
        )}
      </dd>
    </div>
  );
}
