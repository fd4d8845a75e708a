import path from "node:path";

/** Who signs in during the tests. `outsider` is signed in but belongs to no project. */
export const people = {
  installationAdmin: { email: "ada@example.org", name: "Ada Owner" },
  admin: { email: "amir@example.org", name: "Amir Admin" },
  researcher: { email: "rosa@example.org", name: "Rosa Researcher" },
  annotator: { email: "nina@example.org", name: "Nina Annotator" },
  secondAnnotator: { email: "noah@example.org", name: "Noah Annotator" },
  outsider: { email: "otto@example.org", name: "Otto Outsider" },
} as const;

export type Person = keyof typeof people;

export const password = "correct horse battery staple";

/** Where the signed-in browser state of a person is kept during a run. */
export function browserStateOf(person: Person): string {
  return path.resolve("test-results", ".signed-in", `${person}.json`);
}
