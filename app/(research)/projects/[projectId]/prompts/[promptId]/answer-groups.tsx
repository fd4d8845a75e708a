import { Trophy } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "../../../../../_components/badge.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { Markdown } from "../../../../../_components/markdown.tsx";
import { type NumberedAnswer, type PromptAnnotation, placesOf } from "./number-answers.ts";

/** The answers of a prompt, newest author first, each with the places it got. */
export function AnswerGroups({
  answers,
  annotations,
  projectId,
}: {
  answers: NumberedAnswer[];
  annotations: PromptAnnotation[];
  projectId: string;
}) {
  const t = useTranslations("research.answerGroups");
  const authorName = ({ author }: NumberedAnswer) => author?.name ?? t("unknownSource");
  const samplingText = (sampling: unknown) => {
    const { temperature, topP } = (sampling ?? {}) as { temperature?: number; topP?: number };
    return [
      ...(temperature === undefined ? [] : [t("temperature", { temperature })]),
      ...(topP === undefined ? [] : [t("topP", { topP })]),
    ];
  };
  const authors = [...new Set(answers.map(authorName))].reverse();
  const groups = authors.map((author) => ({
    author,
    written: answers.filter((answer) => authorName(answer) === author),
  }));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {groups.map(({ author, written }) => (
        <Card
          key={author}
          flush
          title={
            written[0]?.author?.kind === "model" ? (
              <Link href={`/projects/${projectId}/models#${written[0].author.id}`} className="hover:underline">
                {author}
              </Link>
            ) : (
              author
            )
          }
          description={[t("answerCount", { count: written.length }), ...samplingText(written[0]?.sampling)].join(", ")}
        >
          <ol className="divide-y divide-border">
            {written.map((answer) => (
              <li key={answer.id} id={`answer-${answer.number}`} className="scroll-mt-16 px-4 py-3.5">
                <AnswerHead answer={answer} places={placesOf(answer.id, annotations)} />
                <Markdown text={answer.text} className="reading" />
              </li>
            ))}
          </ol>
        </Card>
      ))}
    </div>
  );
}

function AnswerHead({ answer, places }: { answer: NumberedAnswer; places: { place: number; of: number }[] }) {
  const t = useTranslations("research.answerGroups");
  const wins = places.filter(({ place }) => place === 1).length;
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2 text-muted text-sm tabular-nums">
      <h3 className="font-medium text-foreground">{t("answerNumber", { number: answer.number })}</h3>
      {answer.tokenCount !== null && <span>{t("tokens", { tokenCount: answer.tokenCount })}</span>}
      {answer.finishReason === "length" && (
        <Badge tone="warning" title={t("itReachedTheLongestLength")}>
          {t("cutOff")}
        </Badge>
      )}
      <span className="ml-auto flex flex-wrap items-center gap-1.5">
        {wins > 0 && (
          <Badge tone="good">
            <Trophy aria-hidden />
            {places.length === 1 ? t("first") : t("firstOfTimes", { wins, count: places.length })}
          </Badge>
        )}
        {places.length > 0 && wins < places.length && (
          <span>
            {places
              .filter(({ place }) => place > 1)
              .map(({ place, of }) => t("placeOf", { place, of }))
              .join(", ")}
          </span>
        )}
      </span>
    </div>
  );
}
