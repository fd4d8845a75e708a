import { redirect } from "next/navigation";
import { currentActor } from "../lib/auth/actor.ts";
import { listProjects } from "../lib/projects/list-projects.ts";
import { homeOf } from "./_components/frame/home-of.ts";

/** Straight to work: the one project a person has, else the choice. */
export default async function StartPage() {
  const actor = await currentActor();
  if (!actor) redirect("/sign-in");
  const [project, ...others] = await listProjects({ actor });
  redirect(project && others.length === 0 ? homeOf(project) : "/projects");
}
