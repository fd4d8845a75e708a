import { useLocale } from "next-intl";
import { translateText } from "./translate-sentence.ts";

/** How to say what lib or the trainer recorded, in the reader's language. For server components: it brings all sentences. */
export function useRecordedText(): (recorded: string) => string {
  const locale = useLocale();
  return (recorded) => translateText(recorded, locale);
}
