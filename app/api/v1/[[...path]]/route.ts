import { AppError } from "../../../../lib/errors.ts";
import { errorResponse } from "../../../../lib/http/error-response.ts";

// Every address that no other route has.
async function nothing(): Promise<Response> {
  return errorResponse(new AppError("NOT_FOUND", "There is nothing at this address. See /api/v1/openapi.json."));
}

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
