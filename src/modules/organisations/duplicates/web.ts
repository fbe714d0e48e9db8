import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { organisationPolicy } from "../policy.ts";
import { similarOrganisations } from "../store.ts";
import { viewOf } from "../view.ts";

/** What the island asks while the names of a new card are typed. */
export const similarRoute: Route = {
  method: "get",
  path: "/admin/organisations/similar.json",
  asks: "organisations.organisations.change",
  limit: { name: "organisations-similar", requests: 600, seconds: 600 },
  handle: showSimilar,
};

const typed = z.object({
  name: z.string().max(500).default(""),
  shortName: z.string().max(160).default(""),
  inn: z.string().max(20).default(""),
});

async function showSimilar(x: Exchange): Promise<Response> {
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change" });
  const { name, shortName, inn } = x.query(typed);
  const { t } = viewOf(x);
  const twins = await similarOrganisations(x.ctx, { name, shortName, inn: inn || undefined });
  return x.json({
    similar: twins.map((twin) => ({
      name: twin.short_name,
      href: x.href(`/organisations/${twin.id}`),
      note: [
        twin.name === twin.short_name ? "" : twin.name,
        twin.inn === null ? "" : `${t.fields.inn} ${twin.inn}`,
        twin.active ? "" : t.closed,
      ]
        .filter(Boolean)
        .join(", "),
    })),
  });
}

/** What was written into the one field of the first look: a number, or a name. */
export function lookedFor(text: string): { name: string; inn: string | undefined } {
  const digits = text.replaceAll(/[\s-]/g, "");
  return /^\d{10}(\d\d)?$/.test(digits)
    ? { name: "", inn: digits }
    : { name: text, inn: undefined };
}
