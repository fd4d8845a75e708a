import { z } from "zod";

/** One search parameter of a page; whatever is not as expected counts as not given. */
export const searchText = z.string().max(200).optional().catch(undefined);

export function searchChoice<const Options extends readonly [string, ...string[]]>(options: Options) {
  return z.enum(options).optional().catch(undefined);
}

/** What Next hands a page. */
export type SearchParameters = Promise<Record<string, string | string[] | undefined>>;
