"use client";

import { Snowflake } from "lucide-react";
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
      title="Freeze the rankings?"
      description="As they are now, under a number and a hash. Nothing can change them afterwards; equal content is one version."
      trigger={
        <Button>
          <Snowflake aria-hidden /> Freeze now
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
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
                    toast.success(`Frozen as version ${number}.`);
                  },
                },
              )
            }
          >
            {pending ? "Freezing …" : "Freeze"}
          </Button>
        </>
      }
    >
      <DatasetOptionsFields options={options} onChange={mayChange ? setOptions : null} />
      {isChanged && (
        <p className="mt-3 text-muted text-sm">Becomes the project's setting: rounds that start later go by it too.</p>
      )}
    </Dialog>
  );
}
