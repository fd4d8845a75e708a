"use client";

import { Snowflake } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { DatasetOptions } from "../../../../../../lib/datasets/options.ts";
import { Button } from "../../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../../_components/dialog.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { saveDatasetOptions } from "../../../../_datasets/actions.ts";
import { DatasetOptionsFields } from "../../../../_datasets/options-fields.tsx";
import { freeze } from "./actions.ts";

/** Freezes what is there now by options of one's choice; the same content again is the same version. */
export function FreezeDialog({
  projectId,
  current,
  mayChange,
}: {
  projectId: string;
  /** As the project has them. */
  current: DatasetOptions;
  mayChange: boolean;
}) {
  const t = useTranslations("research.freezeDialog");
  const [open, setOpen] = useState(false);
  const [options, setOptions] = useState(current);
  const { pending, run } = useAction();
  const isChanged = JSON.stringify(options) !== JSON.stringify(current);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setOptions(current);
      }}
      title={t("freezeTheRankings")}
      description={t("asTheyAreNowUnder")}
      trigger={
        <Button>
          <Snowflake aria-hidden /> {t("freezeNow")}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={pending}
            onClick={() =>
              run(
                async () => {
                  const saved = isChanged ? await saveDatasetOptions({ projectId, dataset: options }) : null;
                  return saved && !saved.ok ? saved : await freeze({ projectId });
                },
                {
                  onDone: ({ number }) => {
                    setOpen(false);
                    toast.success(t("frozenAsVersionNumber", { number }));
                  },
                },
              )
            }
          >
            {pending ? t("freezing") : t("freeze")}
          </Button>
        </>
      }
    >
      <DatasetOptionsFields options={options} onChange={mayChange ? setOptions : null} />
      {isChanged && <p className="mt-3 text-muted text-sm">{t("becomesTheProjectSSetting")}</p>}
    </Dialog>
  );
}
