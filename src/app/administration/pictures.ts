import type { RequestContext, Route } from "#base/http/route.ts";
import { readPictureBytes, findPicture, type PictureSize } from "#base/files/pictures.ts";
import { may } from "#base/policy.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { picturePolicy } from "./policy.ts";

const path = "/pictures/:file{[0-9a-f]{8}-[0-9a-f-]{27}}/:size{(?:large|small)\\.webp}";

export const pictureRoutes: Route[] = [
  { method: "get", path, permission: "administration.picture.see", handle: showPicture },
];

/** The picture's bytes never change under their id; whoever may not see it finds nothing here. */
async function showPicture(c: RequestContext): Promise<Response> {
  const record = orNotFound(await findPicture(c.ctx, c.param("file")));
  if (!may(picturePolicy, c.ctx.actor, "see", record)) throw notFound("base.not-found");
  const size: PictureSize = c.param("size") === "small.webp" ? "small" : "large";
  const bytes = await readPictureBytes(c.ctx, record.id, size).catch(throwIfAbsent);
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "image/webp",
      "cache-control": record.public ? "public, max-age=31536000, immutable" : "private, no-store",
    },
  });
}

function throwIfAbsent(error: unknown): never {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    throw notFound("base.not-found");
  }
  throw error;
}
