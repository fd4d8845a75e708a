import { randomBytes } from "node:crypto";
import { Command, Option } from "commander";
import { createApiToken } from "../../lib/auth/create-api-token.ts";
import { createResetLink } from "../../lib/auth/create-reset-link.ts";
import { createUser } from "../../lib/auth/create-user.ts";
import { hashNewPassword, storePassword } from "../../lib/auth/set-password.ts";
import { db } from "../../lib/db/client.ts";
import { inTransaction } from "../../lib/db/transaction.ts";
import type { Role } from "../../lib/generated/prisma/enums.ts";
import { findPerson, findProject, withInstallation } from "./installation.ts";

export function user(): Command {
  return new Command("user").description("people").addCommand(add()).addCommand(reset());
}

interface AddOptions {
  email: string;
  role: Role;
  password?: string;
  name?: string;
  project?: string;
  token?: boolean;
}

function add(): Command {
  return new Command("add")
    .description("add a person")
    .requiredOption("--email <address>")
    .addOption(new Option("--role <role>").choices(["admin", "researcher", "annotator"]).makeOptionMandatory())
    .option("--password <password>", "10 to 200 characters; without it a random one is made and shown")
    .option("--name <name>", "as others see it; without it what stands before the @")
    .option("--project <id>", "id or name of the one project the role holds in; without it, all projects")
    .option("--token", "also make an API token, printed as the last line")
    .action((options: AddOptions) => withInstallation(() => addPerson(options)));
}

async function addPerson({ email, role, name, project, token, ...options }: AddOptions) {
  const password = options.password ?? randomPassword();
  const projectId = project ? (await findProject(project)).id : null;
  const added = await createUser({
    email,
    name: name ?? email.split("@")[0]!,
    password,
    role,
    projectId,
    actorId: null,
  });
  console.log(`Added ${added.email} as ${role} ${projectId ? `of project ${projectId}` : "of all projects"}.`);
  if (!options.password) console.log(`Password: ${password}`);
  if (token) {
    const created = await createApiToken({ userId: added.id, name: "command line", actorId: null });
    console.log(created.token);
  }
}

interface ResetOptions {
  email: string;
  password?: string;
  link?: boolean;
}

function reset(): Command {
  return new Command("reset")
    .description("give a person a new password; lifts a lock-out and signs them out everywhere")
    .requiredOption("--email <address>")
    .option("--password <password>", "10 to 200 characters; without it a random one is made and shown")
    .addOption(new Option("--link", "print a link with which they choose it themselves").conflicts("password"))
    .action((options: ResetOptions) => withInstallation(() => resetPassword(options)));
}

async function resetPassword({ email, link, ...options }: ResetOptions) {
  const userId = await findPerson(email);
  if (link) {
    const { url, expiresAt } = await createResetLink({ userId, actorId: null });
    console.log(`Good once, until ${expiresAt.toISOString()}:\n${url}`);
    return;
  }
  const password = options.password ?? randomPassword();
  const passwordHash = await hashNewPassword(password);
  await inTransaction(db(), (database) => storePassword({ userId, passwordHash, actorId: null, database }));
  console.log(options.password ? "The password is set." : `Password: ${password}`);
}

function randomPassword(): string {
  return randomBytes(12).toString("base64url");
}
