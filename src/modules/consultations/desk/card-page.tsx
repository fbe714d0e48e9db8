import { labelOf } from "#base/messages.ts";
import type { ComponentChildren } from "preact";
import type { FormState } from "#base/http/form.ts";
import type { Fact } from "#base/journal.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Clock,
  DescriptionList,
  Field,
  Form,
  Pane,
  Section,
  Stack,
  Status,
  Timeline,
  FramedPanes,
  WithSidebar,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { consultationOutcomes, recordLines, type TransitionName } from "../consultation.ts";
import type { ConsultationSlot } from "../slots/store.ts";
import type { Consultation } from "../store.ts";
import { stageKinds, formatWait, type ConsultationViewContext } from "../view.ts";

export type CardPageProps = {
  view: ConsultationViewContext;
  consultation: Consultation;
  form: FormState;
  /** Moves that both the stage and the policy allow. */
  moves: readonly TransitionName[];
  names: {
    contact: string;
    reach: string;
    place: string;
    consultant: string | undefined;
    people: readonly string[];
    about: { name: string; href: string } | undefined;
    outgrown: { name: string; href: string } | undefined;
    programme: { name: string; href: string } | undefined;
  };
  series: { title: string; asked: number; planned: number } | undefined;
  slots: readonly ConsultationSlot[];
  facts: readonly Fact[];
  /** May the reader begin a project from it, and has none grown yet? */
  canLinkProject: boolean;
};

/** A request and its record; on the lit pane, the one thing to do now. */
export function CardPage(model: CardPageProps) {
  const { view, consultation, form, moves } = model;
  const { t } = view;
  const [first, ...rest] = moves;
  return (
    <Stack gap="l">
      <FormErrorSummary form={form} />
      <FramedPanes>
        <Pane title={`${t.topics[consultation.topic]}: ${model.names.contact}`} level={1}>
          <Status kind={stageKinds[consultation.stage]}>{t.stages[consultation.stage]}</Status>
          <p>{consultation.question}</p>
        </Pane>
        <Pane lit title={t.card.next} level={2}>
          <NextStep model={model} first={first} />
        </Pane>
      </FramedPanes>
      <WithSidebar
        label={t.card.history}
        aside={<CardSidebar {...model} rest={rest} />}
        main={<CardBody {...model} />}
      />
    </Stack>
  );
}

function NextStep({ model, first }: { model: CardPageProps; first: TransitionName | undefined }) {
  const { view, consultation } = model;
  const { t } = view;
  if (first === undefined) {
    return consultation.stage === "closed" ? (
      <LinkProjectSection {...model} />
    ) : (
      <p>{t.card.noNext}</p>
    );
  }
  const wait = formatWait(view, consultation);
  const talked = consultation.stage === "given";
  return (
    <Stack gap="m">
      {(wait.late || !talked) && <Clock state={wait.late ? "late" : "calm"}>{wait.text}</Clock>}
      {first === "give" ? (
        <>
          <p>{t.card.giveText}</p>
          <Actions>
            <ButtonLink kind="primary" href="#give">
              {t.card.give}
            </ButtonLink>
          </Actions>
        </>
      ) : (
        <TransitionForm model={model} move={first} />
      )}
      {talked && <LinkProjectSection {...model} />}
      {consultation.stage === "booked" && (
        <p class="small">
          <a href={view.href(`/consultations/${consultation.number}.ics`)}>{t.card.calendar}</a>
        </p>
      )}
    </Stack>
  );
}

/** The way from the advice to a project, until one has grown from it. */
function LinkProjectSection({ view: { t, href }, consultation, canLinkProject }: CardPageProps) {
  if (!canLinkProject) return consultation.stage === "closed" ? <p>{t.card.noNext}</p> : null;
  return (
    <ButtonLink href={href(`/projects/new?consultation=${consultation.number}`)}>
      {t.card.newProject}
    </ButtonLink>
  );
}

function CardBody(model: CardPageProps) {
  const { view, consultation, names, series, moves } = model;
  const { t } = view;
  const recorded = recordLines.flatMap((line) => {
    const value = consultation[`record_${line}`];
    return value === null ? [] : [{ name: t.line[line], value }];
  });
  return (
    <Stack gap="l">
      {recorded.length > 0 && (
        <Section title={t.card.record} id="record">
          <DescriptionList items={recorded} />
        </Section>
      )}
      {moves[0] === "give" && (
        <Section title={t.card.give} id="give">
          <TransitionForm model={model} move="give" />
        </Section>
      )}
      <Section title={t.card.who}>
        <DescriptionList items={cardDetails(view, { consultation, names, series })} side />
      </Section>
    </Stack>
  );
}

