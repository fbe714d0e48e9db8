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
import { municipalityOptions, formatPlace } from "../names.ts";
import { labelledFields, formatHours, formatWhen, type EventsViewContext } from "../view.ts";

export type RegisterView = {
  viewContext: EventsViewContext;
  card: EventCard;
  state: FormState;
  /** Whether there are quotas by role, so that the person has to choose one. */
  needsRole: boolean;
  action: string;
  /** The event's own questions. */
  questions?: { definition: FormDefinition; answers: Answers; options: FieldOptions } | undefined;
};

/** Public form of registration: name, contacts, mode, the event's own questions, consent. */
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
            ground={questions.options}
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

/** Returns the places left in a mode; Infinity without a limit. */
function seatsLeft({ event, takenSeats }: EventCard, mode: AttendanceMode): number {
  const limit = mode === "online" ? event.online_capacity : event.capacity;
  return limit === null
    ? Infinity
    : Math.max(0, limit - (mode === "online" ? takenSeats.online : takenSeats.hall));
}

function PersonFields({ viewContext: { t }, state, card }: RegisterView) {
  const field = labelledFields(state);
  return (
    <>
      <Field {...field("surname", t.register.surname)} required autocomplete="family-name" />
      <Field {...field("givenName", t.register.givenName)} autocomplete="given-name" />
      <Field
        {...field("patronymic", t.register.patronymic)}
        optional
        autocomplete="additional-name"
      />
      <Field
        {...field("email", t.register.email)}
        kind="email"
        hint={t.register.emailHint}
        autocomplete="email"
      />
      <Field {...field("phone", t.register.phone)} kind="tel" optional autocomplete="tel" />
      <Field
        {...field("municipalityId", t.register.municipality)}
        kind="select"
        empty={t.register.municipalityEmpty}
        options={municipalityOptions(card.names)}
      />
      <Field
        {...field("organisation", t.register.organisation)}
        optional
        autocomplete="organization"
      />
      <Field {...field("position", t.register.position)} optional />
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
  const field = labelledFields(state);
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
          {...field("role", t.register.role)}
          kind="select"
          options={selfRegistrationRoles.map((role) => ({ value: role, label: t.roles[role] }))}
        />
      )}
    </>
  );
}

/** Returns all sections of a programme that can be chosen, at any depth. */
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

/** Checkboxes of sections with times and places left. */
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
