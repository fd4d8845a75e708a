"use client";

import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { z } from "zod";
import { Button } from "../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../_components/dialog.tsx";
import { Field } from "../../../../_components/field.tsx";
import { Select, Textarea } from "../../../../_components/input.tsx";
import { Tabs } from "../../../../_components/tabs.tsx";
import { useQuantities } from "../../../../_components/use-quantities.ts";
import { faultInReadersLanguage, inReadersLanguage } from "../../../../_i18n/in-readers-language.ts";
import { ImportOutcome, type Outcome } from "./import-outcome.tsx";

type Format = "prompts" | "ranked" | "gold" | "demonstrations";

const answerSchema = z.object({
  lines: z.number(),
  prompts: z.number(),
  completions: z.number(),
  tasks: z.number(),
  rankings: z.number(),
  gold: z.number(),
  demonstrations: z.number(),
  duplicates: z.number(),
  generationJobs: z.number(),
});
const failureSchema = z.object({ error: z.object({ message: z.string(), details: z.unknown() }) });
const faultsSchema = z.object({
  faults: z.array(z.object({ line: z.number(), reason: z.string() })),
  count: z.number(),
});

async function upload(
  { projectId, format, body }: { projectId: string; format: Format; body: Blob | string },
  t: ReturnType<typeof useTranslations<"research.importDialog">>,
): Promise<Outcome> {
  const response = await fetch(`/api/v1/projects/${projectId}/imports?format=${format}`, {
    method: "POST",
    headers: { "content-type": "application/jsonl" },
    body,
  }).catch(() => null);
  if (!response) return { kind: "failed", message: t("serverDidNotAnswer"), faults: [], count: 0 };
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) return { kind: "imported", ...answerSchema.parse(json) };
  const failure = failureSchema.safeParse(json);
  const faults = faultsSchema.safeParse(failure.data?.error.details);
  return {
    kind: "failed",
    message: failure.data ? await inReadersLanguage(failure.data.error.message) : t("importFailed"),
    faults: await Promise.all(
      (faults.data?.faults ?? []).map(async ({ line, reason }) => ({
        line,
        reason: await faultInReadersLanguage(reason),
      })),
    ),
    count: faults.data?.count ?? 0,
  };
}

/** Imports JSONL from a file or from what is pasted: all lines or none. */
export function ImportDialog({ projectId, initiallyOpen }: { projectId: string; initiallyOpen: boolean }) {
  const { formatBytes } = useQuantities();
  const t = useTranslations("research.importDialog");
  const router = useRouter();
  const picker = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(initiallyOpen);
  const [format, setFormat] = useState<Format>("prompts");
  const [source, setSource] = useState("file");
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState("");
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const body = source === "file" ? file : pasted.trim() ? pasted : null;

  async function submit() {
    if (!body) return;
    setBusy(true);
    const result = await upload({ projectId, format, body }, t);
    setOutcome(result);
    setBusy(false);
    if (result.kind === "imported") {
      setFile(null);
      setPasted("");
      router.refresh();
    }
  }

  return (
    <Dialog
      wide
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setOutcome(null);
      }}
      title={t("importPrompts")}
      description={t("allLinesOrNone")}
      trigger={
        <Button tone="primary">
          <FileUp aria-hidden />
          {t("import")}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>{outcome?.kind === "imported" ? t("done") : t("cancel")}</Button>
          </DialogClose>
          <Button tone="primary" disabled={!body || busy} onClick={submit}>
            {busy ? t("importing") : t("import")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {outcome && <ImportOutcome outcome={outcome} />}
        <Field label={t("whatTheLinesHold")} hint={t(`hints.${format}`)}>
          <Select value={format} onChange={(event) => setFormat(event.target.value as Format)}>
            <option value="prompts">{t("prompts")}</option>
            <option value="ranked">{t("rankedAnswers")}</option>
            <option value="gold">{t("goldTasks")}</option>
            <option value="demonstrations">{t("demonstrations")}</option>
          </Select>
        </Field>
        <pre className="whitespace-pre-wrap break-words rounded-md border border-border bg-inset px-3 py-2 font-mono text-xs">
          {t(`examples.${format}`)}
        </pre>
        <Tabs
          label={t("whereFrom")}
          value={source}
          onValueChange={setSource}
          tabs={[
            {
              value: "file",
              label: t("fromAFile"),
              content: (
                <button
                  type="button"
                  onClick={() => picker.current?.click()}
                  onDragOver={(event) => event.preventDefault()}
                  onDrop={(event) => {
                    event.preventDefault();
                    setFile(event.dataTransfer.files[0] ?? null);
                  }}
                  className="flex w-full flex-col items-center gap-1 rounded-lg border border-border-strong border-dashed px-4 py-8 text-center transition-colors hover:bg-hover/60"
                >
                  <FileUp aria-hidden className="mb-1 size-5 text-muted" />
                  <span className="max-w-full truncate font-medium">{file ? file.name : t("chooseAJsonlFile")}</span>
                  <span className="text-muted text-sm">
                    {file ? t("sizeChooseAnother", { size: formatBytes(file.size) }) : t("orDropItHere")}
                  </span>
                </button>
              ),
            },
            {
              value: "paste",
              label: t("paste"),
              content: (
                <Textarea
                  rows={8}
                  aria-label={t("pastedLines")}
                  value={pasted}
                  placeholder={t(`examples.${format}`)}
                  onChange={(event) => setPasted(event.target.value)}
                  className="font-mono text-sm"
                  spellCheck={false}
                />
              ),
            },
          ]}
        />
        <input
          ref={picker}
          type="file"
          accept=".jsonl,.ndjson,.json,.txt"
          className="sr-only"
          tabIndex={-1}
          aria-label={t("file")}
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            event.target.value = "";
          }}
        />
      </div>
    </Dialog>
  );
}
