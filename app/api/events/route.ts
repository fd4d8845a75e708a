import { z } from "zod";
import { requireActor } from "../../../lib/auth/actor.ts";
import { can, requireCapability, rolesIn } from "../../../lib/auth/permissions.ts";
import { AppError } from "../../../lib/errors.ts";
import { eventStream } from "../../../lib/events/event-stream.ts";
import { errorResponse } from "../../../lib/http/error-response.ts";
import { text } from "../../../lib/text.ts";

export const dynamic = "force-dynamic";

const query = z.object({ projectId: text(100).min(1) });

/**
 * What changes in a project, for the pages of somebody signed in. Annotators hear of tasks only: rounds and models are
 * not for them to know.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await requireActor();
    const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!parsed.success) throw new AppError("INVALID_INPUT", "Say which project: ?projectId=…");
    const { projectId } = parsed.data;
    await requireCapability(actor, projectId, "viewProject");
    const seesAll = (await rolesIn({ actor, projectId })).some((role) => can(role, "viewData"));
    return await eventStream(request, (event) => event.projectId === projectId && (seesAll || event.type === "task"));
  } catch (error) {
    return errorResponse(error);
  }
}