function cardDetails(
  view: ConsultationViewContext,
  { consultation, names, series }: Pick<CardPageProps, "consultation" | "names" | "series">,
) {
  const { t } = view;
  const link = (to: { name: string; href: string }) => <a href={to.href}>{to.name}</a>;
  const { starts_at: starts, place, missed_count: missed, outcome } = consultation;
  const rows: [string, ComponentChildren | undefined][] = [
    [t.card.who, `${names.contact}${names.reach === "" ? "" : `, ${names.reach}`}`],
    [t.card.people, names.people.length === 0 ? undefined : names.people.join(", ")],
    [t.card.place, names.place],
    [t.card.mode, t.modes[consultation.mode]],
    [t.card.asked, view.formatMoment(consultation.asked_at)],
    [t.card.channel, t.channels[consultation.channel]],
    [t.card.project, names.about && link(names.about)],
    [t.card.programme, names.programme && link(names.programme)],
    [t.series.title, series && `${series.title}, ${t.card.series(series.asked, series.planned)}`],
    [t.card.consultant, names.consultant ?? t.card.noConsultant],
    [
      t.card.meeting,
      starts === null ? undefined : [view.formatMoment(starts), place].filter(Boolean).join(", "),
    ],
    [t.card.miss, missed === 0 ? undefined : t.card.missed(missed)],
    [
      t.card.outcome,
      outcome === null ? undefined : (
        <>
          {[t.outcomes[outcome], consultation.outcome_note].filter(Boolean).join(". ")}{" "}
          {names.outgrown !== undefined && link(names.outgrown)}
        </>
      ),
    ],
    [t.card.reason, consultation.decline_reason || undefined],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function CardSidebar(model: CardPageProps & { rest: readonly TransitionName[] }) {
  const { view, form, rest, facts } = model;
  const { t } = view;
  return (
    <Stack gap="l">
      {rest.map((move) => (
        <details open={form.values.move === move}>
          <summary>{transitionTitle(view, move)}</summary>
          <TransitionForm model={model} move={move} />
        </details>
      ))}
      <Section title={t.card.history} small>
        <Timeline
          level={3}
          entries={facts
            .filter((fact) => fact.type in t.facts)
            .toReversed()
            .map((fact) => ({
              icon: "check" as const,
              title: labelOf(t.facts, fact.type) ?? "",
              at: fact.at,
              when: view.formatMoment(fact.at),
            }))}
        />
      </Section>
    </Stack>
  );
}

function transitionTitle({ t }: ConsultationViewContext, move: TransitionName): string {
  if (move === "hand-back") return t.card.handBack;
  if (move === "withdraw") return t.my.withdraw;
  return t.card[move];
}

function TransitionForm({ model, move }: { model: CardPageProps; move: TransitionName }) {
  const { view, consultation, form } = model;
  const mine = form.values.move === move ? form : { values: {}, lists: {}, errors: {} };
  return (
    <Form
      action={view.href(`/consultations/${consultation.number}/${move}`)}
      hidden={{ version: String(consultation.version), move }}
      label={transitionTitle(view, move)}
      gap="m"
    >
      <TransitionFields model={{ ...model, form: mine }} move={move} />
      <Actions>
        <Button kind={move === "decline" ? "danger" : "primary"}>
          {transitionTitle(view, move)}
        </Button>
      </Actions>
    </Form>
  );
}

function TransitionFields({ model, move }: { model: CardPageProps; move: TransitionName }) {
  const { view, form } = model;
  const { t } = view;
  const field = (name: string) => ({ ...fieldProps(form, name), id: `${move}-${name}` });
  if (move === "book") return <BookFields {...model} />;
  if (move === "give") return <RecordFields {...model} />;
  if (move === "close") {
    return (
      <>
        <Field
          kind="select"
          label={t.card.outcomeField}
          empty={t.ask.choose}
          options={consultationOutcomes.map((outcome) => ({
            value: outcome,
            label: t.outcomes[outcome],
          }))}
          required
          {...field("outcome")}
        />
        <Field kind="textarea" rows={3} label={t.card.outcomeNote} optional {...field("note")} />
      </>
    );
  }
  if (move === "decline") {
    return <Field kind="textarea" rows={3} label={t.card.reason} required {...field("reason")} />;
  }
  return null;
}

function BookFields({ view, form, slots }: CardPageProps) {
  const { t } = view;
  const field = (name: string) => ({ ...fieldProps(form, name), id: `book-${name}` });
  return (
    <>
      {slots.length > 0 && (
        <Field
          kind="select"
          label={t.card.bookSlot}
          empty={t.ask.choose}
          options={slots.map((slot) => ({
            value: slot.id,
            label: view.formatMoment(slot.starts_at),
          }))}
          {...field("slotId")}
        />
      )}
      <Field kind="datetime-local" label={t.card.startsAt} {...field("startsAt")} />
      <Field
        kind="number"
        label={t.card.length}
        width="s"
        min={10}
        max={480}
        {...field("minutes")}
        value={form.values.minutes ?? "60"}
      />
      <Field label={t.card.meetingPlace} {...field("place")} />
    </>
  );
}

function RecordFields({ view, form, consultation }: CardPageProps) {
  const { t, today } = view;
  const field = (name: string) => ({ ...fieldProps(form, name), id: `give-${name}` });
  return (
    <>
      {recordLines.map((line) => (
        <Field
          kind="textarea"
          rows={2}
          label={t.line[line]}
          hint={t.lineHint[line]}
          required
          {...field(line)}
        />
      ))}
      <Field kind="date" label={t.card.nextDue} optional {...field("nextDue")} />
      <Field
        kind="date"
        label={t.card.givenOn}
        max={today}
        {...field("givenOn")}
        value={form.values.givenOn ?? today}
      />
      <Field
        kind="number"
        label={t.card.length}
        width="s"
        min={5}
        max={600}
        required
        {...field("minutes")}
      />
      {consultation.mode === "group" && (
        <Field
          kind="textarea"
          rows={4}
          label={t.card.people}
          hint={t.card.othersHint}
          optional
          {...field("others")}
        />
      )}
    </>
  );
}
