import type { FormState } from "#base/http/form.ts";
import { attachmentAccept } from "#base/files/attachments.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  Field,
  fieldId,
  Form,
  Grid,
  Heading,
  PlainRows,
  PageHeader,
  Section,
  Stack,
  fieldProps,
  FormErrorSummary,
  fieldError,
} from "#base/ui/index.ts";
import { eventKinds, eventFormats, materialKinds, registrationRoles } from "../event.ts";
import type { EventMaterial } from "../materials/store.ts";
import type { EventNames } from "../names.ts";
import type { SeatQuota } from "../seats/allocation.ts";
import type { Event } from "../store.ts";
import type { EventsViewContext } from "../view.ts";

type SelectOption = { value: string; label: string };

export type EditOptions = {
  names: EventNames;
  organisations: SelectOption[];
  projects: SelectOption[];
  forms: SelectOption[];
  feedbackForms: SelectOption[];
  /** May the writer hold events in the centre's own name? */
  canActForRegion: boolean;
};

export type EventEditView = {
  viewContext: EventsViewContext;
  ground: EditOptions;
  state: FormState;
  action: string;
  href: (path: string) => string;
  /** Absent for a new event. */
  existing?: {
    event: Event;
    quotas: readonly SeatQuota[];
    quota: FormState;
    materials: readonly EventMaterial[];
    material: FormState;
  };
};

/** One form for a new event and for an old one; shares of seats and materials under it. */
export function EditPage(view: EventEditView) {
  const { viewContext, state, action, existing, href } = view;
  const { t } = viewContext;
  const title = existing === undefined ? t.edit.newTitle : t.edit.title;
  const { version, activityId } = state.values;
  return (
    <Stack gap="l">
      <PageHeader title={title} {...(existing !== undefined && { lead: existing.event.title })} />
      <FormErrorSummary form={state} />
      <Form
        action={action}
        variant="card"
        label={title}
        hidden={{
          ...(version !== undefined && { version }),
          ...(activityId !== undefined && { activityId }),
        }}
      >
        <AboutFields {...view} />
        <PlaceFields {...view} />
        <RegistrationFields {...view} />
        <Actions>
          <Button kind="primary">{existing === undefined ? t.edit.create : t.edit.save}</Button>
        </Actions>
      </Form>
      {existing !== undefined && <QuotaSection {...view} existing={existing} />}
      {existing !== undefined && <MaterialsSection {...view} existing={existing} />}
      {existing !== undefined &&
        (existing.event.stage === "draft" || existing.event.stage === "announced") && (
          <div>
            <ButtonLink kind="danger" href={href(`/events/${existing.event.number}/cancel`)}>
              {t.edit.cancelTitle}
            </ButtonLink>
          </div>
        )}
    </Stack>
  );
}

