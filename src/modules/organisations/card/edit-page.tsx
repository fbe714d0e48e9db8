import { attachmentAccept } from "#base/files/attachments.ts";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  Check,
  Choice,
  bind,
  Field,
  FormTrouble,
  Form,
  Place,
  Rows,
  Section,
  Stack,
} from "#base/ui/index.ts";
import { h } from "preact";
import { descriptionLimit } from "./fields.ts";
import { directions, legalForms } from "../catalogues/codes.ts";
import { organisationKinds } from "../organisation.ts";
import type { Twin } from "../store.ts";
import type { Places, View } from "../view.ts";

type Existing = {
  id: string;
  active: boolean;
  opened_on: string | null;
  opened_file: string | null;
};

export type OrganisationFormModel = {
  view: View;
  places: Places;
  /** Of the card's municipality. */
  settlements: readonly { id: string; name: string }[];
  form: FormState;
  title: string;
  action: string;
  /** Cards that may be the same organisation. */
  similar: readonly Twin[];
  /** Absent for a new card. */
  existing?: Existing | undefined;
  /** What was looked for before a new card is filled in. */
  look?: string | undefined;
};

/** One form for a new card and for an old one. */
export function OrganisationFormPage(model: OrganisationFormModel) {
  const { view, form, title, action, similar, existing } = model;
  const { t } = view;
  return (
    <Stack gap="l">
      <Place title={title} />
      <FormTrouble form={form} />
      {existing === undefined && <Look {...model} />}
      {similar.length > 0 && <Similar view={view} similar={similar} />}
      <Form
        action={action}
        look="card"
        label={title}
        {...(form.values.version !== undefined && { hidden: { version: form.values.version } })}
      >
        <Passport {...model} />
        {existing === undefined &&
          h("okno-similar", {
            hidden: true,
            "data-source": view.href("/admin/organisations/similar.json"),
            "data-title": t.form.similarTitle,
          })}
        <ContactFields view={view} form={form} />
        <TellingFields view={view} form={form} />
        <OpeningFields view={view} form={form} />
        {similar.length > 0 && existing === undefined && (
          <Check
            name="different"
            label={t.form.different}
            checked={form.values.different !== undefined}
            {...(form.errors.different !== undefined && { error: form.errors.different })}
          />
        )}
        <Actions>
          <Button kind="primary">
            {existing === undefined ? t.form.newButton : t.form.saveButton}
          </Button>
        </Actions>
      </Form>
      {existing !== undefined && <Deeds view={view} existing={existing} />}
      {existing !== undefined && existing.opened_on !== null && (
        <Proof view={view} existing={existing} />
      )}
      {existing !== undefined && <Closing view={view} existing={existing} />}
    </Stack>
  );
}

/** Before a new card is filled in: is it there already? */
function Look({ view: { t, href }, look, similar, form }: OrganisationFormModel) {
  return (
    <Form action={href("/admin/organisations/new")} method="get" label={t.form.lookTitle}>
      <Field
        kind="search"
        name="look"
        label={t.form.lookTitle}
        hint={t.form.lookHint}
        value={look ?? form.values.name ?? ""}
        button={<Button>{t.form.lookButton}</Button>}
      />
      {look !== undefined && similar.length === 0 && <p role="status">{t.form.lookNone}</p>}
    </Form>
  );
}

