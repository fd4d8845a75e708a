"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { CopyButton } from "../../../../../_components/copy-button.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { formatCounted } from "../../../../../_components/format-quantity.ts";
import { Select } from "../../../../../_components/input.tsx";

const formats = {
  "trl-preference": {
    label: "Preference pairs, as TRL reads them",
    hint: "One line a pair: prompt, chosen and rejected as lists of messages. Ties are left out. Goes straight into TRL’s reward and DPO trainers.",
    line: '{"prompt": [{"role": "user", "content": "…"}], "chosen": [{"role": "assistant", "content": "…"}], "rejected": […]}',
  },
  ranked: {
    label: "Rankings, with everything known",
    hint: "One line a ranking: all answers with rank and model, the annotator’s pseudonym, time, flags and comment. Can be imported again.",
    line: '{"prompt": […], "completions": [{"text": "…", "rank": 1, "model": "policy-2"}, …], "annotator": "…", "createdAt": "…"}',
  },
  demonstrations: {
    label: "Written answers",
    hint: "One line an answer that a person wrote or edited: prompt and completion as lists of messages, for TRL’s SFT trainer.",
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
  const [format, setFormat] = useState<Format>("trl-preference");
  const [versionId, setVersionId] = useState(initialVersionId);
  const [split, setSplit] = useState("");
  const chosen = versions.find(({ id }) => id === versionId);
  const parameters = new URLSearchParams({ format });
  if (versionId) parameters.set("datasetVersionId", versionId);
  if (split) parameters.set("split", split);
  const href = `${path}?${parameters}`;
  const command = `curl -fsS -H "Authorization: Bearer $ATTUNE_TOKEN" \\\n  "${origin}${href}" \\\n  -o attune-${format}.jsonl`;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title="What">
        <div className="flex flex-col gap-4">
          <Field label="Format" hint={formats[format].hint}>
            <Select value={format} onChange={(event) => setFormat(event.target.value as Format)}>
              {Object.entries(formats).map(([name, { label }]) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </Select>
          </Field>
          <Field
            label="Rankings"
            hint={
              chosen
                ? `Frozen: the same file each time. Rankings count: ${chosen.counts}.`
                : "A frozen version gives the same file each time, with the weights it was frozen with; the current ones grow."
            }
          >
            <Select value={versionId} onChange={(event) => setVersionId(event.target.value)}>
              <option value="">as they are now</option>
              {versions.map(({ id, number, annotationCount }) => (
                <option key={id} value={id}>
                  version {number}, {formatCounted(annotationCount, "ranking")}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Side of the split">
            <Select value={split} onChange={(event) => setSplit(event.target.value)}>
              <option value="">all</option>
              <option value="train">train</option>
              <option value="validation">validation</option>
              <option value="gold">gold</option>
            </Select>
          </Field>
          <div>
            <Button asChild tone="primary">
              <a href={href} download>
                <Download aria-hidden />
                Download JSONL
              </a>
            </Button>
          </div>
        </div>
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        <Card title="A line of it">
          <pre className="whitespace-pre-wrap break-words font-mono text-xs">{formats[format].line}</pre>
        </Card>
        <Card
          title="By command"
          description={
            <>
              With an API token from{" "}
              <Link href="/account" className="text-accent-text underline underline-offset-2">
                your account
              </Link>{" "}
              in ATTUNE_TOKEN. It streams, whatever the size.
            </>
          }
          actions={<CopyButton text={command} size="small" label="Copy" />}
        >
          <pre className="whitespace-pre-wrap break-all font-mono text-xs">{command}</pre>
        </Card>
      </div>
    </div>
  );
}
