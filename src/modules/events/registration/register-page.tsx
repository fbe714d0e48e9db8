import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Check,
  Choice,
  Field,
  Form,
  Place,
  Stack,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import {
  FormFields,
  type Answers,
  type FieldGround,
  type FormDefinition,
} from "#modules/forms/index.ts";
import type { EventCard, ShownSession } from "../card/reads.ts";
import { modesOf, openRoles, type Mode } from "../event.ts";
import { placeText } from "../names.ts";
import { sayHours, sayWhen, type Reader } from "../view.ts";
import { bindList } from "./checkbox-list.tsx";

export type RegisterView = {
  reader: Reader;
  card: EventCard;
  state: FormState;
  /** Shares by role: then a person says in which one they come. */
  asksRole: boolean;
  action: string;
  /** The event's own questions. */
  questions?: { definition: FormDefinition; answers: Answers; ground: FieldGround } | undefined;
};

/** A guest registers: name, address, where from, how; then the event's own questions and consent. */
export function RegisterPage(view: RegisterView) {
  const { reader, card, state, questions } = view;
  const { t } = reader;
  const { day, hours } = sayWhen(reader, card.event);
  const full = modesOf(card.event.format).every((mode) => leftOf(card, mode) === 0);
  return (
    <Stack gap="l">
      <Place
        title={card.event.title}
        lead={[`${day}, ${hours}`, placeText(card.names, card.event)].filter(Boolean).join(". ")}
      />
      <FormTrouble form={state} />
      <Form action={view.action} look="card" label={t.register.title}>
        <Person {...view} />
        <Ways {...view} />
        <Sections {...view} />
        {questions !== undefined && (
          <FormFields
            definition={questions.definition}
            answers={questions.answers}
            errors={state.errors}
            ground={questions.ground}
          />
        )}
        <Check
          name="consent"
          label={t.register.consent}
          hint={t.register.consentHint}
          checked={state.values.consent === "yes"}
          {...(state.errors.consent !== undefined && { error: state.errors.consent })}
        />
        <Actions>
          <Button kind="primary">{full ? t.register.waitButton : t.register.button}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

/** Places left on a side; Infinity without a limit. */
function leftOf({ event, taken }: EventCard, mode: Mode): number {
  const limit = mode === "online" ? event.online_capacity : event.capacity;
  return limit === null
    ? Infinity
    : Math.max(0, limit - (mode === "online" ? taken.online : taken.hall));
}

function Person({ reader: { t }, state, card }: RegisterView) {
  return (
    <>
      <Field
        label={t.register.surname}
        required
        autocomplete="family-name"
        {...bind(state, "surname")}
      />
      <Field label={t.register.givenName} autocomplete="given-name" {...bind(state, "givenName")} />
      <Field
        label={t.register.patronymic}
        optional
        autocomplete="additional-name"
        {...bind(state, "patronymic")}
      />
      <Field
        kind="email"
        label={t.register.email}
        hint={t.register.emailHint}
        autocomplete="email"
        {...bind(state, "email")}
      />
      <Field
        kind="tel"
        label={t.register.phone}
        optional
        autocomplete="tel"
        {...bind(state, "phone")}
      />
      <Field
        kind="select"
        label={t.register.municipality}
        empty={t.register.municipalityEmpty}
        options={card.names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        {...bind(state, "municipalityId")}
      />
      <Field
        label={t.register.organisation}
        optional
        autocomplete="organization"
        {...bind(state, "organisation")}
      />
      <Field label={t.register.position} optional {...bind(state, "position")} />
    </>
  );
}

function Ways({ reader: { t }, state, card, asksRole }: RegisterView) {
  const ways = modesOf(card.event.format);
  const said = (mode: Mode) => {
    const left = leftOf(card, mode);
    if (left === Infinity) return undefined;
    return left === 0 ? t.register.modeFull : t.register.modeFree(left);
  };
  return (
    <>
      {ways.length > 1 && (
        <Choice
          kind="radio"
          legend={t.register.mode}
          required
          options={ways.map((mode) => {
            const hint = said(mode);
            return { value: mode, label: t.formats[mode], ...(hint !== undefined && { hint }) };
          })}
          {...bind(state, "mode")}
        />
      )}
      {asksRole && (
        <Field
          kind="select"
          label={t.register.role}
          options={openRoles.map((role) => ({ value: role, label: t.roles[role] }))}
          {...bind(state, "role")}
        />
      )}
    </>
  );
}

/** All sections of a programme that are chosen, wherever they stand in the tree. */
export function chosenSections(sessions: readonly ShownSession[]): ShownSession[] {
  return sessions.flatMap((session) => [
    ...(session.capacity === null ? [] : [session]),
    ...chosenSections(session.children),
  ]);
}

function Sections({ reader, state, card }: RegisterView) {
  return <SectionChoice reader={reader} state={state} sessions={chosenSections(card.programme)} />;
}

/** Checkboxes of the sections with hours and places left. */
export function SectionChoice({
  reader,
  state,
  sessions,
}: {
  reader: Reader;
  state: FormState;
  sessions: readonly ShownSession[];
}) {
  const { t } = reader;
  if (sessions.length === 0) return null;
  return (
    <Choice
      kind="checkbox"
      legend={t.register.sessions}
      options={sessions.map((session) => {
        const left = (session.capacity ?? 0) - session.taken;
        return {
          value: session.id,
          label: `${sayHours(reader, session)}. ${session.title}`,
          hint: left > 0 ? t.card.placesLeft(left) : t.card.placesNone,
        };
      })}
      {...bindList(state, "sessions")}
    />
  );
}
