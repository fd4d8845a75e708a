import { z } from "zod";

/** A NUL, which Postgres stores nowhere, or half of a surrogate pair, which no encoding has. */
const unstorable = /\0|\p{Surrogate}/u;

/** A string of up to `longest` UTF-16 units that a database can hold: the type of everything people and files give. */
export function text(longest: number) {
  return z
    .string()
    .max(longest, `longer than ${longest.toLocaleString("en")} characters`)
    .refine((value) => !unstorable.test(value), "contains a NUL character or half of a surrogate pair");
}
