"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { deleteGroup } from "../../../../lib/groups/delete-group.ts";
import { groupInput, saveGroup } from "../../../../lib/groups/save-group.ts";
import { authoriseAction } from "../../../_actions/authorise.ts";
import { identifier } from "../../../_actions/identifier.ts";
import { perform } from "../../../_actions/perform.ts";

const saving = groupInput.extend({ groupId: identifier.nullable() });

export async function storeGroup(input: z.input<typeof saving>) {
  return await perform(async () => {
    const actor = await authoriseAction(null, "manageInstallation");
    await saveGroup({ ...saving.parse(input), actorId: actor.id });
    revalidatePath("/admin/groups");
    return null;
  });
}

const deletion = z.object({ groupId: identifier });

export async function removeGroup(input: z.input<typeof deletion>) {
  return await perform(async () => {
    const actor = await authoriseAction(null, "manageInstallation");
    await deleteGroup({ ...deletion.parse(input), actorId: actor.id });
    revalidatePath("/admin/groups");
    return null;
  });
}
