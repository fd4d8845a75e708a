import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import { newSecretToken } from "./secret-token.ts";

const tokenName = text(100).trim().min(1, "Name the token, so that you know it again.");

/** A token for the API with its owner's rights. Shown here and never again: only its hash is stored. */
export async function createApiToken({
  userId,
  name,
  actorId = userId,
  database = db(),
}: {
  userId: string;
  name: string;
  /** Null: the command line. */
  actorId?: string | null;
  database?: Database;
}): Promise<{ id: string; token: string }> {
  const given = tokenName.safeParse(name);
  if (!given.success) throw new AppError("INVALID_INPUT", given.error.issues[0]!.message);
  const { token, tokenHash } = newSecretToken("att_");
  const { id } = await inTransaction(database, async (transaction) => {
    const created = await transaction.apiToken.create({
      data: { userId, name: given.data, tokenHash, prefix: token.slice(0, 10) },
      select: { id: true },
    });
    await record({
      database: transaction,
      actorId,
      action: "token.create",
      targetType: "apiToken",
      targetId: created.id,
      detail: { name: given.data },
    });
    return created;
  });
  return { id, token };
}
