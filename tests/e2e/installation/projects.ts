import { randomUUID } from "node:crypto";
import { setRole } from "../../../lib/auth/set-role.ts";
import { db } from "../../../lib/db/client.ts";
import { createProject, type ProjectInput } from "../../../lib/projects/create-project.ts";
import { importLines } from "../../../lib/prompts/import-lines.ts";
import { type Person, people } from "./people.ts";

export interface TestProject {
  id: string;
  name: string;
}

/**
 * A project whose members are `admin`, `researcher`, `annotator` and `secondAnnotator`. Nothing is generated unless
 * the settings ask for it.
 */
export async function makeProject(settings: ProjectInput["settings"] = {}): Promise<TestProject> {
  const project = await createProject({
    actorId: null,
    // No word of it stands on a button of ours.
    name: `Trial ${randomUUID().slice(0, 8)}`,
    guidelines: "# What better means\n\nThe answer that you would be **glad to get**.",
    settings: { generateForNewPrompts: false, ...settings },
  });
  for (const [person, role] of [
    ["admin", "admin"],
    ["researcher", "researcher"],
    ["annotator", "annotator"],
    ["secondAnnotator", "annotator"],
  ] as const) {
    await setRole({ userId: await idOf(person), projectId: project.id, role, actorId: null });
  }
  return { id: project.id, name: project.name };
}

export async function idOf(person: Person): Promise<string> {
  return (await db().user.findUniqueOrThrow({ where: { email: people[person].email } })).id;
}

/** The model that "wrote" the imported answers: no annotator may ever meet this name. */
export const secretModelName = "secret-model-x7";

/** Tasks with four answers each, in this order of age; every answer can be told from every other. */
export async function addTasks(project: TestProject, questions: string[]): Promise<void> {
  await importFor(
    project,
    questions.map((question) => ({
      prompt: question,
      completions: ["first", "second", "third", "fourth"].map((which) => ({
        text: `The ${which} answer to: ${question}`,
        model: secretModelName,
      })),
    })),
  );
}

/** Rankings that somebody made elsewhere: the shorter answer is better. */
export async function addRankings(project: TestProject, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, position) => ({
    prompt: `Say something about the number ${position * 7 + 3}.`,
    completions: [
      { text: "Short.", model: "concise", rank: 1 },
      { text: `A somewhat longer answer about ${position}.`, model: "wordy", rank: 2 },
      {
        text: `An answer about ${position} that goes on and on, and on, and on, without an end.`,
        model: "wordy",
        rank: 3,
      },
    ],
  }));
  await importFor(project, lines);
}

/** Prompts without answers. */
export async function addPrompts(project: TestProject, prompts: string[]): Promise<void> {
  await importFor(
    project,
    prompts.map((prompt) => ({ prompt })),
  );
}

/** Lines of an import, as they are. */
export async function importFor(project: TestProject, lines: object[]): Promise<void> {
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  await importLines({ projectId: project.id, actorId: await idOf("admin"), format: "prompts", body });
}
