import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";

/**
 * Says which skills a member has: prompts that ask for one go only to those who have it. Throws INVALID_INPUT beyond 50
 * skills of 100 characters, NOT_FOUND for somebody who is no member.
 */
export async function setSkills({
  userId,
  projectId,
  skills,
  actorId,
  database = db(),
}: {
  userId: string;
  projectId: string;
  skills: string[];
  actorId: string;
  database?: Database;
}): Promise<void> {
  const given = [...new Set(skills.map((skill) => skill.trim()).filter((skill) => skill !== ""))];
  if (given.length > 50 || given.some((skill) => skill.length > 100)) {
    throw new AppError("INVALID_INPUT", "At most 50 skills, of 100 characters each.");
  }
  await inTransaction(database, async (transaction) => {
    const changed = await transaction.membership.updateMany({ where: { userId, projectId }, data: { skills: given } });
    if (changed.count === 0) throw new AppError("NOT_FOUND", "This person is not a member of the project.");
    await record({
      database: transaction,
      actorId,
      action: "person.setSkills",
      projectId,
      targetType: "user",
      targetId: userId,
      detail: { skills: given },
    });
  });
}
