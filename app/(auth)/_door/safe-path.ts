/** Where to go after signing in: a path of this site, else the start page. */
export function safePath(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
