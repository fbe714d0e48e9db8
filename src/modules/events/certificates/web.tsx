import { contactName } from "../names.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { pdfResponse } from "#base/http/download.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { findJobStatus } from "#base/jobs.ts";
import { withPrivateHeaders } from "#base/http/private-link.ts";
import { orNotFound } from "#base/refusal.ts";
import { loadContacts } from "#modules/people/index.ts";
import { z } from "zod";
import { certificateCodePattern, evaluateCertificate } from "./rules.ts";
import { renderCertificatePdf } from "./pdf.ts";
import { listCertificates, findValidCertificate, type Certificate } from "./store.ts";
import { certificateMessages } from "./messages.ts";
import {
  verifyCertificate,
  issueCertificate,
  issueCertificates,
  issueCertificatesJob,
  reissueCertificate,
  reissueCertificateInput,
  certificateRuleInput,
  setCertificateRule,
} from "./actions.ts";
import { readEventParam } from "../load.ts";
import {
  CertificatesPage,
  CheckCertificatePage,
  ReissuePage,
  type CertificateLine,
} from "./page.tsx";
import { paginate } from "../paginate.ts";
import { listPresences, listSessionsAttended, listMarkableSessions } from "../attendance/store.ts";
import {
  newPageForm,
  contactIdParam,
  eventCrumbs,
  eventPath,
  attendanceViewContext,
} from "../attendance/view.ts";
import type { Event } from "../store.ts";

const permission = "events.event.registrations";

function codeParam(c: RequestContext): string {
  const text = c.param("code");
  return orNotFound(certificateCodePattern.test(text) ? text : undefined);
}

async function showCertificateCheck(c: RequestContext): Promise<Response> {
  const { certificate, event } = await verifyCertificate(c.ctx, codeParam(c));
  const words = certificateMessages[c.lang];
  const page = c.page({
    title: words.check.title(certificate.number),
    section: "events",
    body: (
      <CheckCertificatePage
        viewContext={await attendanceViewContext(c)}
        words={words}
        certificate={certificate}
        event={event}
      />
    ),
  });
  return withPrivateHeaders(page);
}

async function showCertificates(
  c: RequestContext,
  { form, status } = newPageForm,
): Promise<Response> {
  const event = await readEventParam(c, "registrations");
  const view = await attendanceViewContext(c);
  const words = certificateMessages[c.lang];
  const all = await listCertificates(c.ctx, event.id);
  const lastJob = await findJobStatus(c.ctx, issueCertificatesJob);
  const lines = await loadCertificateLines(c, event, all);
  return c.page({
    title: `${words.staff.title}: ${event.title}`,
    breadcrumb: words.staff.title,
    section: "events",
    breadcrumbs: eventCrumbs(c, event),
    status,
    body: (
      <CertificatesPage
        viewContext={view}
        words={words}
        event={event}
        lines={lines}
        shown={paginate(c, lines, {
          path: `/events/${event.number}/certificates`,
          id: (line) => line.contactId,
        })}
        revoked={all.filter((one) => one.revoked_at !== null)}
        running={lastJob?.state === "waiting" || lastJob?.state === "running"}
        form={form}
      />
    ),
  });
}

async function loadCertificateLines(
  c: RequestContext,
  event: Event,
  certificates: readonly Certificate[],
): Promise<CertificateLine[]> {
  const present = await listPresences(c.ctx, event.id);
  const contacts = await loadContacts(
    c.ctx,
    present.map((row) => row.contact_id),
  );
  const attended = await listSessionsAttended(c.ctx, event.id);
  const sessions = new Map(
    (await listMarkableSessions(c.ctx, event.id)).map((one) => [one.id, one]),
  );
  const valid = new Map(
    certificates.filter((one) => one.revoked_at === null).map((one) => [one.contact_id, one]),
  );
  const lines = present.map((row) => {
    const spans = (attended.get(row.contact_id) ?? []).flatMap((id) => {
      const session = sessions.get(id);
      return session === undefined ? [] : { startsAt: session.starts_at, endsAt: session.ends_at };
    });
    const verdict = evaluateCertificate(event, { present: true, sessions: spans });
    return {
      contactId: row.contact_id,
      name: contactName(contacts, row.contact_id),
      certificate: valid.get(row.contact_id),
      reason:
        "refused" in verdict
          ? certificateMessages[c.lang].staff.few(verdict.has, verdict.least)
          : undefined,
    };
  });
  return lines.toSorted((a, b) => a.name.localeCompare(b.name, "ru"));
}