function AboutFields({ viewContext: { t }, state, ground }: EventEditView) {
  return (
    <>
      <Heading level={2} class="h3">
        {t.edit.main}
      </Heading>
      <Field
        label={t.edit.name}
        required
        width="full"
        maxlength={200}
        {...fieldProps(state, "title")}
      />
      <Field
        kind="select"
        label={t.edit.kind}
        required
        empty={t.form.choose}
        options={eventKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        {...fieldProps(state, "kind")}
      />
      <Field
        kind="textarea"
        label={t.edit.summary}
        optional
        rows={3}
        {...fieldProps(state, "summary")}
      />
      <Grid>
        <Field
          kind="datetime-local"
          label={t.edit.startsAt}
          required
          {...fieldProps(state, "startsAt")}
        />
        <Field
          kind="datetime-local"
          label={t.edit.endsAt}
          required
          {...fieldProps(state, "endsAt")}
        />
      </Grid>
      <Grid>
        <Field
          kind="select"
          label={t.edit.organisation}
          empty={t.edit.noOrganisation}
          options={ground.organisations}
          {...fieldProps(state, "organisationId")}
        />
        <Field
          kind="select"
          label={t.edit.project}
          empty={t.edit.noProject}
          options={ground.projects}
          {...fieldProps(state, "projectId")}
        />
      </Grid>
    </>
  );
}

function PlaceFields({ viewContext: { t }, state, ground }: EventEditView) {
  return (
    <>
      <Heading level={2} class="h3">
        {t.edit.place}
      </Heading>
      <Field
        kind="select"
        label={t.edit.format}
        options={eventFormats.map((format) => ({ value: format, label: t.formats[format] }))}
        {...fieldProps(state, "format")}
      />
      <Grid>
        <Field
          kind="select"
          label={t.edit.municipality}
          required
          empty={t.form.choose}
          options={ground.names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
          {...fieldProps(state, "municipalityId")}
        />
        <Field
          kind="select"
          label={t.edit.room}
          empty={t.edit.noRoom}
          options={roomOptions(ground.names, state.values.roomId)}
          {...fieldProps(state, "roomId")}
        />
      </Grid>
      <Field
        label={t.edit.address}
        optional
        width="full"
        maxlength={300}
        {...fieldProps(state, "address")}
      />
      <Field
        kind="url"
        label={t.edit.onlineUrl}
        hint={t.edit.onlineUrlHint}
        optional
        width="full"
        {...fieldProps(state, "onlineUrl")}
      />
    </>
  );
}

/** Rooms that are open, and the one chosen before it was closed. */
export function roomOptions(names: EventNames, chosen: string | undefined): SelectOption[] {
  return names.rooms
    .filter((room) => room.closed_at === null || room.id === chosen)
    .map((room) => ({
      value: room.id,
      label: [names.territory(room.municipality_id), room.name].filter(Boolean).join(", "),
    }));
}

function RegistrationFields({ viewContext: { t }, state, ground }: EventEditView) {
  return (
    <>
      <Heading level={2} class="h3">
        {t.edit.registration}
      </Heading>
      <Grid>
        <Field
          kind="number"
          min={1}
          label={t.edit.capacity}
          hint={t.edit.noLimit}
          width="s"
          {...fieldProps(state, "capacity")}
        />
        <Field
          kind="number"
          min={1}
          label={t.edit.onlineCapacity}
          hint={t.edit.noLimit}
          width="s"
          {...fieldProps(state, "onlineCapacity")}
        />
        <Field
          kind="datetime-local"
          label={t.edit.opens}
          optional
          {...fieldProps(state, "registrationOpensAt")}
        />
        <Field
          kind="datetime-local"
          label={t.edit.closes}
          optional
          {...fieldProps(state, "registrationClosesAt")}
        />
        <Field
          kind="number"
          min={0}
          max={240}
          label={t.edit.confirmHours}
          hint={t.edit.confirmHint}
          width="s"
          {...fieldProps(state, "confirmHours")}
        />
        <Field
          label={t.edit.certificateHours}
          hint={t.edit.certificateHint}
          inputmode="decimal"
          width="s"
          {...fieldProps(state, "certificateHours")}
        />
        <Field
          kind="number"
          min={1}
          label={t.edit.certificateSessions}
          hint={t.edit.certificateLeast}
          width="s"
          {...fieldProps(state, "certificateAfterSessions")}
        />
        <Field
          label={t.edit.certificateTalks}
          hint={t.edit.certificateLeast}
          inputmode="decimal"
          width="s"
          {...fieldProps(state, "certificateAfterHours")}
        />
        <Field
          kind="select"
          label={t.edit.form}
          empty={t.edit.noForm}
          options={ground.forms}
          {...fieldProps(state, "registrationFormId")}
        />
        <Field
          kind="select"
          label={t.edit.feedback}
          empty={t.edit.usualForm}
          options={ground.feedbackForms}
          {...fieldProps(state, "feedbackFormId")}
        />
      </Grid>
      <Checkbox
        name="public"
        label={t.edit.public}
        hint={t.edit.publicHint}
        checked={state.values.public === "yes"}
      />
    </>
  );
}

type ExistingEvent = { existing: NonNullable<EventEditView["existing"]> };

function QuotaSection({
  viewContext: { t },
  ground,
  existing,
  href,
}: EventEditView & ExistingEvent) {
  const { event, quotas, quota } = existing;
  const action = href(`/events/${event.number}/quotas`);
  const named = (one: SeatQuota) =>
    one.by === "role"
      ? (t.roles[one.value as keyof typeof t.roles] ?? "")
      : one.value === null
        ? t.edit.eachMunicipality
        : ground.names.territory(one.value);
  return (
    <Section title={t.edit.quotas} lead={t.edit.quotasLead} gap="m">
      <FormErrorSummary form={quota} />
      {quotas.length === 0 ? (
        <p class="muted">{t.edit.quotaNone}</p>
      ) : (
        <PlainRows>
          {quotas.map((one) => (
            <Form
              action={action}
              variant="actions"
              hidden={{ whom: `${one.by}:${one.value ?? ""}` }}
            >
              <span>
                {named(one)}: <b class="num">{one.seats}</b>
              </span>
              <Button size="s" kind="quiet">
                {t.edit.quotaRemove}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <Form action={action} variant="card" label={t.edit.quotas}>
        <Grid>
          <Field
            kind="select"
            label={t.edit.quotaBy}
            empty={t.form.choose}
            options={[
              { value: "municipality:", label: t.edit.eachMunicipality },
              ...ground.names.municipalities.map(({ id, name }) => ({
                value: `municipality:${id}`,
                label: name,
              })),
              ...registrationRoles.map((role) => ({ value: `role:${role}`, label: t.roles[role] })),
            ]}
            {...fieldProps(quota, "whom")}
          />
          <Field
            kind="number"
            min={0}
            label={t.edit.quotaSeats}
            width="s"
            required
            {...fieldProps(quota, "seats")}
          />
        </Grid>
        <Actions>
          <Button>{t.edit.quotaAdd}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function MaterialsSection({ viewContext: { t }, existing, href }: EventEditView & ExistingEvent) {
  const { event, materials, material: form } = existing;
  const path = `/events/${event.number}/materials`;
  // The event's own title and kind stand on the same page: links to what is wrong need ids of their own.
  return (
    <Section title={t.edit.materialsTitle} gap="m" id="materials">
      {materials.length > 0 && (
        <PlainRows>
          {materials.map((material) => (
            <Form action={href(`${path}/${material.id}/remove`)} variant="actions">
              <span>
                {material.title} <span class="small muted">{t.materialKinds[material.kind]}</span>
              </span>
              <Button size="s" kind="quiet">
                {t.edit.materialRemove}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <FormErrorSummary form={form} controlName={(field) => `material-${field}`} />
      <Form action={href(path)} variant="card" label={t.edit.materialsTitle} files>
        <Field
          {...fieldProps(form, "title")}
          id={fieldId("material-title")}
          label={t.edit.materialTitle}
          required
          width="full"
          maxlength={200}
        />
        <Grid>
          <Field
            kind="select"
            {...fieldProps(form, "kind")}
            id={fieldId("material-kind")}
            label={t.edit.materialKind}
            options={materialKinds.map((kind) => ({ value: kind, label: t.materialKinds[kind] }))}
          />
          <Field
            {...fieldProps(form, "url")}
            kind="url"
            id={fieldId("material-url")}
            label={t.edit.materialUrl}
            optional
          />
          <Field
            kind="file"
            name="file"
            id={fieldId("material-file")}
            label={t.edit.materialFile}
            hint={t.edit.materialFileHint}
            optional
            {...fieldError(form, "file")}
            accept={attachmentAccept}
          />
        </Grid>
        <Checkbox id="material-public" name="public" label={t.edit.materialPublic} checked />
        <Actions>
          <Button>{t.edit.materialAdd}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

export function CancelPage({
  viewContext: view,
  event,
  people,
  state,
  action,
}: {
  viewContext: EventsViewContext;
  event: Event;
  people: number;
  state: FormState;
  action: string;
}) {
  const { t } = view;
  const { version } = state.values;
  return (
    <Stack gap="l">
      <PageHeader title={t.edit.cancelTitle} lead={event.title} />
      <FormErrorSummary form={state} />
      <Form
        action={action}
        variant="card"
        label={t.edit.cancelTitle}
        {...(version !== undefined && { hidden: { version } })}
      >
        <Field
          kind="textarea"
          rows={3}
          label={t.edit.cancelReason}
          hint={t.edit.cancelHint(people)}
          required
          {...fieldProps(state, "reason")}
        />
        <Actions>
          <Button kind="danger">{t.edit.cancelButton}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
