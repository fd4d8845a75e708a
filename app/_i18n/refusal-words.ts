import { getLocale, getTranslations } from "next-intl/server";
import type { z } from "zod";
import type { AppError } from "../../lib/errors.ts";
import { translateSentence, translateText } from "./translate-sentence.ts";

/** What to say of a refusal to who asked, in their language; by its code where no catalogue holds its sentence. */
export async function refusalWords({ code, message }: Pick<AppError, "code" | "message">): Promise<string> {
  const locale = await getLocale();
  if (locale === "en") return message;
  const t = await getTranslations("shared.errors");
  return translateSentence(message, locale) ?? t("withDetail", { general: t(`codes.${code}`), detail: message });
}

/** An error's details for a page: the faults that a use case found, in the reader's language; else as they are. */
export async function detailsInWords(details: unknown): Promise<unknown> {
  const faults = (details as { faults?: unknown } | null | undefined)?.faults;
  if (!Array.isArray(faults)) return details ?? null;
  const locale = await getLocale();
  return {
    ...(details as object),
    faults: faults.map((fault) => ({ ...fault, message: translateText(String(fault.message), locale) })),
  };
}

/** What is wrong with an input, fault by fault, in the language of who gave it. */
export async function inputFaults(issues: readonly z.core.$ZodIssue[]): Promise<{ path: string; message: string }[]> {
  const locale = await getLocale();
  const t = await getTranslations("shared.inputFaults");
  return issues.map((issue) => {
    const path = issue.path.join(".");
    const own = translateSentence(issue.message, locale);
    const isWhole = own !== null && /^\p{Lu}/u.test(own);
    return { path, message: isWhole ? own : t("at", { place: path, fault: own ?? standardFault(issue, t) }) };
  });
}

type Words = Awaited<ReturnType<typeof getTranslations<"shared.inputFaults">>>;

function standardFault(issue: z.core.$ZodIssue, t: Words): string {
  switch (issue.code) {
    case "too_small": {
      const bound = Number(issue.minimum);
      return t(issue.origin === "string" ? "tooShort" : issue.origin === "array" ? "tooFew" : "tooLow", { bound });
    }
    case "too_big": {
      const bound = Number(issue.maximum);
      return t(issue.origin === "string" ? "tooLong" : issue.origin === "array" ? "tooMany" : "tooHigh", { bound });
    }
    case "invalid_type":
      return t("missing");
    case "invalid_value":
      return t("notOffered");
    case "invalid_format":
      return t(issue.format === "email" ? "notAnAddress" : "wrong");
    default:
      return t("wrong");
  }
}
