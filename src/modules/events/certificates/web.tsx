import { pdfResponse } from "#base/http/download.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { jobLately } from "#base/jobs.ts";
import { secretly } from "#base/http/private-link.ts";
import { found } from "#base/refusal.ts";
import { contactsById, fullName } from "#modules/people/index.ts";
import { z } from "zod";
import { certificateCodeShape, earned } from "./rules.ts";
import { certificatePdf } from "./pdf.ts";
import { certificatesOf, validCertificate, type Certificate } from "./store.ts";
import { certificateWords } from "./messages.ts";
import {
  checkCertificate,
  issueCertificate,
  issueCertificates,
  issueWork,
  reissueCertificate,
  reissueInput,
  ruleInput,
  setCertificateRule,
} from "./actions.ts";
import { readAllowed } from "../load.ts";
import { CertificatesPage, CheckCertificatePage, ReissuePage, type StaffLine } from "./page.tsx";
import { cutPage } from "../paginate.ts";
import { presencesAt, sessionsAttended, sessionsToMark } from "../attendance/store.ts";
import { crumbsOf, eventPath, presenceReader } from "../attendance/view.ts";
import type { Event } from "../store.ts";

const number = (x: Exchange) => x.param("number");
const asks = "events.event.registrations";

function code(x: Exchange): string {
  const text = x.param("code");
  return found(certificateCodeShape.test(text) ? text : undefined);
}

function contactId(x: Exchange): string {
  const id = x.param("contact");
  return found(isUuid(id) ? id : undefined);
}

async function showCheck(x: Exchange): Promise<Response> {
  const { certificate, event } = await checkCertificate(x.ctx, code(x));
  const words = certificateWords[x.lang];
  const page = x.page({
    title: words.check.title(certificate.number),
    section: "events",
    body: (
      <CheckCertificatePage
        reader={await presenceReader(x)}
        words={words}
        certificate={certificate}
        event={event}
      />
    ),
  });
  return secretly(page);
}

async function showStaff(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const event = await readAllowed(x.ctx, number(x), "registrations");
  const reader = await presenceReader(x);
  const words = certificateWords[x.lang];
  const all = await certificatesOf(x.ctx, event.id);
  const lately = await jobLately(x.ctx, issueWork);
  const lines = await linesOf(x, event, all);
  return x.page({
    title: `${words.staff.title}: ${event.title}`,
    crumb: words.staff.title,
    section: "events",
    crumbs: crumbsOf(x, event),
    status,
    body: (
      <CertificatesPage
        reader={reader}
        words={words}
        event={event}
        lines={lines}
        shown={cutPage(x, lines, {
          path: `/events/${event.number}/certificates`,
          id: (line) => line.contactId,
        })}
        revoked={all.filter((one) => one.revoked_at !== null)}
        running={lately?.state === "waiting" || lately?.state === "running"}
        form={form}
      />
    ),
  });
}

async function linesOf(
  x: Exchange,
  event: Event,
  certificates: readonly Certificate[],
): Promise<StaffLine[]> {
  const present = await presencesAt(x.ctx, event.id);
  const contacts = await contactsById(
    x.ctx,
    present.map((row) => row.contact_id),
  );
  const attended = await sessionsAttended(x.ctx, event.id);
  const sessions = new Map((await sessionsToMark(x.ctx, event.id)).map((one) => [one.id, one]));
  const valid = new Map(
    certificates.filter((one) => one.revoked_at === null).map((one) => [one.contact_id, one]),
  );
  const lines = present.map((row) => {
    const spans = (attended.get(row.contact_id) ?? []).flatMap((id) => {
      const session = sessions.get(id);
      return session === undefined ? [] : { startsAt: session.starts_at, endsAt: session.ends_at };
    });
    const verdict = earned(event, { present: true, sessions: spans });
    const contact = contacts.get(row.contact_id);
    return {
      contactId: row.contact_id,
      name: contact === undefined ? "" : fullName(contact),
      certificate: valid.get(row.contact_id),
      lacks:
        "refused" in verdict
          ? certificateWords[x.lang].staff.few(verdict.has, verdict.least)
          : undefined,
    };
  });
  return lines.toSorted((a, b) => a.name.localeCompare(b.name, "ru"));
}

async function showReissue(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const event = await readAllowed(x.ctx, number(x), "registrations");
  const words = certificateWords[x.lang];
  const at = { event: event.id, contact: contactId(x) };
  return x.page({
    title: words.staff.fix,
    section: "events",
    crumbs: [
      ...crumbsOf(x, event),
      { label: words.staff.title, href: x.href(eventPath(event, "/certificates")) },
    ],
    status,
    body: (
      <ReissuePage
        reader={await presenceReader(x)}
        words={words}
        event={event}
        certificate={found(await validCertificate(x.ctx, at))}
        form={form}
      />
    ),
  });
}

const nothing = z.object({});
const limit = { name: "events-certificates", requests: 120, seconds: 600 };

export const certificateRoutes: Route[] = [
  { method: "get", path: "/certificates/:code", asks: "public", limit, handle: showCheck },
  {
    method: "get",
    path: "/certificates/:code/pdf",
    asks: "public",
    limit,
    handle: async (x) => {
      const checked = await checkCertificate(x.ctx, code(x));
      found(checked.certificate.revoked_at === null ? checked : undefined);
      const pdf = await certificatePdf(x.ctx, { ...checked, lang: x.lang });
      return secretly(pdfResponse(checked.certificate.number, pdf));
    },
  },
  { method: "get", path: "/events/:number/certificates", asks, handle: (x) => showStaff(x) },
  {
    method: "post",
    path: "/events/:number/certificates",
    asks,
    handle: (x) =>
      submit(x, {
        schema: nothing,
        act: async () => {
          await issueCertificates(x.ctx, number(x));
          return x.go(`/events/${number(x)}/certificates`, certificateWords[x.lang].staff.ordered);
        },
        again: (form, status) => showStaff(x, form, status),
      }),
  },
  {
    method: "post",
    path: "/events/:number/certificates/rule",
    asks: "events.event.handle",
    handle: (x) =>
      submit(x, {
        schema: ruleInput,
        act: async (input) => {
          await setCertificateRule(x.ctx, number(x), input);
          return x.go(
            `/events/${number(x)}/certificates`,
            certificateWords[x.lang].staff.ruleSaved,
          );
        },
        again: (form, status) => showStaff(x, form, status),
      }),
  },
  {
    method: "get",
    path: "/events/:number/certificates/:contact",
    asks,
    handle: (x) => showReissue(x),
  },
  {
    method: "post",
    path: "/events/:number/certificates/:contact",
    asks,
    handle: (x) =>
      submit(x, {
        schema: nothing,
        act: async () => {
          const issued = await issueCertificate(x.ctx, number(x), { contactId: contactId(x) });
          const said = certificateWords[x.lang].staff.issued(issued.number);
          return x.go(`/events/${number(x)}/certificates`, said);
        },
        again: (form, status) => showStaff(x, form, status),
      }),
  },
  {
    method: "post",
    path: "/events/:number/certificates/:contact/again",
    asks,
    handle: (x) =>
      submit(x, {
        schema: reissueInput.pick({ name: true }),
        act: async ({ name }) => {
          const at = { contactId: contactId(x), name };
          const issued = await reissueCertificate(x.ctx, number(x), at);
          const said = certificateWords[x.lang].staff.fixed(issued.number);
          return x.go(`/events/${number(x)}/certificates`, said);
        },
        again: (form, status) => showReissue(x, form, status),
      }),
  },
];
