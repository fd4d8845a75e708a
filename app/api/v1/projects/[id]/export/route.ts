import { record } from "../../../../../../lib/audit/record.ts";
import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { exportPreferences } from "../../../../../../lib/datasets/export-preferences.ts";
import { getDatasetVersion } from "../../../../../../lib/datasets/get-dataset-version.ts";
import { db } from "../../../../../../lib/db/client.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { exportOperation } from "../../../../../../lib/http/operations/data.ts";
import { streamLines } from "../../../../../../lib/http/stream-lines.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(exportOperation, async ({ actor, params, query }) => {
    await requireCapability(actor, params.id, "exportData");
    const { datasetVersionId } = query;
    if (datasetVersionId) await getDatasetVersion({ projectId: params.id, datasetVersionId });
    await record({
      database: db(),
      actorId: actor.id,
      action: "data.export",
      projectId: params.id,
      targetType: datasetVersionId ? "datasetVersion" : "project",
      targetId: datasetVersionId ?? params.id,
      detail: { format: query.format, split: query.split ?? null },
    });
    return new Response(streamLines(exportPreferences({ projectId: params.id, ...query })), {
      headers: {
        "content-type": "application/jsonl; charset=utf-8",
        "content-disposition": `attachment; filename="attune-${query.format}.jsonl"`,
      },
    });
  }),
});
