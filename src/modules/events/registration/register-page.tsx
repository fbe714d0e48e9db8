import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  ChoiceInput,
  Field,
  Form,
  PageHeader,
  Stack,
  fieldProps,
  FormErrorSummary,
  fieldError,
  listProps,
} from "#base/ui/index.ts";
import {
  FormFields,
  type Answers,
  type FieldOptions,
  type FormDefinition,
} from "#modules/forms/index.ts";
import type { EventCard, ProgrammeItem } from "../card/reads.ts";
import { attendanceModesFor, selfRegistrationRoles, type AttendanceMode } from "../event.ts";
import { formatPlace } from "../names.ts";
import { formatHours, formatWhen, type EventsViewContext } from "../view.ts";

export type RegisterView = {
  viewContext: EventsViewContext;
  card: EventCard;
  state: FormState;
  /** Shares by role: then a person says in which one they come. */
  needsRole: boolean;
  action: string;
  /** The event's own questions. */
  questions?: { definition: FormDefinition; answers: Answers; ground: FieldOptions } | undefined;
};

/** A guest registers: name, address, where from, how; then the event's own questions and consent. */
export function RegisterPage(view: RegisterView) {
  const { viewContext, card, state, questions } = view;
  const { t } = viewContext;
  const { day, hours } = formatWhen(viewContext, card.event);
  const full = attendanceModesFor(card.event.format).every((mode) => seatsLeft(card, mode) === 0);
  return (
    <Stack gap="l">
      <PageHeader
        title={card.event.title}
        lead={[`${day}, ${hours}`, formatPlace(card.names, card.event)].filter(Boolean).join(". ")}
      />
      <FormErrorSummary form={state} />
      <Form action={view.action} variant="card" label={t.register.title}>
        <PersonFields {...view} />
        <ParticipationFields {...view} />
        <SectionFields {...view} />
        {questions !== undefined && (
          <FormFields
            definition={questions.definition}
            answers={questions.answers}
            errors={state.errors}
            ground={questions.ground}
          />
        )}
        <Checkbox
          name="consent"
          label={t.register.consent}
          hint={t.register.consentHint}
          checked={state.values.consent === "yes"}
          {...fieldError(state, "consent")}
        />
        <Actions>
          <Button kind="primary">{full ? t.register.waitButton : t.register.button}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

/** Places left on a side; Infinity without a limit. */
function seatsLeft({ event, takenSeats }: EventCard, mode: AttendanceMode): number {
  const limit = mode === "online" ? event.online_capacity : event.capacity;
  return limit === null
    ? Infinity
    : Math.max(0, limit - (mode === "online" ? takenSeats.online : takenSeats.hall));
}

function PersonFields({ viewContext: { t }, state, card }: RegisterView) {
  return (
    <>
      <Field
        label={t.register.surname}
        required
        autocomplete="family-name"
        {...fieldProps(state, "surname")}
      />
      <Field
        label={t.register.givenName}
        autocomplete="given-name"
        {...fieldProps(state, "givenName")}
      />
      <Field
        label={t.register.patronymic}
        optional
        autocomplete="additional-name"
        {...fieldProps(state, "patronymic")}
      />
      <Field
        kind="email"
        label={t.register.email}
        hint={t.register.emailHint}
        autocomplete="email"
        {...fieldProps(state, "email")}
      />
      <Field
        kind="tel"
        label={t.register.phone}
        optional
        autocomplete="tel"
        {...fieldProps(state, "phone")}
      />
      <Field
        kind="select"
        label={t.register.municipality}
        empty={t.register.municipalityEmpty}
        options={card.names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        {...fieldProps(state, "municipalityId")}
      />
      <Field
        label={t.register.organisation}
        optional
        autocomplete="organization"
        {...fieldProps(state, "organisation")}
      />
      <Field label={t.register.position} optional {...fieldProps(state, "position")} />
    </>
  );
}

function ParticipationFields({ viewContext: { t }, state, card, needsRole }: RegisterView) {
  const ways = attendanceModesFor(card.event.format);
  const describeMode = (mode: AttendanceMode) => {
    const left = seatsLeft(card, mode);
    if (left === Infinity) return undefined;
    return left === 0 ? t.register.modeFull : t.register.modeFree(left);
  };
  return (
    <>
      {ways.length > 1 && (
        <ChoiceInput
          kind="radio"
          legend={t.register.mode}
          required
          options={ways.map((mode) => {
            const hint = describeMode(mode);
            return { value: mode, label: t.formats[mode], ...(hint !== undefined && { hint }) };
          })}
          {...fieldProps(state, "mode")}
        />
      )}
      {needsRole && (
        <Field
          kind="select"
          label={t.register.role}
          options={selfRegistrationRoles.map((role) => ({ value: role, label: t.roles[role] }))}
          {...fieldProps(state, "role")}
        />
      )}
    </>
  );
}

/** All sections of a programme that are chosen, wherever they stand in the tree. */
export function selectableSections(sessions: readonly ProgrammeItem[]): ProgrammeItem[] {
  return sessions.flatMap((session) => [
    ...(session.capacity === null ? [] : [session]),
    ...selectableSections(session.children),
  ]);
}

function SectionFields({ viewContext: view, state, card }: RegisterView) {
  return (
    <SectionChoice viewContext={view} state={state} sessions={selectableSections(card.programme)} />
  );
}

/** Checkboxes of the sections with hours and places left. */
export function SectionChoice({
  viewContext: view,
  state,
  sessions,
}: {
  viewContext: EventsViewContext;
  state: FormState;
  sessions: readonly ProgrammeItem[];
}) {
  const { t } = view;
  if (sessions.length === 0) return null;
  return (
    <ChoiceInput
      kind="checkbox"
      legend={t.register.sessions}
      options={sessions.map((session) => {
        const left = (session.capacity ?? 0) - session.taken;
        return {
          value: session.id,
          label: `${formatHours(view, session)}. ${session.title}`,
          hint: left > 0 ? t.card.placesLeft(left) : t.card.placesNone,
        };
      })}
      {...listProps(state, "sessions")}
    />
  );
}
