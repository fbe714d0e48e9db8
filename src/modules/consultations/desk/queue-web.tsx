import { listUrl } from "#base/http/list-url.ts";
import type { z } from "zod";
import { csvResponse, xlsxResponse } from "#base/http/exports.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize, may } from "#base/policy.ts";
import { loadContacts, fullName, loadPersonNames } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { QueuePage } from "./queue-page.tsx";
import { consultationPolicy } from "../policy.ts";
import { countConsultations, streamConsultations, listConsultations, listQuery } from "../reads.ts";
import { createConsultationViewContext } from "../view.ts";

const queuePermission = "consultations.consultation.queue";

/** Routes of the queue and its files. */
export const queueRoutes: Route[] = [
  {
    method: "get",
    path: "/consultations/queue",
    permission: queuePermission,
    handle: renderQueue,
  },
  {
    method: "get",
    path: "/consultations.csv",
    permission: queuePermission,
    handle: (c) => exportResponse(c, "csv"),
  },
  {
    method: "get",
    path: "/consultations.xlsx",
    permission: queuePermission,
    handle: (c) => exportResponse(c, "xlsx"),
  },
];

async function renderQueue(c: RequestContext): Promise<Response> {
  const { actor } = c.ctx;
  authorize({ policy: consultationPolicy, actor, action: "queue" });
  const view = createConsultationViewContext(c);
  const query = c.query(listQuery);
  const [page, count, municipalities] = await Promise.all([
    listConsultations(c.ctx, query),
    countConsultations(c.ctx, query),
    listMunicipalities(c.ctx),
  ]);
  const [contacts, people] = await Promise.all([
    loadContacts(
      c.ctx,
      page.rows.map((row) => row.contact_id),
    ),
    loadPersonNames(
      c.ctx,
      page.rows.flatMap((row) => row.consultant_id ?? []),
    ),
  ]);
  const places = new Map(municipalities.map(({ id, name }) => [id, name]));
  const hrefWith = queueUrls(c, query);
  return c.page({
    title: view.t.queue.title,
    section: "consultations",
    exports: { csv: hrefWith({}, "/consultations.csv") },
    breadcrumbs: [{ label: view.t.home.title, href: c.href("/consultations") }],
    body: (
      <QueuePage
        view={view}
        query={query}
        lines={page.rows}
        found={count}
        municipalities={municipalities}
        hrefWith={hrefWith}
        mayNote={may(consultationPolicy, actor, "note")}
        names={{
          contact: (id) => {
            const contact = contacts.get(id);
            return contact === undefined ? "" : fullName(contact);
          },
          place: (id) => places.get(id) ?? "",
          person: (id) => people.get(id ?? ""),
        }}
        newer={page.before === undefined ? undefined : hrefWith({ before: page.before })}
        older={page.after === undefined ? undefined : hrefWith({ after: page.after })}
      />
    ),
  });
}

/** Creates addresses of the list with other values of its query. */
function queueUrls(c: RequestContext, query: z.output<typeof listQuery>) {
  return (change: Record<string, string | undefined>, path = "/consultations/queue") =>
    listUrl(c.href(path), query, change);
}

function exportResponse(c: RequestContext, kind: "csv" | "xlsx"): Response {
  authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "queue" });
  const { t } = createConsultationViewContext(c);
  const query = c.query(listQuery);
  const { csv: head } = t;
  const lines = async function* () {
    const places = new Map((await listMunicipalities(c.ctx)).map(({ id, name }) => [id, name]));
    for await (const rows of streamConsultations(c.ctx, query)) {
      yield rows.map((row) => [
        row.number,
        t.stages[row.stage],
        t.topics[row.topic],
        t.modes[row.mode],
        t.channels[row.channel],
        places.get(row.municipality_id) ?? "",
        row.asked_at,
        row.given_on,
        row.minutes,
        row.outcome === null ? "" : t.outcomes[row.outcome],
      ]);
    }
  };
  const columns = Object.values(head);
  return kind === "csv"
    ? csvResponse("consultations", columns, lines(), { zone: c.ctx.region.timeZone })
    : xlsxResponse("consultations", columns, lines(), { zone: c.ctx.region.timeZone });
}
