import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run types` checks everything; a build on somebody's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
};

export default createNextIntlPlugin("./app/_i18n/request.ts")(config);
