import type { FormState } from "#base/http/form.ts";
import { attachmentAccept } from "#base/files/attachments.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Check,
  Field,
  fieldId,
  Form,
  Grid,
  Heading,
  PlainRows,
  Place,
  Section,
  Stack,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import { eventKinds, formats, materialKinds, registrationRoles } from "../event.ts";
import type { Material } from "../materials/store.ts";
import type { Names } from "../names.ts";
import type { Quota } from "../seats/allocation.ts";
import type { Event } from "../store.ts";
import type { Reader } from "../view.ts";

type Option = { value: string; label: string };

export type EditGround = {
  names: Names;
  organisations: Option[];
  projects: Option[];
  forms: Option[];
  feedbacks: Option[];
  /** May the writer hold events in the centre's own name? */
  wholeRegion: boolean;
};

export type EditView = {
  reader: Reader;
  ground: EditGround;
  state: FormState;
  action: string;
  href: (path: string) => string;
  /** Absent for a new event. */
  existing?: {
    event: Event;
    quotas: readonly Quota[];
    quota: FormState;
    materials: readonly Material[];
    material: FormState;
  };
};

/** One form for a new event and for an old one; shares of seats and materials under it. */
export function EditPage(view: EditView) {
  const { reader, state, action, existing, href } = view;
  const { t } = reader;
  const title = existing === undefined ? t.edit.newTitle : t.edit.title;
  const { version, activityId } = state.values;
  return (
    <Stack gap="l">
      <Place title={title} {...(existing !== undefined && { lead: existing.event.title })} />
      <FormTrouble form={state} />
      <Form
        action={action}
        look="card"
        label={title}
        hidden={{
          ...(version !== undefined && { version }),
          ...(activityId !== undefined && { activityId }),
        }}
      >
        <What {...view} />
        <Where {...view} />
        <Registration {...view} />
        <Actions>
          <Button kind="primary">{existing === undefined ? t.edit.create : t.edit.save}</Button>
        </Actions>
      </Form>
      {existing !== undefined && <Quotas {...view} existing={existing} />}
      {existing !== undefined && <Materials {...view} existing={existing} />}
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

function What({ reader: { t }, state, ground }: EditView) {
  return (
    <>
      <Heading level={2} class="h3">
        {t.edit.main}
      </Heading>
      <Field label={t.edit.name} required width="full" maxlength={200} {...bind(state, "title")} />
      <Field
        kind="select"
        label={t.edit.kind}
        required
        empty={t.form.choose}
        options={eventKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        {...bind(state, "kind")}
      />
      <Field kind="textarea" label={t.edit.summary} optional rows={3} {...bind(state, "summary")} />
      <Grid>
        <Field
          kind="datetime-local"
          label={t.edit.startsAt}
          required
          {...bind(state, "startsAt")}
        />
        <Field kind="datetime-local" label={t.edit.endsAt} required {...bind(state, "endsAt")} />
      </Grid>
      <Grid>
        <Field
          kind="select"
          label={t.edit.organisation}
          empty={t.edit.noOrganisation}
          options={ground.organisations}
          {...bind(state, "organisationId")}
        />
        <Field
          kind="select"
          label={t.edit.project}
          empty={t.edit.noProject}
          options={ground.projects}
          {...bind(state, "projectId")}
        />
      </Grid>
    </>
  );
}

function Where({ reader: { t }, state, ground }: EditView) {
  return (
    <>
      <Heading level={2} class="h3">
        {t.edit.place}
      </Heading>
      <Field
        kind="select"
        label={t.edit.format}
        options={formats.map((format) => ({ value: format, label: t.formats[format] }))}
        {...bind(state, "format")}
      />
      <Grid>
        <Field
          kind="select"
          label={t.edit.municipality}
          required
          empty={t.form.choose}
          options={ground.names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
          {...bind(state, "municipalityId")}
        />
        <Field
          kind="select"
          label={t.edit.room}
          empty={t.edit.noRoom}
          options={roomOptions(ground.names, state.values.roomId)}
          {...bind(state, "roomId")}
        />
      </Grid>
      <Field
        label={t.edit.address}
        optional
        width="full"
        maxlength={300}
        {...bind(state, "address")}
      />
      <Field
        kind="url"
        label={t.edit.onlineUrl}
        hint={t.edit.onlineUrlHint}
        optional
        width="full"
        {...bind(state, "onlineUrl")}
      />
    </>
  );
}

/** Rooms that are open, and the one chosen before it was closed. */
export function roomOptions(names: Names, chosen: string | undefined): Option[] {
  return names.rooms
    .filter((room) => room.closed_at === null || room.id === chosen)
    .map((room) => ({
      value: room.id,
      label: [names.territory(room.municipality_id), room.name].filter(Boolean).join(", "),
    }));
}

function Registration({ reader: { t }, state, ground }: EditView) {
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
          {...bind(state, "capacity")}
        />
        <Field
          kind="number"
          min={1}
          label={t.edit.onlineCapacity}
          hint={t.edit.noLimit}
          width="s"
          {...bind(state, "onlineCapacity")}
        />
        <Field
          kind="datetime-local"
          label={t.edit.opens}
          optional
          {...bind(state, "registrationOpensAt")}
        />
        <Field
          kind="datetime-local"
          label={t.edit.closes}
          optional
          {...bind(state, "registrationClosesAt")}
        />
        <Field
          kind="number"
          min={0}
          max={240}
          label={t.edit.confirmHours}
          hint={t.edit.confirmHint}
          width="s"
          {...bind(state, "confirmHours")}
        />
        <Field
          label={t.edit.certificateHours}
          hint={t.edit.certificateHint}
          inputmode="decimal"
          width="s"
          {...bind(state, "certificateHours")}
        />
        <Field
          kind="number"
          min={1}
          label={t.edit.certificateSessions}
          hint={t.edit.certificateLeast}
          width="s"
          {...bind(state, "certificateAfterSessions")}
        />
        <Field
          label={t.edit.certificateTalks}
          hint={t.edit.certificateLeast}
          inputmode="decimal"
          width="s"
          {...bind(state, "certificateAfterHours")}
        />
        <Field
          kind="select"
          label={t.edit.form}
          empty={t.edit.noForm}
          options={ground.forms}
          {...bind(state, "registrationFormId")}
        />
        <Field
          kind="select"
          label={t.edit.feedback}
          empty={t.edit.usualForm}
          options={ground.feedbacks}
          {...bind(state, "feedbackFormId")}
        />
      </Grid>
      <Check
        name="public"
        label={t.edit.public}
        hint={t.edit.publicHint}
        checked={state.values.public === "yes"}
      />
    </>
  );
}

type Existing = { existing: NonNullable<EditView["existing"]> };

function Quotas({ reader: { t }, ground, existing, href }: EditView & Existing) {
  const { event, quotas, quota } = existing;
  const action = href(`/events/${event.number}/quotas`);
  const named = (one: Quota) =>
    one.by === "role"
      ? (t.roles[one.value as keyof typeof t.roles] ?? "")
      : one.value === null
        ? t.edit.eachMunicipality
        : ground.names.territory(one.value);
  return (
    <Section title={t.edit.quotas} lead={t.edit.quotasLead} gap="m">
      <FormTrouble form={quota} />
      {quotas.length === 0 ? (
        <p class="muted">{t.edit.quotaNone}</p>
      ) : (
        <PlainRows>
          {quotas.map((one) => (
            <Form action={action} look="actions" hidden={{ whom: `${one.by}:${one.value ?? ""}` }}>
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
      <Form action={action} look="card" label={t.edit.quotas}>
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
            {...bind(quota, "whom")}
          />
          <Field
            kind="number"
            min={0}
            label={t.edit.quotaSeats}
            width="s"
            required
            {...bind(quota, "seats")}
          />
        </Grid>
        <Actions>
          <Button>{t.edit.quotaAdd}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Materials({ reader: { t }, existing, href }: EditView & Existing) {
  const { event, materials, material: form } = existing;
  const path = `/events/${event.number}/materials`;
  // The event's own title and kind stand on the same page: links to what is wrong need ids of their own.
  const errors = Object.entries(form.errors).map(([name, text]) => [`material-${name}`, text]);
  return (
    <Section title={t.edit.materialsTitle} gap="m" id="materials">
      {materials.length > 0 && (
        <PlainRows>
          {materials.map((material) => (
            <Form action={href(`${path}/${material.id}/remove`)} look="actions">
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
      <FormTrouble form={{ ...form, errors: Object.fromEntries(errors) }} />
      <Form action={href(path)} look="card" label={t.edit.materialsTitle} files>
        <Field
          {...bind(form, "title")}
          id={fieldId("material-title")}
          label={t.edit.materialTitle}
          required
          width="full"
          maxlength={200}
        />
        <Grid>
          <Field
            kind="select"
            {...bind(form, "kind")}
            id={fieldId("material-kind")}
            label={t.edit.materialKind}
            options={materialKinds.map((kind) => ({ value: kind, label: t.materialKinds[kind] }))}
          />
          <Field
            {...bind(form, "url")}
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
            {...(form.errors.file !== undefined && { error: form.errors.file })}
            accept={attachmentAccept}
          />
        </Grid>
        <Check id="material-public" name="public" label={t.edit.materialPublic} checked />
        <Actions>
          <Button>{t.edit.materialAdd}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

export function CancelPage({
  reader,
  event,
  people,
  state,
  action,
}: {
  reader: Reader;
  event: Event;
  people: number;
  state: FormState;
  action: string;
}) {
  const { t } = reader;
  const { version } = state.values;
  return (
    <Stack gap="l">
      <Place title={t.edit.cancelTitle} lead={event.title} />
      <FormTrouble form={state} />
      <Form
        action={action}
        look="card"
        label={t.edit.cancelTitle}
        {...(version !== undefined && { hidden: { version } })}
      >
        <Field
          kind="textarea"
          rows={3}
          label={t.edit.cancelReason}
          hint={t.edit.cancelHint(people)}
          required
          {...bind(state, "reason")}
        />
        <Actions>
          <Button kind="danger">{t.edit.cancelButton}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
