"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { CopyButton } from "../../../../../_components/copy-button.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Select } from "../../../../../_components/input.tsx";

const formats = {
  "trl-preference": {
    key: "preferencePairs",
    line: '{"prompt": [{"role": "user", "content": "…"}], "chosen": [{"role": "assistant", "content": "…"}], "rejected": […]}',
  },
  ranked: {
    key: "ranked",
    line: '{"prompt": […], "completions": [{"text": "…", "rank": 1, "model": "policy-2"}, …], "annotator": "…", "createdAt": "…"}',
  },
  demonstrations: {
    key: "demonstrations",
    line: '{"prompt": [{"role": "user", "content": "…"}], "completion": [{"role": "assistant", "content": "…"}]}',
  },
} as const;

type Format = keyof typeof formats;

export interface ExportableVersion {
  id: string;
  number: number;
  annotationCount: number;
  comparisonCount: number;
  /** How its rankings count, in a few words. */
  counts: string;
}

/** Chooses what to export; gives the file, and the command that fetches the same. */
export function ExportForm({
  path,
  origin,
  versions,
  initialVersionId,
}: {
  path: string;
  origin: string;
  versions: ExportableVersion[];
  initialVersionId: string;
}) {
  const t = useTranslations("research.exportForm");
  const [format, setFormat] = useState<Format>("trl-preference");
  const [versionId, setVersionId] = useState(initialVersionId);
  const [split, setSplit] = useState("");
  const chosen = versions.find(({ id }) => id === versionId);
  const parameters = new URLSearchParams({ format });
  if (versionId) parameters.set("datasetVersionId", versionId);
  if (split) parameters.set("split", split);
  const href = `${path}?${parameters}`;
  const command = `curl -fsS -H "Authorization: Bearer $ATTUNE_TOKEN" \\
  "${origin}${href}" \\
  -o attune-${format}.jsonl`;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={t("what")}>
        <div className="flex flex-col gap-4">
          <Field label={t("format")} hint={t(`formats.${formats[format].key}.hint`)}>
            <Select value={format} onChange={(event) => setFormat(event.target.value as Format)}>
              {Object.entries(formats).map(([name, { key }]) => (
                <option key={name} value={name}>
                  {t(`formats.${key}.label`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t("rankings")} hint={chosen ? t("frozen", { counts: chosen.counts }) : t("notFrozen")}>
            <Select value={versionId} onChange={(event) => setVersionId(event.target.value)}>
              <option value="">{t("asTheyAreNow")}</option>
              {versions.map(({ id, number, annotationCount }) => (
                <option key={id} value={id}>
                  {t("versionWithRankings", { number, annotationCount })}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t("sideOfTheSplit")}>
            <Select value={split} onChange={(event) => setSplit(event.target.value)}>
              <option value="">{t("all")}</option>
              <option value="train">{t("train")}</option>
              <option value="validation">{t("validation")}</option>
              <option value="gold">{t("gold")}</option>
            </Select>
          </Field>
          <div>
            <Button asChild tone="primary">
              <a href={href} download>
                <Download aria-hidden />
                {t("downloadJsonLines")}
              </a>
            </Button>
          </div>
        </div>
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={t("aLineOfIt")}>
          <pre className="whitespace-pre-wrap break-words font-mono text-xs">{formats[format].line}</pre>
        </Card>
        <Card
          title={t("byCommand")}
          description={t.rich("withAnApiToken", {
            link: (words) => (
              <Link href="/account" className="text-accent-text underline underline-offset-2">
                {words}
              </Link>
            ),
          })}
          actions={<CopyButton text={command} size="small" />}
        >
          <pre className="whitespace-pre-wrap break-all font-mono text-xs">{command}</pre>
        </Card>
      </div>
    </div>
  );
}
