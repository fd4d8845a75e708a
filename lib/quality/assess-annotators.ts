import { crowdBradleyTerry, type JudgedPair, type Reliability, truth } from "../agreement/crowd-bradley-terry.ts";
import { groupBy } from "../agreement/group-by.ts";
import { compareRelations, type Judgement, ranksOf, relationsOf } from "../agreement/judgements.ts";
import { clusteredShare } from "../agreement/share.ts";
import type { AnnotatorAssessment } from "./assessment.ts";
import { median, paceOf } from "./pace.ts";
import { positionBias } from "./position-bias.ts";
import { suspicionsOf } from "./suspicions.ts";

/**
 * Assesses everybody who judged something, most judgements first.
 *
 * @param judgements current ones with checks, each person and task once
 * @param golds the known ranking of each gold task
 * @param excluded people whose work is left out: they are assessed against the others, the others not against them
 */
export function assessAnnotators(
  judgements: readonly Judgement[],
  golds: ReadonlyMap<string, string[][]>,
  excluded: ReadonlySet<string> = new Set(),
): AnnotatorAssessment[] {
  const work = judgements.filter(({ purpose }) => purpose === "work");
  const byPerson = groupBy(judgements, ({ userId }) => userId);
  const agreement = agreementWithOthers(work, excluded);
  const reliabilities = reliabilityOf(
    judgements.filter(({ userId }) => !excluded.has(userId)),
    golds,
  );
  const paces = new Map([...byPerson].map(([userId, own]) => [userId, paceOf(own)]));
  return [...byPerson]
    .map(([userId, own]) => {
      const ownWork = own.filter(({ purpose }) => purpose === "work");
      const others = [...paces].flatMap(([other, pace]) =>
        other === userId || excluded.has(other) || !pace ? [] : [pace.median],
      );
      const assessed = {
        userId,
        judgements: ownWork.length,
        noneAcceptableShare:
          ownWork.filter(({ noneAcceptable }) => noneAcceptable).length / Math.max(1, ownWork.length),
        gold: goldAccuracy(own, golds),
        agreement: clusteredShare(agreement.get(userId) ?? []),
        consistency: selfConsistency(own),
        bias: positionBias(own),
        pace: paces.get(userId) ?? null,
        othersMedianSeconds: others.length > 0 ? median(others) : null,
        reliability: reliabilities.get(userId) ?? null,
      };
      return { ...assessed, suspicions: suspicionsOf(assessed) };
    })
    .sort((one, other) => other.judgements - one.judgements);
}

/** Of each person, by task: decided pairs alike with others, of how many. */
function agreementWithOthers(
  work: readonly Judgement[],
  excluded: ReadonlySet<string>,
): Map<string, [number, number][]> {
  const found = new Map<string, [number, number][]>();
  for (const judged of groupBy(work, ({ taskId }) => taskId).values()) {
    if (judged.length < 2) continue;
    const relations = judged.map(relationsOf);
    for (const [at, { userId }] of judged.entries()) {
      let [alike, decided] = [0, 0];
      for (const [other, theirs] of relations.entries()) {
        if (other === at || excluded.has(judged[other]!.userId)) continue;
        const compared = compareRelations(relations[at]!, theirs);
        alike += compared.decidedAlike;
        decided += compared.decided;
      }
      const own = found.get(userId);
      if (own) own.push([alike, decided]);
      else found.set(userId, [[alike, decided]]);
    }
  }
  return found;
}

/**
 * Crowd-BT over tasks that two people or more judged, of the others it learns nothing, and over gold tasks, whose known
 * answers it takes for true.
 */
export function reliabilityOf(
  judgements: readonly Judgement[],
  golds: ReadonlyMap<string, string[][]>,
): Map<string, Reliability> {
  const byTask = groupBy(
    judgements.filter(({ purpose }) => purpose === "work"),
    ({ taskId }) => taskId,
  );
  const shared = [...byTask.values()].filter((judged) => judged.length > 1).flat();
  const pairs = shared.flatMap((judgement) => decidedPairs(judgement, judgement.userId, judgement.taskId));
  const checked = judgements.filter(({ purpose, repeatOfId }) => purpose === "gold" && golds.has(repeatOfId!));
  const met = new Map(checked.map((judgement) => [judgement.repeatOfId!, [...judgement.ranks.keys()]]));
  return crowdBradleyTerry([
    ...pairs,
    ...checked.flatMap((judgement) => decidedPairs(judgement, judgement.userId, judgement.repeatOfId!)),
    ...[...met].flatMap(([taskId, ids]) => decidedPairs({ ranks: ranksOf(golds.get(taskId)!, ids) }, truth, taskId)),
  ]).reliabilities;
}

function decidedPairs(judgement: Pick<Judgement, "ranks">, annotator: string, task: string): JudgedPair[] {
  return [...relationsOf(judgement)].flatMap(([pair, relation]) => {
    if (relation === 0) return [];
    const [first, second] = pair.split(" ") as [string, string];
    const [better, worse] = relation > 0 ? [first, second] : [second, first];
    return [{ annotator, better, worse, task }];
  });
}

/** How one judgement of a gold task meets the known answer: pairs right (a tie is half right), of the pairs it decides. */
export function agreementWithGold(
  judgement: Pick<Judgement, "ranks">,
  known: readonly (readonly string[])[],
): [number, number] {
  const truth = relationsOf({ ranks: ranksOf(known, [...judgement.ranks.keys()]) });
  const given = relationsOf(judgement);
  let [right, decided] = [0, 0];
  for (const [pair, relation] of truth) {
    if (relation === 0) continue;
    decided++;
    right += given.get(pair) === relation ? 1 : given.get(pair) === 0 ? 0.5 : 0;
  }
  return [right, decided];
}

function goldAccuracy(own: readonly Judgement[], golds: ReadonlyMap<string, string[][]>) {
  const met = own.flatMap((judgement) => {
    const known = judgement.purpose === "gold" ? golds.get(judgement.repeatOfId!) : undefined;
    return known ? [agreementWithGold(judgement, known)] : [];
  });
  return { ...clusteredShare(met), tasks: met.length };
}

function selfConsistency(own: readonly Judgement[]) {
  const earlier = new Map(own.map((judgement) => [judgement.taskId, judgement]));
  const met = own.flatMap((judgement): [number, number][] => {
    const original = judgement.repeatOfId === null ? undefined : earlier.get(judgement.repeatOfId);
    if (!original) return [];
    const { decidedAlike, decided } = compareRelations(relationsOf(original), relationsOf(judgement));
    return [[decidedAlike, decided]];
  });
  return { ...clusteredShare(met), tasks: met.length };
}
