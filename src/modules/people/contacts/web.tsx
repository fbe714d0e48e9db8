import { listUrl } from "#base/http/list-url.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { filledForm, submit, type FormState, refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { formatDay } from "../directory/view.ts";
import { fullName } from "./actions.ts";
import {
  correctContact,
  contactCorrectionInput,
  authorizeContact,
  eraseContact,
  mergeAuthorizedContacts,
  unmergeAuthorizedContact,
} from "./corrections.ts";
import {
  contactsQuery,
  countContacts,
  listMergedContacts,
  findPossibleDuplicates,
  listContacts,
} from "./list-store.ts";
import { findContact, type Contact } from "./store.ts";
import { ContactCardPage, ContactListPage } from "./page.tsx";
import { contactPolicy } from "../policy.ts";
import { messagesFor } from "../messages.ts";

const contactPath = "/contacts/:id{[0-9a-f-]{36}}";

/** Creates the routes of contacts: list, card, correction, merge, erasure. */
export function contactRoutes(): Route[] {
  return [
    { method: "get", path: "/contacts", permission: "people.contacts.list", handle: showList },
    {
      method: "get",
      path: contactPath,
      permission: "people.contacts.read",
      handle: (c) => showCard(c),
    },
    actionRoute({
      path: contactPath,
      permission: "people.contacts.keep",
      schema: contactCorrectionInput,
      async load(c) {
        const { id } = await loadReadableContact(c);
        return { id };
      },
      async act(c, input, { id }) {
        await correctContact(c.ctx, id, input);
        return { path: `/contacts/${id}`, flash: messagesFor(c.lang).contacts.saved };
      },
      onInvalid: (c, form, status) => showCard(c, { form, status }),
    }),
    {
      method: "post",
      path: `${contactPath}/join`,
      permission: "people.contacts.keep",
      handle: postMerge,
    },
    {
      method: "post",
      path: `${contactPath}/separate`,
      permission: "people.contacts.keep",
      handle: postUnmerge,
    },
    {
      method: "post",
      path: `${contactPath}/erase`,
      permission: "people.contacts.erase",
      handle: postErase,
    },
  ];
}

async function loadMunicipalities(c: RequestContext) {
  const municipalities = await listMunicipalities(c.ctx);
  const names = new Map(municipalities.map(({ id, name }) => [id, name]));
  return { municipalities, placeName: (id: string | null) => names.get(id ?? "") };
}

const withoutCache = (response: Response): Response => {
  response.headers.set("cache-control", "private, no-store");
  return response;
};

async function showList(c: RequestContext): Promise<Response> {
  authorize({ policy: contactPolicy, actor: c.ctx.actor, action: "list" });
  const query = c.query(contactsQuery);
  const { q, territory, doubled } = query;
  const filters = { q, territory, doubled };
  const t = messagesFor(c.lang);
  const [page, count, places] = await Promise.all([
    listContacts(c.ctx, query),
    countContacts(c.ctx, query),
    loadMunicipalities(c),
  ]);
  const hrefWith = (change: Record<string, string | undefined>) =>
    listUrl(c.href("/contacts"), filters, change);
  return withoutCache(
    c.page({
      title: t.contacts.title,
      section: "contacts",
      body: (
        <ContactListPage
          t={t}
          lang={c.lang}
          href={c.href}
          listUrl={hrefWith}
          rows={page.rows}
          before={page.before}
          after={page.after}
          count={count}
          filters={filters}
          {...places}
        />
      ),
    }),
  );
}

async function loadReadableContact(c: RequestContext): Promise<Contact> {
  const id = c.param("id");
  const contact = orNotFound(isUuid(id) ? await findContact(c.ctx, id) : undefined);
  authorizeContact(c.ctx, "read", contact);
  return contact;
}

async function loadComparedContact(
  c: RequestContext,
  contact: Contact,
): Promise<Contact | undefined> {
  const { with: id } = c.query(z.object({ with: z.uuid().optional() }));
  if (id === undefined || id === contact.id) return undefined;
  const other = await findContact(c.ctx, id);
  return other !== undefined && may(contactPolicy, c.ctx.actor, "read", other) ? other : undefined;
}

async function showCard(
  c: RequestContext,
  rejected?: { form: FormState; status: number },
): Promise<Response> {
  const contact = await loadReadableContact(c);
  const t = messagesFor(c.lang);
  const isCurrent = contact.erased_at === null && contact.merged_into === null;
  const [likely, mergedContacts, other, places] = await Promise.all([
    isCurrent ? findPossibleDuplicates(c.ctx, contact) : [],
    listMergedContacts(c.ctx, contact.id),
    loadComparedContact(c, contact),
    loadMunicipalities(c),
  ]);
  const name = contact.erased_at === null ? fullName(contact) : t.contacts.erasedName;
  return withoutCache(
    c.page({
      title: name,
      section: "contacts",
      ...(rejected !== undefined && { status: rejected.status }),
      breadcrumbs: [{ label: t.contacts.title, href: c.href("/contacts") }],
      body: (
        <ContactCardPage
          t={t}
          href={c.href}
          day={(at) => formatDay(c, at)}
          name={name}
          contact={contact}
          possibleDuplicates={likely}
          mergedContacts={mergedContacts}
          other={other}
          form={rejected?.form ?? toContactForm(contact)}
          canEdit={isCurrent && may(contactPolicy, c.ctx.actor, "keep", contact)}
          canErase={isCurrent && may(contactPolicy, c.ctx.actor, "erase", contact)}
          {...places}
        />
      ),
    }),
  );
}

function toContactForm(contact: Contact): FormState {
  const { surname, patronymic, email, phone, organisation, position, version } = contact;
  return filledForm({
    surname,
    givenName: contact.given_name,
    patronymic,
    email,
    phone,
    organisation,
    position,
    municipalityId: contact.municipality_id,
    version: String(version),
  });
}

/**
 * Shows the card again with the error of one of its smaller forms; the main form shows the card's
 * values.
 */
const rejectOverCard = (c: RequestContext) => async (form: FormState, status: number) => {
  const refusal = refusalOnly(form).refusal;
  const saved = toContactForm(await loadReadableContact(c));
  return showCard(c, { form: { ...saved, ...(refusal !== undefined && { refusal }) }, status });
};

async function postMerge(c: RequestContext): Promise<Response> {
  const { id } = await loadReadableContact(c);
  return submit(c, {
    schema: z.object({ into: z.uuid() }),
    async onValid({ into }) {
      await mergeAuthorizedContacts(c.ctx, { id, into });
      return c.redirect(`/contacts/${into}`, messagesFor(c.lang).contacts.joined);
    },
    onInvalid: rejectOverCard(c),
  });
}

async function postUnmerge(c: RequestContext): Promise<Response> {
  const { id } = await loadReadableContact(c);
  return submit(c, {
    schema: z.object({}),
    async onValid() {
      await unmergeAuthorizedContact(c.ctx, id);
      return c.redirect(`/contacts/${id}`, messagesFor(c.lang).contacts.separated);
    },
    onInvalid: rejectOverCard(c),
  });
}

async function postErase(c: RequestContext): Promise<Response> {
  const contact = await loadReadableContact(c);
  authorizeContact(c.ctx, "erase", contact);
  return submit(c, {
    schema: z.object({ asked: z.literal("yes", "people.erase-unconfirmed") }),
    async onValid() {
      await eraseContact(c.ctx, contact.id);
      return c.redirect(`/contacts/${contact.id}`, messagesFor(c.lang).contacts.erased);
    },
    onInvalid: rejectOverCard(c),
  });
}
