import { describe, expect, it } from "vitest";
import { z } from "zod";
import { conflict, forbidden, notFound } from "../refusal.ts";
import { actionRoute } from "./action-route.ts";
import type { RequestContext } from "./route.ts";

/** The part of a request that a posted form touches. */
const posted = (fields: Record<string, string>): RequestContext =>
  ({
    request: new Request("https://okno.example/kettles/7", {
      method: "POST",
      body: new URLSearchParams(fields),
    }),
    param: () => "7",
    t: (key: string) => key,
    redirect: (path: string, flash?: string) =>
      new Response(flash, { status: 303, headers: { location: path } }),
  }) as unknown as RequestContext;

const loads: string[] = [];
const route = actionRoute({
  path: "/kettles/:id",
  permission: "kettles.kettle.fill",
  limit: { name: "kettles", requests: 5, seconds: 60 },
  maxBody: 1024,
  schema: z.object({ litres: z.coerce.number().max(5, "kettles.too-full") }),
  load(c) {
    loads.push(c.param("id"));
    return { id: c.param("id") };
  },
  async act(_c, { litres }, { id }) {
    if (litres === 2) throw conflict("kettles.busy");
    if (litres === 3) throw forbidden("base.forbidden");
    if (litres === 4) return new Response("steam");
    return { path: `/kettles/${id}`, flash: `${litres} l` };
  },
  onInvalid: (_c, form, status, { id }) =>
    new Response(`${id}: ${form.refusal ?? form.errors.litres} (${form.values.litres})`, {
      status,
    }),
});
const post = async (litres: string) => {
  const response = await route.handle(posted({ litres }));
  return {
    status: response.status,
    text: await response.text(),
    to: response.headers.get("location"),
  };
};

describe("the route of a posted form", () => {
  it("is plain data for the walk and the limits", () => {
    expect(route).toMatchObject({
      method: "post",
      path: "/kettles/:id",
      permission: "kettles.kettle.fill",
      limit: { requests: 5 },
      maxBody: 1024,
    });
  });

  it("acts on valid input and redirects with its flash, or answers as the action does", async () => {
    expect(await post("1")).toEqual({ status: 303, text: "1 l", to: "/kettles/7" });
    expect(await post("4")).toMatchObject({ status: 200, text: "steam" });
  });

  it("shows a refused form again with what was written", async () => {
    expect(await post("9")).toMatchObject({ status: 422, text: "7: kettles.too-full (9)" });
    expect(await post("2")).toMatchObject({ status: 409, text: "7: kettles.busy (2)" });
  });

  it("leaves other refusals to the site", async () => {
    await expect(post("3")).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("loads before it reads the form, so that an absent page stays absent", async () => {
    const hidden = actionRoute({
      path: "/kettles",
      permission: "public",
      schema: z.object({}),
      load() {
        throw notFound("base.not-found");
      },
      act: () => Promise.reject(new Error("the form was read")),
      onInvalid: () => new Response("the form was read"),
    });
    await expect(hidden.handle(posted({}))).rejects.toMatchObject({ kind: "not-found" });
    expect(loads).not.toHaveLength(0);
  });
});
