import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

// Three simulated annotators and what they judge: shared by the bench and the test of the same.

/** One request of the public API with somebody's token; throws where the answer is an error. */
export type Request = (method: "GET" | "POST", path: string, body?: unknown) => Promise<unknown>;

export interface GivenTask {
  id: string;
  messages: { content: string }[];
  completions: { id: string; text: string }[];
}

interface Person {
  name: "careful" | "hasty" | "always first";
  /** Of a look at one answer, in the unit of what is asked: larger, more mistakes. Null: does not look. */
  blur: number | null;
  /** Of the time that a task takes a careful person. */
  pace: number;
}

export const people: readonly Person[] = [
  { name: "careful", blur: 2, pace: 1 },
  { name: "hasty", blur: 150, pace: 0.1 },
  { name: "always first", blur: null, pace: 0.9 },
];

const answersPerTask = 4;

/** Lines for an import: which number is nearest to another, so that the right order is known. */
export function questions(count: number, uniform: () => number): string {
  const lines = Array.from({ length: count }, (_, position) => {
    const asked = Math.floor(20 + 60 * uniform());
    const numbers = new Set<number>();
    while (numbers.size < answersPerTask) numbers.add(Math.floor(100 * uniform()));
    const completions = [...numbers].map((number) => ({ text: `My answer is ${number}.` }));
    return JSON.stringify({ prompt: `Question ${position}: which number is nearest to ${asked}?`, completions });
  });
  return lines.join("\n");
}

const numberIn = (text: string) => Number(/(\d+)\D*$/.exec(text)![1]);

/** How far each answer is from the truth. */
function distances({ messages, completions }: GivenTask): number[] {
  const asked = numberIn(messages.at(-1)!.content);
  return completions.map(({ text }) => Math.abs(numberIn(text) - asked));
}

function ranked({ completions }: GivenTask, badness: readonly number[]): string[][] {
  return completions
    .map(({ id }, at) => ({ id, bad: badness[at]! }))
    .sort((one, other) => one.bad - other.bad)
    .map(({ id }) => [id]);
}

/** The right order. */
export const known = (task: GivenTask): string[][] => ranked(task, distances(task));

function judge(task: GivenTask, { blur }: Person, uniform: () => number): string[][] {
  if (blur === null) return task.completions.map(({ id }) => [id]);
  // Normal by Box and Muller.
  const noise = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return ranked(
    task,
    distances(task).map((distance) => distance + blur * noise()),
  );
}

/** Makes a gold task of each of the first tasks that an expert is given, over the API. */
export async function makeGold(request: Request, projectId: string, count: number): Promise<void> {
  for (let made = 0; made < count; made++) {
    const task = (await request("POST", `/projects/${projectId}/tasks/next`, {})) as GivenTask;
    const ranking = known(task);
    await request("POST", `/tasks/${task.id}/annotations`, { ranking, idempotencyKey: randomUUID() });
    await request("POST", `/projects/${projectId}/gold`, { taskId: task.id, ranking });
  }
}

export interface Worked {
  taskId: string;
  /** From asking for the next task to having it, with the submission before. */
  milliseconds: number;
}

/** Works as one of the people until nothing is left. Each task takes about `seconds` of a careful person's time. */
export async function work(
  request: Request,
  projectId: string,
  person: Person,
  seconds: number,
  uniform: () => number,
): Promise<Worked[]> {
  const worked: Worked[] = [];
  let task = (await request("POST", `/projects/${projectId}/tasks/next`, {})) as GivenTask | null;
  while (task) {
    const ranking = judge(task, person, uniform);
    await pause(1000 * seconds * person.pace * (0.8 + 0.4 * uniform()));
    const started = performance.now();
    const body = { ranking, idempotencyKey: randomUUID(), next: true };
    const answer = (await request("POST", `/tasks/${task.id}/annotations`, body)) as { next: GivenTask | null };
    task = answer.next;
    if (task) worked.push({ taskId: task.id, milliseconds: performance.now() - started });
  }
  return worked;
}
