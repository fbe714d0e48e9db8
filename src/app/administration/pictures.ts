import type { Exchange, Route } from "#base/http/route.ts";
import { pictureBytes, pictureRecord, type PictureSize } from "#base/files/pictures.ts";
import { may } from "#base/policy.ts";
import { found, notFound } from "#base/refusal.ts";
import { picturePolicy } from "./policy.ts";

const path = "/pictures/:file{[0-9a-f]{8}-[0-9a-f-]{27}}/:size{(?:large|small)\\.webp}";

export const pictureRoutes: Route[] = [
  { method: "get", path, asks: "house.picture.see", handle: showPicture },
];

/** The picture's bytes never change under their id; whoever may not see it finds nothing here. */
async function showPicture(x: Exchange): Promise<Response> {
  const record = found(await pictureRecord(x.ctx, x.param("file")));
  if (!may(picturePolicy, x.ctx.actor, "see", record)) throw notFound("base.not-found");
  const size: PictureSize = x.param("size") === "small.webp" ? "small" : "large";
  const bytes = await pictureBytes(x.ctx, record.id, size).catch(absent);
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "image/webp",
      "cache-control": record.public ? "public, max-age=31536000, immutable" : "private, no-store",
    },
  });
}

function absent(error: unknown): never {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    throw notFound("base.not-found");
  }
  throw error;
}
