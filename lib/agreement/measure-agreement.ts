import { bootstrapOverTasks, type Estimate } from "./bootstrap.ts";
import { groupBy } from "./group-by.ts";
import { compareRelations, type Judgement, relationsOf } from "./judgements.ts";
import { cohenKappa, fleissCounts, fleissKappa } from "./kappa.ts";
import { kendallTau, kendallW } from "./kendall.ts";
import { type AlphaMetric, addCoincidences, alphaOf } from "./krippendorff-alpha.ts";
import { clusteredShare, type Share } from "./share.ts";

export interface AgreementFigures {
  /** Tasks judged by two people or more. */
  tasks: number;
  people: number;
  /** Of pairs that both people decided, how often they decided alike. */
  decided: Share;
  /** The same with ties: a tie agrees only with a tie. */
  withTies: Share;
  /** Krippendorff's α of each kind that was judged twice: places of `rank`, graded preferences of `compare`, ratings of `rate`. */
  alphas: { kind: "rank" | "compare" | "rate"; metric: AlphaMetric; estimate: Estimate }[];
  /** Over pairs of answers with better, worse and tie as categories; null where undefined. */
  fleiss: Estimate | null;
  /** Mean over pairs of people who met on ten pairs of answers or more. */
  cohen: Estimate | null;
  /** Mean τ-b over pairs of people on a task. */
  tau: Estimate | null;
  /** Mean W over tasks with three answers or more. */
  concordance: Estimate | null;
  /** Decided pairs alike, by the week (Monday, UTC) of the later judgement; oldest first. */
  byWeek: { week: string; tasks: number; share: Share }[];
  /** By the prompt's tags, the most frequent first. */
  byTag: { tag: string; tasks: number; share: Share }[];
}

interface JudgedTask {
  judgements: Judgement[];
  relations: Map<string, number>[];
  alike: ReturnType<typeof compareRelations>;
}

/** How far people agree, from judgements of which each task and person has one. */
export function measureAgreement(judgements: readonly Judgement[]): AgreementFigures {
  const tasks = tasksJudgedTwice(judgements);
  return {
    tasks: tasks.length,
    people: new Set(tasks.flatMap((task) => task.judgements.map(({ userId }) => userId))).size,
    decided: decidedShare(tasks),
    withTies: clusteredShare(tasks.map(({ alike }) => [alike.alike, alike.pairs])),
    alphas: [
      ...alphasOf("rank", tasks, rankUnits),
      ...alphasOf("compare", tasks, gradeUnits),
      ...alphasOf("rate", tasks, ratingUnits),
    ],
    fleiss: bootstrapOverTasks(tasks.map(fleissOfTask), ([items, alike, ...categories]) =>
      fleissKappa({ items: items!, alike: alike!, categories }),
    ),
    cohen: meanCohen(tasks),
    tau: meanOverTasks(tasks.map(({ judgements: judged }) => tausOf(judged))),
    concordance: meanOverTasks(
      tasks.map(({ judgements: judged }) => {
        const ids = [...judged[0]!.ranks.keys()];
        const value = ids.length < 3 ? null : kendallW(judged.map(({ ranks }) => ids.map((id) => ranks.get(id)!)));
        return value === null ? [] : [value];
      }),
    ),
    byWeek: grouped(tasks, (task) => [weekOf(latest(task))])
      .map(({ key, tasks: within }) => ({ week: key, tasks: within.length, share: decidedShare(within) }))
      .sort((one, other) => one.week.localeCompare(other.week)),
    byTag: grouped(tasks, ({ judgements: judged }) => judged[0]!.tags)
      .map(({ key, tasks: within }) => ({ tag: key, tasks: within.length, share: decidedShare(within) }))
      .sort((one, other) => other.tasks - one.tasks),
  };
}

function tasksJudgedTwice(judgements: readonly Judgement[]): JudgedTask[] {
  const byTask = groupBy(judgements, ({ taskId }) => taskId);
  return [...byTask.values()].filter((judged) => judged.length > 1).map(toJudgedTask);
}

function toJudgedTask(judgements: Judgement[]): JudgedTask {
  const relations = judgements.map(relationsOf);
  const alike = { decidedAlike: 0, decided: 0, alike: 0, pairs: 0 };
  for (const [one, other] of pairsOf(relations)) {
    const compared = compareRelations(one, other);
    for (const key of ["decidedAlike", "decided", "alike", "pairs"] as const) alike[key] += compared[key];
  }
  return { judgements, relations, alike };
}

function decidedShare(tasks: readonly JudgedTask[]): Share {
  return clusteredShare(tasks.map(({ alike }) => [alike.decidedAlike, alike.decided]));
}

function pairsOf<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((one, at) => items.slice(at + 1).map((other): [Item, Item] => [one, other]));
}

/** Values of each unit by everybody who judged it. */
type UnitsOf = (judgements: readonly Judgement[]) => number[][];

