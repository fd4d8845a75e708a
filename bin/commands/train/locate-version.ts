import { existsSync } from "node:fs";
import type { LocatedModel } from "../../../lib/models/locate-model.ts";

/** Whether this is a model version's id, and no place in the file system. */
export function isVersionId(place: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(place) && !existsSync(place);
}

/**
 * Where a model version of this checkout's installation lies; its database is needed for no longer than that.
 * @throws Error where there is no installation; AppError where it has no such version, or its weights were removed
 */
export async function locateVersion(modelVersionId: string): Promise<LocatedModel> {
  // Loaded here, so that commands on files know of no database.
  const [{ withInstallation }, { locateModel }] = await Promise.all([
    import("../installation.ts"),
    import("../../../lib/models/locate-model.ts"),
  ]);
  return await withInstallation(() => locateModel({ modelVersionId }));
}