async function showReissue(c: RequestContext, { form, status } = newPageForm): Promise<Response> {
  const event = await readEventParam(c, "registrations");
  const words = certificateMessages[c.lang];
  const at = { event: event.id, contact: contactIdParam(c) };
  return c.page({
    title: words.staff.fix,
    section: "events",
    breadcrumbs: [
      ...eventCrumbs(c, event),
      { label: words.staff.title, href: c.href(eventPath(event, "/certificates")) },
    ],
    status,
    body: (
      <ReissuePage
        viewContext={await attendanceViewContext(c)}
        words={words}
        event={event}
        certificate={orNotFound(await findValidCertificate(c.ctx, at))}
        form={form}
      />
    ),
  });
}

const noInput = z.object({});
const rateLimit = { name: "events-certificates", requests: 120, seconds: 600 };

export const certificateRoutes: Route[] = [
  {
    method: "get",
    path: "/certificates/:code",
    permission: "public",
    limit: rateLimit,
    handle: showCertificateCheck,
  },
  {
    method: "get",
    path: "/certificates/:code/pdf",
    permission: "public",
    limit: rateLimit,
    handle: async (c) => {
      const checked = await verifyCertificate(c.ctx, codeParam(c));
      orNotFound(checked.certificate.revoked_at === null ? checked : undefined);
      const pdf = await renderCertificatePdf(c.ctx, { ...checked, lang: c.lang });
      return withPrivateHeaders(pdfResponse(checked.certificate.number, pdf));
    },
  },
  {
    method: "get",
    path: "/events/:number/certificates",
    permission,
    handle: (c) => showCertificates(c),
  },
  actionRoute({
    path: "/events/:number/certificates",
    permission,
    schema: noInput,
    async act(c) {
      await issueCertificates(c.ctx, c.param("number"));
      return {
        path: `/events/${c.param("number")}/certificates`,
        flash: certificateMessages[c.lang].staff.ordered,
      };
    },
    onInvalid: (c, form, status) => showCertificates(c, { form, status }),
  }),
  actionRoute({
    path: "/events/:number/certificates/rule",
    permission: "events.event.handle",
    schema: certificateRuleInput,
    async act(c, input) {
      await setCertificateRule(c.ctx, c.param("number"), input);
      return {
        path: `/events/${c.param("number")}/certificates`,
        flash: certificateMessages[c.lang].staff.ruleSaved,
      };
    },
    onInvalid: (c, form, status) => showCertificates(c, { form, status }),
  }),
  {
    method: "get",
    path: "/events/:number/certificates/:contact",
    permission,
    handle: (c) => showReissue(c),
  },
  actionRoute({
    path: "/events/:number/certificates/:contact",
    permission,
    schema: noInput,
    async act(c) {
      const issued = await issueCertificate(c.ctx, c.param("number"), {
        contactId: contactIdParam(c),
      });
      const flash = certificateMessages[c.lang].staff.issued(issued.number);
      return { path: `/events/${c.param("number")}/certificates`, flash };
    },
    onInvalid: (c, form, status) => showCertificates(c, { form, status }),
  }),
  actionRoute({
    path: "/events/:number/certificates/:contact/again",
    permission,
    schema: reissueCertificateInput.pick({ name: true }),
    async act(c, { name }) {
      const at = { contactId: contactIdParam(c), name };
      const issued = await reissueCertificate(c.ctx, c.param("number"), at);
      const flash = certificateMessages[c.lang].staff.fixed(issued.number);
      return { path: `/events/${c.param("number")}/certificates`, flash };
    },
    onInvalid: (c, form, status) => showReissue(c, { form, status }),
  }),
];
