import { forbidden } from "../refusal.ts";

/**
 * A post counts as ours only when the browser reports that it began on our own page. Browsers send
 * Sec-Fetch-Site or Origin with every post; a client without cookies has nothing to be stolen.
 */
export function requireSameOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-origin") return;
  const origin = request.headers.get("origin");
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (site === null && origin !== null && URL.parse(origin)?.host === host) return;
  if (request.headers.get("cookie") === null && site === null && origin === null) return;
  throw forbidden("base.foreign-post");
}

/** Headers of every answer: no inline script or style can run, no foreign page may frame us. */
export function securityHeaders(options: {
  tilesOrigin?: string;
  https: boolean;
}): [string, string][] {
  const tiles = options.tilesOrigin === undefined ? "" : ` ${options.tilesOrigin}`;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self' data: blob:${tiles}`,
    `connect-src 'self'${tiles}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return [
    ["content-security-policy", policy.join("; ")],
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "same-origin"],
    ["permissions-policy", "camera=(self), geolocation=(self), microphone=()"],
    ["cross-origin-opener-policy", "same-origin"],
    ...(options.https
      ? ([["strict-transport-security", "max-age=31536000"]] as [string, string][])
      : []),
  ];
}