function Passport({ view: { t }, form, places, settlements }: OrganisationFormModel) {
  return (
    <>
      <Field
        kind="select"
        label={t.fields.kind}
        empty={t.form.choose}
        required
        options={organisationKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        {...bind(form, "kind")}
      />
      <Field
        label={t.fields.name}
        hint={t.form.nameHint}
        required
        width="full"
        maxlength={500}
        {...bind(form, "name")}
      />
      <Field
        label={t.fields.shortName}
        hint={t.form.shortNameHint}
        required
        maxlength={160}
        {...bind(form, "shortName")}
      />
      <Field
        label={t.fields.inn}
        hint={t.form.innHint}
        optional
        inputmode="numeric"
        width="s"
        {...bind(form, "inn")}
      />
      <Field
        label={t.fields.ogrn}
        hint={t.form.ogrnHint}
        optional
        inputmode="numeric"
        width="s"
        {...bind(form, "ogrn")}
      />
      <Field
        kind="select"
        label={t.passport.legalForm}
        empty={t.passport.anyForm}
        options={legalForms.map((code) => ({ value: code, label: t.legalForms[code] }))}
        {...bind(form, "legalForm")}
      />
      <Field
        kind="select"
        label={t.fields.territory}
        empty={t.wholeRegion}
        options={places.all.map(({ id, name }) => ({ value: id, label: name }))}
        {...bind(form, "territoryId")}
      />
      {settlements.length > 0 && (
        <Field
          kind="select"
          label={t.passport.settlement}
          empty={t.passport.noSettlement}
          options={settlements.map(({ id, name }) => ({ value: id, label: name }))}
          {...bind(form, "settlementId")}
        />
      )}
      <Field
        label={t.passport.lat}
        hint={t.passport.pointHint}
        optional
        inputmode="decimal"
        width="s"
        {...bind(form, "lat")}
      />
      <Field label={t.passport.lon} optional inputmode="decimal" width="s" {...bind(form, "lon")} />
    </>
  );
}

/** What it does, in words and by the catalogue. */
export function TellingFields({ view: { t }, form }: { view: View; form: FormState }) {
  const error = form.errors.directions;
  return (
    <>
      <Field
        kind="textarea"
        label={t.own.description}
        hint={t.own.descriptionHint}
        optional
        rows={8}
        counter
        maxlength={descriptionLimit}
        {...bind(form, "description")}
      />
      <Choice
        kind="checkbox"
        name="directions[]"
        legend={t.own.directions}
        options={directions.map((code) => ({ value: code, label: t.directions[code] }))}
        value={form.lists.directions ?? []}
        {...(error !== undefined && { error })}
      />
    </>
  );
}

function OpeningFields({ view: { t }, form }: { view: View; form: FormState }) {
  return (
    <>
      <Field kind="date" label={t.passport.openedOn} optional {...bind(form, "openedOn")} />
      <Field
        label={t.passport.openedUnder}
        hint={t.passport.openedUnderHint}
        optional
        {...bind(form, "project")}
      />
      <Field
        label={t.passport.openedLink}
        hint={t.passport.openedLinkHint}
        optional
        inputmode="url"
        {...bind(form, "openedLink")}
      />
    </>
  );
}

export function ContactFields({ view: { t }, form }: { view: View; form: FormState }) {
  return (
    <>
      <Field kind="email" label={t.fields.email} optional {...bind(form, "email")} />
      <Field kind="tel" label={t.fields.phone} optional maxlength={100} {...bind(form, "phone")} />
      <Field
        label={t.fields.site}
        hint={t.form.siteHint}
        optional
        inputmode="url"
        {...bind(form, "site")}
      />
      <Field
        kind="textarea"
        label={t.own.links}
        hint={t.own.linksHint}
        optional
        rows={3}
        {...bind(form, "links")}
      />
      <Field
        label={t.fields.address}
        optional
        width="full"
        maxlength={300}
        {...bind(form, "address")}
      />
    </>
  );
}

function Similar({ view: { t, href }, similar }: { view: View; similar: readonly Twin[] }) {
  return (
    <Section title={t.form.similarTitle} lead={t.form.similarLead} small>
      <Rows
        rows={similar.map((twin) => ({
          title: twin.short_name,
          href: href(`/organisations/${twin.id}`),
          meta: [
            twin.name === twin.short_name ? undefined : twin.name,
            twin.inn === null ? undefined : `${t.fields.inn} ${twin.inn}`,
            twin.active ? undefined : t.closed,
          ],
        }))}
      />
    </Section>
  );
}

/** What a keeper says of the card without changing it. */
function Deeds({
  view: { t, href },
  existing,
}: {
  view: View;
  existing: { id: string; opened_on: string | null };
}) {
  const path = href(`/admin/organisations/${existing.id}`);
  return (
    <Actions>
      <Form action={`${path}/confirm`} look="actions">
        <Button icon="check">{t.own.confirm}</Button>
      </Form>
      {existing.opened_on !== null && (
        <Form action={`${path}/check-opening`} look="actions">
          <Button icon="check">{t.passport.openingCheck}</Button>
        </Form>
      )}
      <ButtonLink href={`${path}/merge`}>{t.merges.link}</ButtonLink>
    </Actions>
  );
}

/** The document that proves the opening: one file, seen by everybody. */
function Proof({ view: { t, href }, existing }: { view: View; existing: Existing }) {
  const path = `/admin/organisations/${existing.id}/opening`;
  const kept = existing.opened_file !== null;
  return (
    <Card title={t.passport.proof} level={2}>
      {kept && (
        <Actions>
          <a href={href(`/organisations/${existing.id}/opening`)}>{t.passport.proofOpen}</a>
          <Form action={href(path)} look="actions" hidden={{ remove: "yes" }}>
            <Button size="s">{t.passport.proofRemove}</Button>
          </Form>
        </Actions>
      )}
      <Form action={href(path)} files>
        <Field
          kind="file"
          name="file"
          label={kept ? t.passport.proofOther : t.passport.proofFile}
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

function Closing({
  view: { t, href },
  existing,
}: {
  view: View;
  existing: { id: string; active: boolean };
}) {
  const path = href(`/admin/organisations/${existing.id}`);
  return (
    <Card title={existing.active ? t.form.closeTitle : t.form.reopenButton} level={2}>
      <p>{existing.active ? t.form.closeText : t.form.reopenText}</p>
      <Form action={`${path}/${existing.active ? "close" : "reopen"}`} look="actions">
        <Button kind={existing.active ? "danger" : "primary"}>
          {existing.active ? t.form.closeButton : t.form.reopenButton}
        </Button>
      </Form>
    </Card>
  );
}

export type ContactsFormModel = { view: View; form: FormState; name: string; action: string };

/** The part of the card that the organisation's own people keep. */
export function ContactsFormPage({ view, form, name, action }: ContactsFormModel) {
  const { t } = view;
  return (
    <Stack gap="l">
      <Place title={t.form.contactsTitle} lead={name} />
      <FormTrouble form={form} />
      <Form
        action={action}
        look="card"
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
