import { z } from "zod";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { isUniqueViolation } from "../db/is-unique-violation.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import { applyGroupRoles } from "./apply-group-roles.ts";

export const groupInput = z.object({
  name: text(100).trim().min(1, "A group has a name."),
  memberIds: z.array(text(100).min(1)).max(10_000),
  roles: z
    .array(z.object({ projectId: text(100).min(1), role: z.enum(["admin", "researcher", "annotator"]) }))
    .max(1000),
});

/**
 * Makes a group (`groupId: null`) or changes it to what is given: its name, who is in it, and its role in each project.
 * Members' roles follow at once. Throws INVALID_INPUT, NOT_FOUND for a group or person that is not there, CONFLICT for a
 * name that is taken.
 */
export async function saveGroup({
  groupId,
  actorId,
  database = db(),
  ...input
}: z.input<typeof groupInput> & {
  groupId: string | null;
  actorId: string;
  database?: Database;
}): Promise<{ id: string }> {
  const parsed = groupInput.safeParse(input);
  if (!parsed.success) throw new AppError("INVALID_INPUT", parsed.error.issues[0]!.message, parsed.error.issues);
  const { name, roles } = parsed.data;
  const memberIds = [...new Set(parsed.data.memberIds)];
  const id = groupId ?? newId();
  try {
    await inTransaction(database, async (transaction) => {
      await requireThere({
        groupId,
        memberIds,
        projectIds: roles.map(({ projectId }) => projectId),
        database: transaction,
      });
      await transaction.group.upsert({ where: { id }, create: { id, name }, update: { name } });
      await transaction.groupMember.deleteMany({ where: { groupId: id } });
      await transaction.groupMember.createMany({ data: memberIds.map((userId) => ({ groupId: id, userId })) });
      await transaction.groupRole.deleteMany({ where: { groupId: id } });
      await transaction.groupRole.createMany({ data: roles.map((each) => ({ groupId: id, ...each })) });
      await applyGroupRoles({ database: transaction });
      await record({
        database: transaction,
        actorId,
        action: groupId ? "group.update" : "group.create",
        targetType: "group",
        targetId: id,
        detail: { name, memberIds, roles },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("CONFLICT", `There is already a group called ${name}.`);
    throw error;
  }
  return { id };
}

async function requireThere({
  groupId,
  memberIds,
  projectIds,
  database,
}: {
  groupId: string | null;
  memberIds: string[];
  projectIds: string[];
  database: Database;
}): Promise<void> {
  const [group, people, projects] = await Promise.all([
    groupId ? database.group.count({ where: { id: groupId } }) : 1,
    database.user.count({ where: { id: { in: memberIds }, leftAt: null } }),
    database.project.count({ where: { id: { in: projectIds } } }),
  ]);
  if (group === 0) throw new AppError("NOT_FOUND", "There is no such group.");
  if (people < memberIds.length) throw new AppError("NOT_FOUND", "One of these people is not here.");
  if (projects < projectIds.length) throw new AppError("NOT_FOUND", "One of these projects is not here.");
}
