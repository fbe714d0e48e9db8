import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  SpaceBetween,
  Button,
  ButtonLink,
  Card,
  Checkbox,
  ComparisonView,
  EmptyState,
  DescriptionList,
  Field,
  Filters,
  Flash,
  Form,
  formatNumber,
  Pager,
  PageHeader,
  Rows,
  Section,
  Stack,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { fullName } from "./actions.ts";
import type { Contact } from "./store.ts";
import type { PeopleMessages } from "../messages.ts";

type ContactMunicipalities = {
  municipalities: readonly { id: string; name: string }[];
  placeName: (id: string | null) => string | undefined;
};

export type ContactListModel = ContactMunicipalities & {
  t: PeopleMessages;
  lang: Lang;
  href: (path: string) => string;
  /** The list's address with other values of its query. */
  listUrl: (more: Record<string, string | undefined>) => string;
  rows: readonly Contact[];
  before: string | undefined;
  after: string | undefined;
  count: number;
  filters: { q?: string | undefined; territory?: string | undefined; doubled?: "yes" | undefined };
};

/** Everybody within the reader's reach, by name. */
export function ContactListPage(model: ContactListModel) {
  const { t, href, rows, listUrl, before, after, filters } = model;
  const c = t.contacts;
  return (
    <Stack gap="l">
      <PageHeader title={c.title} lead={c.lead} />
      <ContactFilters {...model} />
      {rows.length === 0 ? (
        <EmptyState
          title={c.emptyTitle}
          text={c.emptyText}
          icon="people"
          level={2}
          {...(Object.values(filters).some(Boolean) && {
            action: { href: href("/contacts"), label: c.all },
          })}
        />
      ) : (
        <section aria-labelledby="list-title">
          <h2 id="list-title" class="visually-hidden">
            {c.list}
          </h2>
          <Rows rows={rows.map((row) => toListRow(row, model))} />
        </section>
      )}
      <Pager
        {...(before !== undefined && { newer: listUrl({ before }) })}
        {...(after !== undefined && { older: listUrl({ after }) })}
      />
    </Stack>
  );
}

function toListRow(
  row: Contact,
  { href, placeName }: Pick<ContactListModel, "href" | "placeName">,
) {
  const place = placeName(row.municipality_id);
  return {
    title: fullName(row),
    href: href(`/contacts/${row.id}`),
    meta: [
      place === undefined ? undefined : { icon: "pin" as const, text: place },
      [row.position, row.organisation].filter(Boolean).join(", ") || undefined,
      row.email ?? undefined,
      row.phone ?? undefined,
    ],
  };
}

