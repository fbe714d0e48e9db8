import {
  FormatField,
  MunicipalityField,
  OrganisationField,
  RoomField,
  seatsControl,
} from "./event-fields.tsx";
import { MaterialsSection } from "../materials/section.tsx";
import { QuotaSection } from "./quota-section.tsx";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  Field,
  Form,
  Grid,
  Heading,
  PageHeader,
  Stack,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { eventKinds } from "../event.ts";
import type { EventMaterial } from "../materials/store.ts";
import { type EventNames } from "../names.ts";
import type { SeatQuota } from "../seats/allocation.ts";
import type { Event } from "../store.ts";
import { labelledFields, type EventsViewContext } from "../view.ts";

type SelectOption = { value: string; label: string };

export type EditOptions = {
  names: EventNames;
  organisations: SelectOption[];
  projects: SelectOption[];
  forms: SelectOption[];
  feedbackForms: SelectOption[];
  /** Whether the user may hold events in the name of the resource centre. */
  canActForRegion: boolean;
};

export type EventEditView = {
  viewContext: EventsViewContext;
  options: EditOptions;
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

/** Form of a new or an existing event; an existing one also has quotas and materials. */
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
      {existing !== undefined && (
        <QuotaSection
          viewContext={viewContext}
          event={existing.event}
          names={view.options.names}
          quotas={existing.quotas}
          form={existing.quota}
          href={href}
        />
      )}
      {existing !== undefined && (
        <MaterialsSection
          viewContext={viewContext}
          event={existing.event}
          materials={existing.materials}
          form={existing.material}
          href={href}
        />
      )}
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

function AboutFields({ viewContext, state, options }: EventEditView) {
  const { t } = viewContext;
  const field = labelledFields(state);
  return (
    <>
      <Heading level={2} class="h3">
        {t.edit.main}
      </Heading>
      <Field {...field("title", t.edit.name)} required width="full" maxlength={200} />
      <Field
        {...field("kind", t.edit.kind)}
        kind="select"
        required
        empty={t.form.choose}
        options={eventKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
      />
      <Field {...field("summary", t.edit.summary)} kind="textarea" optional rows={3} />
      <Grid>
        <Field {...field("startsAt", t.edit.startsAt)} kind="datetime-local" required />
        <Field {...field("endsAt", t.edit.endsAt)} kind="datetime-local" required />
      </Grid>
      <Grid>
        <OrganisationField
          viewContext={viewContext}
          state={state}
          organisations={options.organisations}
        />
        <Field
          {...field("projectId", t.edit.project)}
          kind="select"
          empty={t.edit.noProject}
          options={options.projects}
        />
      </Grid>
    </>
  );
}

function PlaceFields({ viewContext, state, options }: EventEditView) {
  const { t } = viewContext;
  const field = labelledFields(state);
  return (
    <>
      <Heading level={2} class="h3">
        {t.edit.place}
      </Heading>
      <FormatField viewContext={viewContext} state={state} />
      <Grid>
        <MunicipalityField viewContext={viewContext} state={state} names={options.names} />
        <RoomField viewContext={viewContext} state={state} names={options.names} />
      </Grid>
      <Field {...field("address", t.edit.address)} optional width="full" maxlength={300} />
      <Field
        {...field("onlineUrl", t.edit.onlineUrl)}
        kind="url"
        hint={t.edit.onlineUrlHint}
        optional
        width="full"
      />
    </>
  );
}

function RegistrationFields({ viewContext: { t }, state, options }: EventEditView) {
  const field = labelledFields(state);
  return (
    <>
      <Heading level={2} class="h3">
        {t.edit.registration}
      </Heading>
      <Grid>
        <Field {...field("capacity", t.edit.capacity)} {...seatsControl} hint={t.edit.noLimit} />
        <Field
          {...field("onlineCapacity", t.edit.onlineCapacity)}
          {...seatsControl}
          hint={t.edit.noLimit}
        />
        <Field {...field("registrationOpensAt", t.edit.opens)} kind="datetime-local" optional />
        <Field {...field("registrationClosesAt", t.edit.closes)} kind="datetime-local" optional />
        <Field
          {...field("confirmHours", t.edit.confirmHours)}
          kind="number"
          min={0}
          max={240}
          hint={t.edit.confirmHint}
          width="s"
        />
        <Field
          {...field("certificateHours", t.edit.certificateHours)}
          hint={t.edit.certificateHint}
          inputmode="decimal"
          width="s"
        />
        <Field
          {...field("certificateAfterSessions", t.edit.certificateSessions)}
          kind="number"
          min={1}
          hint={t.edit.certificateLeast}
          width="s"
        />
        <Field
          {...field("certificateAfterHours", t.edit.certificateTalks)}
          hint={t.edit.certificateLeast}
          inputmode="decimal"
          width="s"
        />
        <Field
          {...field("registrationFormId", t.edit.form)}
          kind="select"
          empty={t.edit.noForm}
          options={options.forms}
        />
        <Field
          {...field("feedbackFormId", t.edit.feedback)}
          kind="select"
          empty={t.edit.usualForm}
          options={options.feedbackForms}
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
