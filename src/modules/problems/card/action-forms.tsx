import type { ComponentChildren } from "preact";
import {
  Actions,
  Button,
  Field,
  Form,
  Section,
  Stack,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { rejectReasons, urgencies, type ProblemTransitionName } from "../problem.ts";
import type { Problem } from "../store.ts";
import type { ProblemMessages } from "../messages.ts";

/** What a person may do on the card: moves of the stage, and two that are none. */
export type ProblemCardAction = ProblemTransitionName | "unmerge" | "escalate" | "clarify";

export type ProblemActionFormsProps = {
  t: ProblemMessages;
  problem: Problem;
  /** Moves that both the stage and the policy allow, so that a button and the server never disagree. */
  actions: readonly ProblemCardAction[];
  bodies: readonly { value: string; label: string }[];
  /** The catalogue's topics by group, for correcting. */
  topics: readonly { group: string; options: { value: string; label: string }[] }[];
  form: FormState;
  href: (path: string) => string;
  /** The next step, shown in the highlighted pane. */
  next?: ComponentChildren;
};

/** What the reader may do, the likely thing first and the rest behind a summary. */
export function ActionForms(view: ProblemActionFormsProps) {
  const { t, form, actions } = view;
  const formActionsHere = formActions.filter((move) => actions.includes(move));
  if (formActionsHere.length === 0 && form.refusal === undefined) return null;
  const buttonActions = formActionsHere.filter((move) => actionsWithoutFields.includes(move));
  const withFields = formActionsHere.filter((move) => !actionsWithoutFields.includes(move));
  return (
    <Section title={t.desk.title} small id="desk">
      <FormErrorSummary form={form} />
      <Stack gap="m">
        {buttonActions.length > 0 && (
          <Actions>
            {buttonActions.map((move) => (
              <ActionForm view={view} move={move} />
            ))}
          </Actions>
        )}
        {withFields.map((move) => (
          <details open={withFields.length === 1 || form.values.move === move}>
            <summary>{actionTitle(view, move)}</summary>
            <ActionForm view={view} move={move} />
          </details>
        ))}
      </Stack>
    </Section>
  );
}

/** Moves made by a form on the card; the others have a page or a single press of their own. */
const formActions: readonly ProblemCardAction[] = [
  "route",
  "reroute",
  "clarify",
  "escalate",
  "accept",
  "plan",
  "merge",
  "unmerge",
  "reject",
  "withdraw",
  "reopen",
];

/** Actions without fields. */
const actionsWithoutFields: readonly ProblemCardAction[] = [
  "escalate",
  "accept",
  "unmerge",
  "withdraw",
  "reopen",
];

function actionTitle({ t }: ProblemActionFormsProps, move: ProblemCardAction): string {
  const title: unknown = Object.entries(t.desk).find(([name]) => name === move)?.[1];
  return typeof title === "string" ? title : move;
}

function ActionForm({ view, move }: { view: ProblemActionFormsProps; move: ProblemCardAction }) {
  const { problem, href } = view;
  return (
    <Form
      action={href(`/problems/${problem.number}/${move}`)}
      hidden={{ version: String(problem.version), move }}
      gap="m"
      label={actionTitle(view, move)}
    >
      <ActionFields view={view} move={move} />
      <Actions>
        <Button {...buttonKind(move)}>{actionTitle(view, move)}</Button>
      </Actions>
    </Form>
  );
}

/** Endings that cannot be taken back look like what they are; one press among several is plain. */
function buttonKind(move: ProblemCardAction): { kind?: "primary" | "danger" } {
  if (move === "reject" || move === "withdraw") return { kind: "danger" };
  return actionsWithoutFields.includes(move) ? {} : { kind: "primary" };
}

function ActionFields({ view, move }: { view: ProblemActionFormsProps; move: ProblemCardAction }) {
  const { t, form, bodies } = view;
  const ownForm = form.values.move === move ? form : emptyForm;
  if (move === "route" || move === "reroute") {
    return (
      <>
        <Field
          id={`${move}-body`}
          label={t.desk.body}
          kind="select"
          empty={t.desk.choose}
          options={bodies}
          required
          {...fieldProps(ownForm, "bodyId")}
        />
        <Field
          id={`${move}-reason`}
          label={move === "route" ? t.desk.reason : t.desk.rerouteReason}
          required
          {...fieldProps(ownForm, "reason")}
        />
      </>
    );
  }
  if (move === "clarify") return <ClarifyFields view={view} form={ownForm} />;
  if (move === "reject") {
    return (
      <Field
        id="reject-reason"
        label={t.desk.rejectReason}
        kind="select"
        empty={t.desk.choose}
        options={rejectReasons.map((value) => ({ value, label: t.rejectReasons[value] }))}
        required
        {...fieldProps(ownForm, "reason")}
      />
    );
  }
  if (move === "plan") {
    return (
      <Field
        label={t.desk.plannedFor}
        kind="date"
        required
        {...fieldProps(ownForm, "plannedFor")}
      />
    );
  }
  if (move === "merge") {
    return (
      <Field
        label={t.desk.mergeInto}
        hint={t.desk.mergeHint}
        required
        {...fieldProps(ownForm, "into")}
      />
    );
  }
  return null;
}

/** The one step that the stage waits for, as a single press or a link, in the highlighted pane. */
export function NextStep({ t, problem, actions, href }: ProblemActionFormsProps) {
  const at = (path: string) => href(`/problems/${problem.number}/${path}`);
  const buttonForm = (move: ProblemTransitionName, label: string) => (
    <Form
      action={at(move)}
      hidden={{ version: String(problem.version), move }}
      variant="actions"
      label={label}
    >
      <Button kind="primary">{label}</Button>
    </Form>
  );
  const links = [
    ...(actions.includes("answer") || actions.includes("claim")
      ? [{ href: at("answer"), label: t.desk.answer, main: !actions.includes("acknowledge") }]
      : []),
    ...(actions.includes("verify") ? [{ href: at("check"), label: t.desk.check, main: true }] : []),
  ];
  return (
    <Stack gap="s">
      {actions.includes("confirm") && buttonForm("confirm", t.desk.confirm)}
      {actions.includes("acknowledge") && buttonForm("acknowledge", t.desk.acknowledge)}
      {links.length > 0 && (
        <Actions>
          {links.map((link) => (
            <a class="button" href={link.href} data-kind={link.main ? "primary" : undefined}>
              {link.label}
            </a>
          ))}
        </Actions>
      )}
    </Stack>
  );
}

/** The fields that describe the problem, with their present values or, after an error, the typed ones. */
function ClarifyFields({ view, form }: { view: ProblemActionFormsProps; form: FormState }) {
  const { t, problem, topics } = view;
  const names = t.desk.fields;
  return (
    <>
      <Field id="clarify-title" label={names.title} {...fieldProps(form, "title", problem.title)} />
      <Field
        id="clarify-summary"
        label={names.summary}
        kind="textarea"
        rows={4}
        {...fieldProps(form, "summary", problem.summary)}
      />
      <Field
        id="clarify-topic"
        label={names.topic}
        kind="select"
        options={topics}
        {...fieldProps(form, "topic", problem.topic)}
      />
      <Field
        id="clarify-urgency"
        label={names.urgency}
        kind="select"
        options={urgencies.map((value) => ({ value, label: t.urgencies[value] }))}
        {...fieldProps(form, "urgency", problem.urgency)}
      />
      <Field
        id="clarify-address"
        label={names.address}
        {...fieldProps(form, "address", problem.address)}
      />
    </>
  );
}
