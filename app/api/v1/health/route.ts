import { isReachable } from "../../../../lib/db/is-reachable.ts";
import { endpoint, route } from "../../../../lib/http/api-route.ts";
import { getHealth } from "../../../../lib/http/operations/installation.ts";
import { version } from "../../../../lib/version.ts";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(getHealth, async () =>
    (await isReachable())
      ? Response.json({ status: "ok", version, database: "ok" })
      : Response.json({ status: "unavailable", version, database: "unreachable" }, { status: 503 }),
  ),
});
