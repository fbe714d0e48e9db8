import { attachmentAccept } from "#base/files/attachments.ts";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  Checkbox,
  Field,
  FormErrorSummary,
  Form,
  PageHeader,
  Rows,
  Section,
  Stack,
  fieldError,
} from "#base/ui/index.ts";
import { h } from "preact";
import { ContactFields, IdentityFields, OpeningFields, ProfileFields } from "./form-fields.tsx";
import type { PossibleDuplicate } from "../store.ts";
import type { MunicipalityOptions, OrganisationsView } from "../view.ts";

type ExistingCard = {
  id: string;
  active: boolean;
  opened_on: string | null;
  opened_file: string | null;
};

export type OrganisationFormModel = {
  view: OrganisationsView;
  places: MunicipalityOptions;
  /** Of the card's municipality. */
  settlements: readonly { id: string; name: string }[];
  form: FormState;
  title: string;
  action: string;
  /** Cards that may be the same organisation. */
  similar: readonly PossibleDuplicate[];
  /** Absent for a new card. */
  existing?: ExistingCard | undefined;
  /** What was looked for before a new card is filled in. */
  lookupText?: string | undefined;
};

/** One form for a new card and for an old one. */
export function OrganisationFormPage(model: OrganisationFormModel) {
  const { view, form, title, action, similar, existing } = model;
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={title} />
      <FormErrorSummary form={form} />
      {existing === undefined && <LookupForm {...model} />}
      {similar.length > 0 && <PossibleDuplicates view={view} similar={similar} />}
      <Form
        action={action}
        variant="card"
        label={title}
        {...(form.values.version !== undefined && { hidden: { version: form.values.version } })}
      >
        <IdentityFields {...model} />
        {existing === undefined &&
          h("okno-similar", {
            hidden: true,
            "data-source": view.href("/admin/organisations/similar.json"),
            "data-title": t.form.similarTitle,
          })}
        <ContactFields view={view} form={form} />
        <ProfileFields view={view} form={form} />
        <OpeningFields view={view} form={form} />
        {similar.length > 0 && existing === undefined && (
          <Checkbox
            name="different"
            label={t.form.different}
            checked={form.values.different !== undefined}
            {...fieldError(form, "different")}
          />
        )}
        <Actions>
          <Button kind="primary">
            {existing === undefined ? t.form.newButton : t.form.saveButton}
          </Button>
        </Actions>
      </Form>
      {existing !== undefined && <CardActions view={view} existing={existing} />}
      {existing !== undefined && existing.opened_on !== null && (
        <OpeningEvidenceForm view={view} existing={existing} />
      )}
      {existing !== undefined && <ActiveToggle view={view} existing={existing} />}
    </Stack>
  );
}

/** Before a new card is filled in: is it there already? */
function LookupForm({ view: { t, href }, lookupText, similar, form }: OrganisationFormModel) {
  return (
    <Form action={href("/admin/organisations/new")} method="get" label={t.form.lookTitle}>
      <Field
        kind="search"
        name="look"
        label={t.form.lookTitle}
        hint={t.form.lookHint}
        value={lookupText ?? form.values.name ?? ""}
        button={<Button>{t.form.lookButton}</Button>}
      />
      {lookupText !== undefined && similar.length === 0 && <p role="status">{t.form.lookNone}</p>}
    </Form>
  );
}

function PossibleDuplicates({
  view: { t, href },
  similar,
}: {
  view: OrganisationsView;
  similar: readonly PossibleDuplicate[];
}) {
  return (
    <Section title={t.form.similarTitle} lead={t.form.similarLead} small>
      <Rows
        rows={similar.map((duplicate) => ({
          title: duplicate.short_name,
          href: href(`/organisations/${duplicate.id}`),
          meta: [
            duplicate.name === duplicate.short_name ? undefined : duplicate.name,
            duplicate.inn === null ? undefined : `${t.fields.inn} ${duplicate.inn}`,
            duplicate.active ? undefined : t.closed,
          ],
        }))}
      />
    </Section>
  );
}

/** Shows what an administrator may do with the card without changing its fields. */
function CardActions({
  view: { t, href },
  existing,
}: {
  view: OrganisationsView;
  existing: { id: string; opened_on: string | null };
}) {
  const path = href(`/admin/organisations/${existing.id}`);
  return (
    <Actions>
      <Form action={`${path}/confirm`} variant="actions">
        <Button icon="check">{t.own.confirm}</Button>
      </Form>
      {existing.opened_on !== null && (
        <Form action={`${path}/check-opening`} variant="actions">
          <Button icon="check">{t.passport.openingCheck}</Button>
        </Form>
      )}
      <ButtonLink href={`${path}/merge`}>{t.merges.link}</ButtonLink>
    </Actions>
  );
}

/** Shows the document that proves the opening: one file that anyone may read. */
function OpeningEvidenceForm({
  view: { t, href },
  existing,
}: {
  view: OrganisationsView;
  existing: ExistingCard;
}) {
  const path = `/admin/organisations/${existing.id}/opening`;
  const hasDocument = existing.opened_file !== null;
  return (
    <Card title={t.passport.proof} level={2}>
      {hasDocument && (
        <Actions>
          <a href={href(`/organisations/${existing.id}/opening`)}>{t.passport.proofOpen}</a>
          <Form action={href(path)} variant="actions" hidden={{ remove: "yes" }}>
            <Button size="s">{t.passport.proofRemove}</Button>
          </Form>
        </Actions>
      )}
      <Form action={href(path)} files>
        <Field
          kind="file"
          name="file"
          label={hasDocument ? t.passport.proofOther : t.passport.proofFile}
          hint={t.passport.proofHint}
          accept={attachmentAccept}
        />
        <Actions>
          <Button>{t.passport.proofKeep}</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function ActiveToggle({
  view: { t, href },
  existing,
}: {
  view: OrganisationsView;
  existing: { id: string; active: boolean };
}) {
  const path = href(`/admin/organisations/${existing.id}`);
  return (
    <Card title={existing.active ? t.form.closeTitle : t.form.reopenButton} level={2}>
      <p>{existing.active ? t.form.closeText : t.form.reopenText}</p>
      <Form action={`${path}/${existing.active ? "close" : "reopen"}`} variant="actions">
        <Button kind={existing.active ? "danger" : "primary"}>
          {existing.active ? t.form.closeButton : t.form.reopenButton}
        </Button>
      </Form>
    </Card>
  );
}

export type ContactsFormModel = {
  view: OrganisationsView;
  form: FormState;
  name: string;
  action: string;
};

/** Shows the part of the card that the organisation's own people maintain. */
export function ContactsFormPage({ view, form, name, action }: ContactsFormModel) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.form.contactsTitle} lead={name} />
      <FormErrorSummary form={form} />
      <Form
        action={action}
        variant="card"
        label={t.form.contactsTitle}
        {...(form.values.version !== undefined && { hidden: { version: form.values.version } })}
      >
        <ContactFields view={view} form={form} />
        <Actions>
          <Button kind="primary">{t.form.saveButton}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