const unitsBy =
  (valuesOf: (judgement: Judgement) => ReadonlyMap<string, number> | null): UnitsOf =>
  (judgements) => {
    const all = judgements.flatMap((judgement) => valuesOf(judgement) ?? []);
    return [...(all[0]?.keys() ?? [])].map((id) => all.flatMap((values) => values.get(id) ?? []));
  };
const rankUnits = unitsBy(({ ranks }) => ranks);
const ratingUnits = unitsBy(({ ratings }) => ratings);
const gradeUnits: UnitsOf = (judgements) => [judgements.flatMap(({ grade }) => grade ?? [])];

function alphasOf(
  kind: "rank" | "compare" | "rate",
  tasks: readonly JudgedTask[],
  unitsOf: UnitsOf,
): AgreementFigures["alphas"] {
  const units = tasks
    .filter(({ judgements }) => judgements[0]!.kind === kind)
    .map(({ judgements }) => unitsOf(judgements));
  const scale = [...new Set(units.flat(2))].sort((one, other) => one - other);
  const position = new Map(scale.map((value, at) => [value, at]));
  const matrices = units.map((ofTask) => {
    const matrix = new Float64Array(scale.length ** 2);
    for (const values of ofTask)
      addCoincidences(
        values.map((value) => position.get(value)!),
        matrix,
        scale.length,
      );
    return matrix;
  });
  return (["ordinal", "interval", "nominal"] as const).flatMap((metric) => {
    const estimate = bootstrapOverTasks(matrices, (sum) => alphaOf(sum, scale, metric));
    return estimate ? [{ kind, metric, estimate }] : [];
  });
}

function fleissOfTask({ relations }: JudgedTask): Float64Array {
  const sum = new Float64Array(5);
  for (const pair of relations[0]!.keys()) {
    const chosen = [0, 0, 0];
    for (const relation of relations) if (relation.has(pair)) chosen[relation.get(pair)! + 1]!++;
    if (chosen[0]! + chosen[1]! + chosen[2]! < 2) continue;
    const { items, alike, categories } = fleissCounts(chosen);
    for (const [at, value] of [items, alike, ...categories].entries()) sum[at]! += value;
  }
  return sum;
}

const fewestForCohen = 10;
const mostPairsOfPeople = 45;

function meanCohen(tasks: readonly JudgedTask[]): Estimate | null {
  const met = new Map<string, number>();
  const tables = tasks.map(({ judgements, relations }) =>
    pairsOf(judgements.map(({ userId }, at) => ({ userId, relations: relations[at]! }))).map((people) => {
      const [one, other] = people[0].userId < people[1].userId ? people : [people[1], people[0]];
      const cells = [...one.relations].flatMap(([pair, relation]) => {
        const second = other.relations.get(pair);
        return second === undefined ? [] : [3 * (relation + 1) + second + 1];
      });
      const pair = `${one.userId} ${other.userId}`;
      met.set(pair, (met.get(pair) ?? 0) + cells.length);
      return { pair, cells };
    }),
  );
  const counted = [...met].filter(([, count]) => count >= fewestForCohen).sort((one, other) => other[1] - one[1]);
  const place = new Map(counted.slice(0, mostPairsOfPeople).map(([pair], at) => [pair, at]));
  const contributions = tables.map((ofTask) => {
    const sum = new Float64Array(place.size * 9);
    for (const { pair, cells } of ofTask) {
      const at = place.get(pair);
      if (at !== undefined) for (const cell of cells) sum[9 * at + cell]!++;
    }
    return sum;
  });
  return bootstrapOverTasks(contributions, (sum) => {
    const kappas = Array.from({ length: place.size }, (_, at) => {
      const cells = sum.subarray(9 * at, 9 * at + 9);
      return cohenKappa([0, 3, 6].map((row) => [...cells.subarray(row, row + 3)]));
    }).filter((kappa) => kappa !== null);
    return kappas.length === 0 ? null : kappas.reduce((total, kappa) => total + kappa, 0) / kappas.length;
  });
}

function tausOf(judgements: readonly Judgement[]): number[] {
  const ids = [...judgements[0]!.ranks.keys()];
  const values = judgements.map(({ ranks }) => ids.map((id) => ranks.get(id)!));
  return pairsOf(values).flatMap(([one, other]) => kendallTau(one, other) ?? []);
}

function meanOverTasks(values: readonly (readonly number[])[]): Estimate | null {
  const contributions = values.map((ofTask) =>
    Float64Array.of(
      ofTask.reduce((sum, value) => sum + value, 0),
      ofTask.length,
    ),
  );
  return bootstrapOverTasks(contributions, ([sum, count]) => (count! > 0 ? sum! / count! : null));
}

function grouped(tasks: readonly JudgedTask[], keysOf: (task: JudgedTask) => readonly string[]) {
  return [...groupBy(tasks, keysOf)].map(([key, within]) => ({ key, tasks: within }));
}

function latest({ judgements }: JudgedTask): Date {
  return new Date(Math.max(...judgements.map(({ createdAt }) => createdAt.getTime())));
}

/** The Monday of a date's week, as 2026-11-23. */
function weekOf(date: Date): string {
  const monday = new Date(date);
  monday.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return monday.toISOString().slice(0, 10);
}
