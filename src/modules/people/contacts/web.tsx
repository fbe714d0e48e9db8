import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand, may } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { dayOf } from "../directory/view.ts";
import { fullName } from "./actions.ts";
import {
  correctContact,
  correctInput,
  demandContact,
  eraseContact,
  joinContacts,
  separateContact,
} from "./corrections.ts";
import { contactsQuery, countContacts, heldBy, likelySame, listContacts } from "./list-store.ts";
import { selectContact, type Contact } from "./store.ts";
import { ContactCard, ContactList } from "./page.tsx";
import { contactPolicy } from "../policy.ts";
import { bookOf } from "../messages.ts";

const one = "/contacts/:id{[0-9a-f-]{36}}";

/** People without an account: found, corrected, joined, erased. */
export function contactRoutes(): Route[] {
  return [
    { method: "get", path: "/contacts", asks: "people.contacts.list", handle: showList },
    { method: "get", path: one, asks: "people.contacts.read", handle: (x) => showCard(x) },
    { method: "post", path: one, asks: "people.contacts.keep", handle: postCorrect },
    { method: "post", path: `${one}/join`, asks: "people.contacts.keep", handle: postJoin },
    { method: "post", path: `${one}/separate`, asks: "people.contacts.keep", handle: postSeparate },
    { method: "post", path: `${one}/erase`, asks: "people.contacts.erase", handle: postErase },
  ];
}

async function placesOf(x: Exchange) {
  const municipalities = await listMunicipalities(x.ctx);
  const names = new Map(municipalities.map(({ id, name }) => [id, name]));
  return { municipalities, placeName: (id: string | null) => names.get(id ?? "") };
}

const noStore = (response: Response): Response => {
  response.headers.set("cache-control", "private, no-store");
  return response;
};

async function showList(x: Exchange): Promise<Response> {
  demand({ policy: contactPolicy, actor: x.ctx.actor, action: "list" });
  const query = x.query(contactsQuery);
  const { q, territory, doubled } = query;
  const filters = { q, territory, doubled };
  const t = bookOf(x.lang);
  const [page, count, places] = await Promise.all([
    listContacts(x.ctx, query),
    countContacts(x.ctx, query),
    placesOf(x),
  ]);
  const address = (more: Record<string, string | undefined>) => {
    const given = Object.entries({ ...filters, ...more }).filter((pair): pair is [string, string] =>
      Boolean(pair[1]),
    );
    return x.href(`/contacts${given.length > 0 ? `?${new URLSearchParams(given)}` : ""}`);
  };
  return noStore(
    x.page({
      title: t.contacts.title,
      section: "contacts",
      body: (
        <ContactList
          t={t}
          lang={x.lang}
          href={x.href}
          address={address}
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

async function loadFor(x: Exchange): Promise<Contact> {
  const id = x.param("id");
  const contact = found(isUuid(id) ? await selectContact(x.ctx, id) : undefined);
  demandContact(x.ctx, "read", contact);
  return contact;
}

async function otherOf(x: Exchange, contact: Contact): Promise<Contact | undefined> {
  const { with: id } = x.query(z.object({ with: z.uuid().optional() }));
  if (id === undefined || id === contact.id) return undefined;
  const other = await selectContact(x.ctx, id);
  return other !== undefined && may(contactPolicy, x.ctx.actor, "read", other) ? other : undefined;
}

async function showCard(
  x: Exchange,
  again?: { form: FormState; status: number },
): Promise<Response> {
  const contact = await loadFor(x);
  const t = bookOf(x.lang);
  const live = contact.erased_at === null && contact.merged_into === null;
  const [likely, held, other, places] = await Promise.all([
    live ? likelySame(x.ctx, contact) : [],
    heldBy(x.ctx, contact.id),
    otherOf(x, contact),
    placesOf(x),
  ]);
  const name = contact.erased_at === null ? fullName(contact) : t.contacts.erasedName;
  return noStore(
    x.page({
      title: name,
      section: "contacts",
      ...(again !== undefined && { status: again.status }),
      crumbs: [{ label: t.contacts.title, href: x.href("/contacts") }],
      body: (
        <ContactCard
          t={t}
          href={x.href}
          day={(at) => dayOf(x, at)}
          name={name}
          contact={contact}
          likely={likely}
          held={held}
          other={other}
          form={again?.form ?? formOf(contact)}
          mayKeep={live && may(contactPolicy, x.ctx.actor, "keep", contact)}
          mayErase={live && may(contactPolicy, x.ctx.actor, "erase", contact)}
          {...places}
        />
      ),
    }),
  );
}

function formOf(contact: Contact): FormState {
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

async function postCorrect(x: Exchange): Promise<Response> {
  const { id } = await loadFor(x);
  return submit(x, {
    schema: correctInput,
    async act(input) {
      await correctContact(x.ctx, id, input);
      return x.go(`/contacts/${id}`, bookOf(x.lang).contacts.saved);
    },
    again: (form, status) => showCard(x, { form, status }),
  });
}

/** A small form of the card has its error over the page; the big form keeps what the card says. */
const overCard = (x: Exchange) => async (form: FormState, status: number) => {
  const refusal = form.refusal ?? Object.values(form.errors)[0];
  const kept = formOf(await loadFor(x));
  return showCard(x, { form: { ...kept, ...(refusal !== undefined && { refusal }) }, status });
};

async function postJoin(x: Exchange): Promise<Response> {
  const { id } = await loadFor(x);
  return submit(x, {
    schema: z.object({ into: z.uuid() }),
    async act({ into }) {
      await joinContacts(x.ctx, { id, into });
      return x.go(`/contacts/${into}`, bookOf(x.lang).contacts.joined);
    },
    again: overCard(x),
  });
}

async function postSeparate(x: Exchange): Promise<Response> {
  const { id } = await loadFor(x);
  return submit(x, {
    schema: z.object({}),
    async act() {
      await separateContact(x.ctx, id);
      return x.go(`/contacts/${id}`, bookOf(x.lang).contacts.separated);
    },
    again: overCard(x),
  });
}

async function postErase(x: Exchange): Promise<Response> {
  const contact = await loadFor(x);
  demandContact(x.ctx, "erase", contact);
  return submit(x, {
    schema: z.object({ asked: z.literal("yes", "people.erase-unconfirmed") }),
    async act() {
      await eraseContact(x.ctx, contact.id);
      return x.go(`/contacts/${contact.id}`, bookOf(x.lang).contacts.erased);
    },
    again: overCard(x),
  });
}