function ContactFilters({
  t,
  lang,
  listUrl,
  filters,
  count,
  municipalities,
  placeName,
  href,
}: ContactListModel) {
  const c = t.contacts;
  const { q, territory, doubled } = filters;
  const chosen = [
    q !== undefined && q !== "" && { label: q, href: listUrl({ q: undefined }) },
    territory !== undefined && {
      label: placeName(territory) ?? "",
      href: listUrl({ territory: undefined }),
    },
    doubled !== undefined && { label: c.onlyDoubled, href: listUrl({ doubled: undefined }) },
  ].filter((one) => one !== false);
  return (
    <Filters
      action={href("/contacts")}
      resultCount={c.found(count, formatNumber(count, { lang }))}
      activeFilters={chosen}
      resetHref={href("/contacts")}
    >
      <Field kind="search" name="q" label={c.search} value={q ?? ""} maxlength={120} />
      <Field
        kind="select"
        name="territory"
        label={c.territory}
        value={territory ?? ""}
        empty={c.anyTerritory}
        options={municipalities.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field
        kind="select"
        name="doubled"
        label={c.doubled}
        value={doubled ?? ""}
        empty={c.everyone}
        options={[{ value: "yes", label: c.onlyDoubled }]}
      />
    </Filters>
  );
}

export type ContactCardModel = ContactMunicipalities & {
  t: PeopleMessages;
  href: (path: string) => string;
  day: (at: Date) => string;
  name: string;
  contact: Contact;
  possibleDuplicates: readonly Contact[];
  mergedContacts: readonly Contact[];
  /** The card that is compared with this one. */
  other: Contact | undefined;
  form: FormState;
  canEdit: boolean;
  canErase: boolean;
};

/** Shows one person: the card, possible duplicates, and actions. */
export function ContactCardPage(model: ContactCardModel) {
  const {
    t,
    href,
    day,
    name,
    contact,
    other,
    possibleDuplicates,
    mergedContacts,
    form,
    canEdit,
    canErase,
  } = model;
  const c = t.contacts;
  return (
    <Stack gap="l">
      <PageHeader title={name} />
      <FormErrorSummary form={form} />
      {contact.erased_at !== null && <Flash>{c.erasedOn(day(contact.erased_at))}</Flash>}
      {contact.merged_into !== null && (
        <Flash kind="warn">
          {c.goneInto} <a href={href(`/contacts/${contact.merged_into}`)}>{c.openHolder}</a>
        </Flash>
      )}
      {other !== undefined && canEdit && <ContactComparison {...model} other={other} />}
      <ContactDetails {...model} />
      {possibleDuplicates.length > 0 && <PossibleDuplicates {...model} />}
      {mergedContacts.length > 0 && <MergedContacts {...model} />}
      {canEdit && <CorrectionForm {...model} />}
      {canErase && <EraseForm {...model} />}
    </Stack>
  );
}

function ContactDetails({ t, day, contact, placeName }: ContactCardModel) {
  const c = t.contacts;
  if (contact.erased_at !== null) return null;
  return (
    <Section title={c.passport} small>
      <DescriptionList
        items={[
          { name: c.territory, value: placeName(contact.municipality_id) ?? c.noPlace },
          { name: c.organisation, value: contact.organisation },
          { name: c.position, value: contact.position },
          {
            name: c.email,
            value: contact.email && <a href={`mailto:${contact.email}`}>{contact.email}</a>,
          },
          {
            name: c.phone,
            value: contact.phone && <a href={`tel:${contact.phone}`}>{contact.phone}</a>,
          },
          {
            name: c.consent,
            value: contact.consent_at === null ? c.noConsent : c.consentOn(day(contact.consent_at)),
          },
          { name: c.known, value: day(contact.created_at) },
        ].filter(({ value }) => value !== "" && value !== null)}
      />
    </Section>
  );
}

function PossibleDuplicates(model: ContactCardModel) {
  const { t, href, contact, possibleDuplicates } = model;
  const c = t.contacts;
  return (
    <Section title={c.likely} lead={c.likelyLead} small>
      <Rows
        rows={possibleDuplicates.map((one) => ({
          ...toListRow(one, model),
          side: (
            <ButtonLink size="s" href={href(`/contacts/${contact.id}?with=${one.id}`)}>
              {c.compare}
            </ButtonLink>
          ),
        }))}
      />
    </Section>
  );
}

function ContactComparison({
  t,
  href,
  contact,
  other,
  placeName,
}: ContactCardModel & { other: Contact }) {
  const c = t.contacts;
  const pairs: [string, string | null | undefined, string | null | undefined][] = [
    [c.name, fullName(contact), fullName(other)],
    [c.territory, placeName(contact.municipality_id), placeName(other.municipality_id)],
    [c.organisation, contact.organisation, other.organisation],
    [c.position, contact.position, other.position],
    [c.email, contact.email, other.email],
    [c.phone, contact.phone, other.phone],
  ];
  return (
    <Section title={c.sideBySide} id="compare">
      <ComparisonView
        left={c.here}
        right={c.there}
        rows={pairs.map(([name, left, right]) => ({
          name,
          left: left || "—",
          right: right || "—",
          ...(left &&
            right && {
              verdict:
                left === right
                  ? { kind: "same" as const, text: c.equal }
                  : { kind: "differs" as const, text: c.differs },
            }),
        }))}
      />
      <Form action={href(`/contacts/${contact.id}/join`)} hidden={{ into: other.id }}>
        <p class="muted">{c.joinText}</p>
        <Actions>
          <Button kind="primary">{c.join}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function MergedContacts({ t, href, mergedContacts, canEdit }: ContactCardModel) {
  const c = t.contacts;
  return (
    <Section title={c.mergedTitle} small>
      {mergedContacts.map((one) => (
        <SpaceBetween>
          <a href={href(`/contacts/${one.id}`)}>
            {one.erased_at === null ? fullName(one) : c.erasedName}
          </a>
          {canEdit && (
            <Form action={href(`/contacts/${one.id}/separate`)} variant="actions">
              <Button size="s">{c.separate}</Button>
            </Form>
          )}
        </SpaceBetween>
      ))}
    </Section>
  );
}

function CorrectionForm({ t, href, contact, form, municipalities }: ContactCardModel) {
  const c = t.contacts;
  return (
    <Card title={c.correct} level={2}>
      <Form
        action={href(`/contacts/${contact.id}`)}
        label={c.correct}
        hidden={{ version: form.values.version ?? String(contact.version) }}
      >
        <Field label={c.surname} required maxlength={100} {...fieldProps(form, "surname")} />
        <Field label={c.givenName} optional maxlength={100} {...fieldProps(form, "givenName")} />
        <Field label={c.patronymic} optional maxlength={100} {...fieldProps(form, "patronymic")} />
        <Field kind="email" label={c.email} optional {...fieldProps(form, "email")} />
        <Field kind="tel" label={c.phone} optional {...fieldProps(form, "phone")} />
        <Field
          kind="select"
          label={c.territory}
          empty={c.noPlace}
          options={municipalities.map(({ id, name }) => ({ value: id, label: name }))}
          {...fieldProps(form, "municipalityId")}
        />
        <Field
          label={c.organisation}
          optional
          maxlength={200}
          {...fieldProps(form, "organisation")}
        />
        <Field label={c.position} optional maxlength={200} {...fieldProps(form, "position")} />
        <Actions>
          <Button kind="primary">{c.save}</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function EraseForm({ t, href, contact }: ContactCardModel) {
  const c = t.contacts;
  return (
    <Card title={c.eraseTitle} level={2}>
      <p>{c.eraseText}</p>
      <Form action={href(`/contacts/${contact.id}/erase`)} label={c.eraseTitle}>
        <Checkbox name="asked" label={c.eraseConfirm} />
        <Actions>
          <Button kind="danger">{c.erase}</Button>
        </Actions>
      </Form>
    </Card>
  );
}
