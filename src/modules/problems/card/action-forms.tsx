import type { ComponentChildren } from "preact";
import { Actions, Button, ErrorSummary, Field, Form, Section, Stack } from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import { rejectReasons, urgencies, type MoveName } from "../problem.ts";
import type { Problem } from "../store.ts";
import type { ProblemWords } from "../view.ts";

/** What a person may do on the card: moves of the stage, and two that are none. */
export type CardMove = MoveName | "unmerge" | "escalate" | "clarify";

export type DeskView = {
  t: ProblemWords;
  problem: Problem;
  /** Moves that both the stage and the policy allow, so that a button and the server never disagree. */
  moves: readonly CardMove[];
  bodies: readonly { value: string; label: string }[];
  /** The catalogue's topics by group, for correcting. */
  topics: readonly { group: string; options: { value: string; label: string }[] }[];
  form: FormState;
  href: (path: string) => string;
  /** The next step, shown in the lit pane. */
  next?: ComponentChildren;
};

/** What the reader may do, the likely thing first and the rest behind a summary. */
export function DeskForms(view: DeskView) {
  const { t, form, moves } = view;
  const errors = Object.entries(form.errors).map(([name, text]) => ({ name, text }));
  const more = formMoves.filter((move) => moves.includes(move));
  if (more.length === 0 && form.refusal === undefined) return null;
  const presses = more.filter((move) => bare.includes(move));
  const withFields = more.filter((move) => !bare.includes(move));
  return (
    <Section title={t.desk.title} small id="desk">
      <ErrorSummary errors={errors} {...(form.refusal !== undefined && { title: form.refusal })} />
      {form.refusal !== undefined && errors.length === 0 && (
        <p class="flash" data-kind="warn" role="alert">
          {form.refusal}
        </p>
      )}
      <Stack gap="m">
        {presses.length > 0 && (
          <Actions>
            {presses.map((move) => (
              <MoveForm view={view} move={move} />
            ))}
          </Actions>
        )}
        {withFields.map((move) => (
          <details open={withFields.length === 1 || form.values.move === move}>
            <summary>{titleOf(view, move)}</summary>
            <MoveForm view={view} move={move} />
          </details>
        ))}
      </Stack>
    </Section>
  );
}

/** Moves made by a form on the card; the others have a page or a single press of their own. */
const formMoves: readonly CardMove[] = [
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

/** Moves that need no word more than the press. */
const bare: readonly CardMove[] = ["escalate", "accept", "unmerge", "withdraw", "reopen"];

function titleOf({ t }: DeskView, move: CardMove): string {
  const title: unknown = Object.entries(t.desk).find(([name]) => name === move)?.[1];
  return typeof title === "string" ? title : move;
}

function MoveForm({ view, move }: { view: DeskView; move: CardMove }) {
  const { problem, href } = view;
  return (
    <Form
      action={href(`/problems/${problem.number}/${move}`)}
      hidden={{ version: String(problem.version), move }}
      gap="m"
      label={titleOf(view, move)}
    >
      <MoveFields view={view} move={move} />
      <Actions>
        <Button {...lookOf(move)}>{titleOf(view, move)}</Button>
      </Actions>
    </Form>
  );
}

/** Endings that cannot be taken back look like what they are; one press among several is plain. */
function lookOf(move: CardMove): { kind?: "primary" | "danger" } {
  if (move === "reject" || move === "withdraw") return { kind: "danger" };
  return bare.includes(move) ? {} : { kind: "primary" };
}

function MoveFields({ view, move }: { view: DeskView; move: CardMove }) {
  const { t, form, bodies } = view;
  const mine =
    form.values.move === move
      ? form
      : { values: {} as FormState["values"], errors: {} as FormState["errors"] };
  const error = (name: string) =>
    mine.errors[name] === undefined ? {} : { error: mine.errors[name] };
  if (move === "route" || move === "reroute") {
    return (
      <>
        <Field
          id={`${move}-body`}
          label={t.desk.body}
          name="bodyId"
          kind="select"
          empty={t.desk.choose}
          options={bodies}
          value={mine.values.bodyId ?? ""}
          required
          {...error("bodyId")}
        />
        <Field
          id={`${move}-reason`}
          label={move === "route" ? t.desk.reason : t.desk.rerouteReason}
          name="reason"
          value={mine.values.reason ?? ""}
          required
          {...error("reason")}
        />
      </>
    );
  }
  if (move === "clarify")
    return <ClarifyFields view={view} values={mine.values} errors={mine.errors} />;
  if (move === "reject") {
    return (
      <Field
        id="reject-reason"
        label={t.desk.rejectReason}
        name="reason"
        kind="select"
        empty={t.desk.choose}
        options={rejectReasons.map((value) => ({ value, label: t.rejectReasons[value] }))}
        value={mine.values.reason ?? ""}
        required
        {...error("reason")}
      />
    );
  }
  if (move === "plan") {
    return (
      <Field
        label={t.desk.plannedFor}
        name="plannedFor"
        kind="date"
        value={mine.values.plannedFor ?? ""}
        required
        {...error("plannedFor")}
      />
    );
  }
  if (move === "merge") {
    return (
      <Field
        label={t.desk.mergeInto}
        name="into"
        hint={t.desk.mergeHint}
        value={mine.values.into ?? ""}
        required
        {...error("into")}
      />
    );
  }
  return null;
}

/** The one step that the stage waits for, as a single press or a link, in the lit pane. */
export function NextStep({ t, problem, moves, href }: DeskView) {
  const at = (path: string) => href(`/problems/${problem.number}/${path}`);
  const press = (move: MoveName, label: string) => (
    <Form
      action={at(move)}
      hidden={{ version: String(problem.version), move }}
      look="actions"
      label={label}
    >
      <Button kind="primary">{label}</Button>
    </Form>
  );
  const links = [
    ...(moves.includes("answer") || moves.includes("claim")
      ? [{ href: at("answer"), label: t.desk.answer, main: !moves.includes("acknowledge") }]
      : []),
    ...(moves.includes("verify") ? [{ href: at("check"), label: t.desk.check, main: true }] : []),
  ];
  return (
    <Stack gap="s">
      {moves.includes("confirm") && press("confirm", t.desk.confirm)}
      {moves.includes("acknowledge") && press("acknowledge", t.desk.acknowledge)}
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

/** What the problem is and where, as it stands; an error brings back what was written. */
function ClarifyFields({
  view,
  values,
  errors,
}: { view: DeskView } & Pick<FormState, "values" | "errors">) {
  const { t, problem, topics } = view;
  const names = t.desk.fields;
  const error = (name: string) => (errors[name] === undefined ? {} : { error: errors[name] });
  return (
    <>
      <Field
        id="clarify-title"
        label={names.title}
        name="title"
        value={values.title ?? problem.title}
        {...error("title")}
      />
      <Field
        id="clarify-summary"
        label={names.summary}
        name="summary"
        kind="textarea"
        rows={4}
        value={values.summary ?? problem.summary}
        {...error("summary")}
      />
      <Field
        id="clarify-topic"
        label={names.topic}
        name="topic"
        kind="select"
        options={topics}
        value={values.topic ?? problem.topic}
        {...error("topic")}
      />
      <Field
        id="clarify-urgency"
        label={names.urgency}
        name="urgency"
        kind="select"
        options={urgencies.map((value) => ({ value, label: t.urgencies[value] }))}
        value={values.urgency ?? problem.urgency}
        {...error("urgency")}
      />
      <Field
        id="clarify-address"
        label={names.address}
        name="address"
        value={values.address ?? problem.address}
        {...error("address")}
      />
    </>
  );
}
