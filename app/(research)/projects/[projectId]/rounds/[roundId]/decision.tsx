"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RoundState } from "../../../../../../lib/generated/prisma/enums.ts";
import { Button } from "../../../../../_components/button.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Textarea } from "../../../../../_components/input.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { gateWords } from "../../../../_rounds/gate-words.ts";
import { decide } from "../actions.ts";

/** A candidate that did not pass every gate: a person publishes or declines it, and says why. */
export function Decision({
  projectId,
  roundId,
  state,
  policyName,
  mayDecide,
  unpassed,
}: {
  projectId: string;
  roundId: string;
  state: RoundState;
  policyName: string;
  mayDecide: boolean;
  /** Gates that publishing would go past. */
  unpassed: string[];
}) {
  const t = useTranslations("research.decision");
  const gateNames = useTranslations("research.gateNames");
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const { pending, run } = useAction();
  const submit = (publish: boolean) => {
    if (!reason.trim()) {
      setFault(t("sayWhyForThoseWho"));
      return;
    }
    run(() => decide({ projectId, roundId, publish, reason }), {
      done: publish ? t("policyNamePublished", { policyName }) : t("policyNameDeclined", { policyName }),
      onFailure: ({ message }) => setFault(message),
    });
  };
  return (
    <Card
      title={state === "rejected" ? t("policyNameFailedAGate", { policyName }) : t("waitsForDecision", { policyName })}
      description={state === "rejected" ? t("thePolicyBeforeItGoes") : t("theFiguresCannotSayWhether")}
      className="border-warning/40"
    >
      {mayDecide ? (
        <div className="flex flex-col gap-3">
          <Field label={t("reason")} error={fault ?? undefined}>
            <Textarea
              rows={2}
              maxLength={2000}
              value={reason}
              placeholder={t("exampleOfReason")}
              onChange={(event) => {
                setReason(event.target.value);
                setFault(null);
              }}
            />
          </Field>
          {unpassed.length > 0 && (
            <p className="text-muted text-sm">
              {t("publishingGoesPast", {
                gates: unpassed.map((name) => t("quoted", { name: gateWords(name, gateNames).name })).join(", "),
              })}
            </p>
          )}
          <div className="flex flex-wrap gap-2">
            <Button tone="primary" disabled={pending} onClick={() => submit(true)}>
              {t("publishPolicyName", { policyName })}
            </Button>
            <Button disabled={pending} onClick={() => submit(false)}>
              {t("decline")}
            </Button>
          </div>
        </div>
      ) : (
        <p className="text-muted">{t("anAdminOfTheProject")}</p>
      )}
    </Card>
  );
}
