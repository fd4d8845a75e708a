import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { applyGroupRoles } from "./apply-group-roles.ts";

/** Ends a group; its people lose the roles that it gave them. Throws NOT_FOUND. */
export async function deleteGroup({
  groupId,
  actorId,
  database = db(),
}: {
  groupId: string;
  actorId: string;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const group = await transaction.group.findUnique({ where: { id: groupId }, select: { name: true } });
    if (!group) throw new AppError("NOT_FOUND", "There is no such group.");
    await transaction.group.delete({ where: { id: groupId } });
    await applyGroupRoles({ database: transaction });
    await record({
      database: transaction,
      actorId,
      action: "group.delete",
      targetType: "group",
      targetId: groupId,
      detail: { name: group.name },
    });
  });
}
