import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run types` checks everything; a build on somebody's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
