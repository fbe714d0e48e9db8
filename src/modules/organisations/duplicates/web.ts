import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { organisationPolicy } from "../policy.ts";
import { findPossibleDuplicates } from "../store.ts";
import { createView } from "../view.ts";

const typedCardQuery = z.object({
  name: z.string().max(500).default(""),
  shortName: z.string().max(160).default(""),
  inn: z.string().max(20).default(""),
});

/** Returns possible duplicates to the island while the names of a new card are typed. */
export const possibleDuplicatesRoute: Route = {
  method: "get",
  path: "/admin/organisations/similar.json",
  permission: "organisations.organisations.change",
  limit: { name: "organisations-similar", requests: 600, seconds: 600 },
  api: {
    summary: "Organisations that a new card may duplicate, by its names and tax number",
    query: typedCardQuery,
    response: z.object({
      similar: z.array(z.object({ name: z.string(), href: z.string(), note: z.string() })),
    }),
  },
  handle: showPossibleDuplicates,
};

async function showPossibleDuplicates(c: RequestContext): Promise<Response> {
  authorize({ policy: organisationPolicy, actor: c.ctx.actor, action: "change" });
  const { name, shortName, inn } = c.query(typedCardQuery);
  const { t } = createView(c);
  const duplicates = await findPossibleDuplicates(c.ctx, {
    name,
    shortName,
    inn: inn || undefined,
  });
  return c.json({
    similar: duplicates.map((card) => ({
      name: card.short_name,
      href: c.href(`/organisations/${card.id}`),
      note: [
        card.name === card.short_name ? "" : card.name,
        card.inn === null ? "" : `${t.fields.inn} ${card.inn}`,
        card.active ? "" : t.closed,
      ]
        .filter(Boolean)
        .join(", "),
    })),
  });
}

/** Splits the text of the lookup field into a number or a name. */
export function parseLookupText(text: string): { name: string; inn: string | undefined } {
  const digits = text.replaceAll(/[\s-]/g, "");
  return /^\d{10}(\d\d)?$/.test(digits)
    ? { name: "", inn: digits }
    : { name: text, inn: undefined };
}
