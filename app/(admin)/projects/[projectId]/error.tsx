"use client";

import { PageFailure } from "../../../_components/page-failure.tsx";

export default PageFailure;
