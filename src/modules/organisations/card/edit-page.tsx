import { attachmentAccept } from "#base/files/attachments.ts";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  Checkbox,
  ChoiceInput,
  fieldProps,
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
import { descriptionLimit } from "./fields.ts";
import { activityAreas, legalForms } from "../catalogues/codes.ts";
import { organisationKinds } from "../organisation.ts";
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

function IdentityFields({ view: { t }, form, places, settlements }: OrganisationFormModel) {
  return (
    <>
      <Field
        kind="select"
        label={t.fields.kind}
        empty={t.form.choose}
        required
        options={organisationKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        {...fieldProps(form, "kind")}
      />
      <Field
        label={t.fields.name}
        hint={t.form.nameHint}
        required
        width="full"
        maxlength={500}
        {...fieldProps(form, "name")}
      />
      <Field
        label={t.fields.shortName}
        hint={t.form.shortNameHint}
        required
        maxlength={160}
        {...fieldProps(form, "shortName")}
      />
      <Field
        label={t.fields.inn}
        hint={t.form.innHint}
        optional
        inputmode="numeric"
        width="s"
        {...fieldProps(form, "inn")}
      />
      <Field
        label={t.fields.ogrn}
        hint={t.form.ogrnHint}
        optional
        inputmode="numeric"
        width="s"
        {...fieldProps(form, "ogrn")}
      />
      <Field
        kind="select"
        label={t.passport.legalForm}
        empty={t.passport.anyForm}
        options={legalForms.map((code) => ({ value: code, label: t.legalForms[code] }))}
        {...fieldProps(form, "legalForm")}
      />
      <Field
        kind="select"
        label={t.fields.territory}
        empty={t.wholeRegion}
        options={places.all.map(({ id, name }) => ({ value: id, label: name }))}
        {...fieldProps(form, "territoryId")}
      />
      {settlements.length > 0 && (
        <Field
          kind="select"
          label={t.passport.settlement}
          empty={t.passport.noSettlement}
          options={settlements.map(({ id, name }) => ({ value: id, label: name }))}
          {...fieldProps(form, "settlementId")}
        />
      )}
      <Field
        label={t.passport.lat}
        hint={t.passport.pointHint}
        optional
        inputmode="decimal"
        width="s"
        {...fieldProps(form, "lat")}
      />
      <Field
        label={t.passport.lon}
        optional
        inputmode="decimal"
        width="s"
        {...fieldProps(form, "lon")}
      />
    </>
  );
}

/** What it does, in words and by the catalogue. */
export function ProfileFields({ view: { t }, form }: { view: OrganisationsView; form: FormState }) {
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
        {...fieldProps(form, "description")}
      />
      <ChoiceInput
        kind="checkbox"
        name="directions[]"
        legend={t.own.directions}
        options={activityAreas.map((code) => ({ value: code, label: t.directions[code] }))}
        value={form.lists.directions ?? []}
        {...(error !== undefined && { error })}
      />
    </>
  );
}

function OpeningFields({ view: { t }, form }: { view: OrganisationsView; form: FormState }) {
  return (
    <>
      <Field kind="date" label={t.passport.openedOn} optional {...fieldProps(form, "openedOn")} />
      <Field
        label={t.passport.openedUnder}
        hint={t.passport.openedUnderHint}
        optional
        {...fieldProps(form, "project")}
      />
      <Field
        label={t.passport.openedLink}
        hint={t.passport.openedLinkHint}
        optional
        inputmode="url"
        {...fieldProps(form, "openedLink")}
      />
    </>
  );
}

export function ContactFields({ view: { t }, form }: { view: OrganisationsView; form: FormState }) {
  return (
    <>
      <Field kind="email" label={t.fields.email} optional {...fieldProps(form, "email")} />
      <Field
        kind="tel"
        label={t.fields.phone}
        optional
        maxlength={100}
        {...fieldProps(form, "phone")}
      />
      <Field
        label={t.fields.site}
        hint={t.form.siteHint}
        optional
        inputmode="url"
        {...fieldProps(form, "site")}
      />
      <Field
        kind="textarea"
        label={t.own.links}
        hint={t.own.linksHint}
        optional
        rows={3}
        {...fieldProps(form, "links")}
      />
      <Field
        label={t.fields.address}
        optional
        width="full"
        maxlength={300}
        {...fieldProps(form, "address")}
      />
    </>
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

/** The document that proves the opening: one file, seen by everybody. */
function OpeningEvidenceForm({
  view: { t, href },
  existing,
}: {
  view: OrganisationsView;
  existing: ExistingCard;
}) {
  const path = `/admin/organisations/${existing.id}/opening`;
  const kept = existing.opened_file !== null;
  return (
    <Card title={t.passport.proof} level={2}>
      {kept && (
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

/** The part of the card that the organisation's own people keep. */
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
