import {
  Actions,
  Button,
  ButtonLink,
  Desk,
  EmptyState,
  Field,
  Flash,
  Form,
  KeyboardHelp,
  fieldProps,
} from "#base/ui/index.ts";
import type { ProblemViewContext } from "#modules/problems/index.ts";
import { noiseReasons } from "#modules/triage/index.ts";
import type { DeskFrame, DeskFormName, MessageView } from "./load.ts";
import { acceptsEmails } from "./view.ts";
import { DecidedCard, MessageCard } from "./message-card.tsx";
import { DuplicatesPanel } from "../duplicates/compare-panel.tsx";
import { OpenForm } from "./open-form.tsx";
import { DeskFilters, DeskQueue } from "../queue/queue-panel.tsx";

/** One message of the queue, everything that helps to decide it, and the queue next to it. */
export function MessagePage({
  view,
  viewContext,
}: {
  view: MessageView;
  viewContext: ProblemViewContext;
}) {
  const { t, card, counts, returned, leaseHolder } = view;
  const waiting = card.state === "waiting";
  // A form that came back keeps what was typed, even when somebody else was quicker.
  const work =
    (waiting && leaseHolder === undefined) || (returned !== undefined && returned.at !== "page");
  return (
    <>
      <h1 class="visually-hidden">{t.title}</h1>
      <Desk
        toQueue={t.toQueue(Math.max(0, counts.waiting - (waiting ? 1 : 0)))}
        queue={<DeskQueue frame={view} current={card.number} />}
      >
        <UndoToast frame={view} />
        {returned?.form.refusal !== undefined && (
          <Flash kind="danger">{returned.form.refusal}</Flash>
        )}
        <DeskFilters frame={view} />
        <TeachingNote frame={view} />
        <MessageCard view={view} />
        {!waiting && <DecidedCard view={view} />}
        {work && <OpenForm view={view} />}
        {work && <DuplicatesPanel view={view} viewContext={viewContext} />}
        {work && <OtherDecisions view={view} />}
        {leaseHolder !== undefined && <NextForm frame={view} />}
      </Desk>
      <DeskKeys frame={view} />
    </>
  );
}

/** A desk with nothing on it, or nothing that the filters find. */
export function EmptyDesk({ frame }: { frame: DeskFrame }) {
  const { t, query, href } = frame;
  const filtered =
    query.state !== "waiting" ||
    [query.q, query.municipality, query.channel, query.urgency].some(Boolean);
  const words =
    query.state === "teach"
      ? { title: t.teach.none, text: t.teach.noneText }
      : filtered
        ? { title: t.empty.found, text: t.empty.foundText }
        : t.empty;
  return (
    <>
      <h1 class="visually-hidden">{t.title}</h1>
      <Desk toQueue={t.toQueue(0)} queue={<DeskQueue frame={frame} />}>
        <UndoToast frame={frame} />
        <DeskFilters frame={frame} />
        <EmptyState
          title={words.title}
          text={words.text}
          action={
            filtered
              ? { href: href("/desk"), label: t.empty.all }
              : { href: href("/problems"), label: t.empty.problems }
          }
        />
      </Desk>
      <DeskKeys frame={frame} />
    </>
  );
}

/** Over the queue of teaching: why these messages, and where what is urgent has gone. */
function TeachingNote({ frame: { t, query, counts, href, seesTeaching } }: { frame: DeskFrame }) {
  if (query.state !== "teach") return null;
  return (
    <Flash>
      <strong>{t.teach.title}.</strong> {t.teach.text(counts.waiting)}{" "}
      <a href={href("/desk")}>{t.teach.urgent}</a>
      {seesTeaching && (
        <>
          . <a href={href("/admin/triage")}>{t.teach.how}</a>
        </>
      )}
    </Flash>
  );
}

/** My last decision with its undo: floating right after it was made, a quiet line later. */
function UndoToast({ frame }: { frame: DeskFrame }) {
  const { t, counts, query, at } = frame;
  const { last } = counts;
  if (last === undefined) return null;
  const fresh = query.done === last.number;
  const action = at(`/desk/${last.number}/undo`);
  if (!fresh) {
    return (
      <Form action={action} variant="actions" label={t.toast.last}>
        <span class="small muted">
          {t.toast.last}: <a href={at(`/desk/${last.number}`)}>{last.number}</a>,{" "}
          {t.decided[last.state].toLowerCase()}
        </span>
        <Button kind="quiet" size="s" shortcut="u">
          {t.actions.undo}
        </Button>
      </Form>
    );
  }
  return (
    <>
      <form id="undo-last" method="post" action={action} />
      <Flash toast>
        {t.toast[last.state](last.number)}{" "}
        <button class="button" data-kind="quiet" data-size="s" data-key="u" form="undo-last">
          {t.actions.undo}
        </button>{" "}
        <a href={at(`/desk/${last.number}`)}>{t.toast.show}</a>
      </Flash>
    </>
  );
}

/** The other decisions: no problem, an answer, a report of another problem, another desk. */
function OtherDecisions({ view }: { view: MessageView }) {
  return (
    <div class="grid" data-cols="2">
      <DismissForm view={view} />
      <ReplyForm view={view} />
      <JoinForm view={view} />
      <HandOverForm view={view} />
    </div>
  );
}

/** Returns value and error of a field, from the form that came back, if it is this one. */
function formStateOf(
  { returned }: MessageView,
  at: DeskFormName,
  name: string,
): { value: string; error?: string } {
  if (returned?.at !== at) return { value: "" };
  return fieldProps(returned.form, name);
}

function DismissForm({ view }: { view: MessageView }) {
  const { t, card, at } = view;
  const { value, error } = formStateOf(view, "dismiss", "reason");
  return (
    <Form action={at(`/desk/${card.number}/dismiss`)} variant="card">
      <h2 class="h3">{t.actions.dismissTitle}</h2>
      <Field
        kind="select"
        name="reason"
        label={t.actions.reason}
        options={noiseReasons.map((reason) => ({ value: reason, label: t.noise[reason] }))}
        value={value || (card.suggestion.noise.reason ?? "chatter")}
        {...(error !== undefined && { error })}
      />
      <Actions>
        <Button shortcut="n">{t.actions.dismiss}</Button>
      </Actions>
    </Form>
  );
}

function ReplyForm({ view }: { view: MessageView }) {
  const { t, card, at } = view;
  const letter = acceptsEmails(card.author, card.channel);
  return (
    <Form action={at(`/desk/${card.number}/answer`)} variant="card">
      <h2 class="h3">{t.actions.answerTitle}</h2>
      <Field
        kind="textarea"
        name="text"
        label={t.actions.answerField}
        hint={letter ? t.actions.answerHintLetter : t.actions.answerHintLink}
        rows={4}
        maxlength={4000}
        counter
        shortcut="a"
        width="full"
        {...formStateOf(view, "answer", "text")}
      />
      <Actions>
        <Button>{t.actions.answer}</Button>
      </Actions>
    </Form>
  );
}

function JoinForm({ view }: { view: MessageView }) {
  const { t, card, at, duplicates } = view;
  const [best] = duplicates;
  return (
    <Form
      action={at(`/desk/${card.number}/join`)}
      variant="card"
      hidden={
        best === undefined
          ? {}
          : { offered: best.problem.id, likeness: best.similarity.score.toFixed(3) }
      }
    >
      <h2 class="h3">{t.actions.joinTitle}</h2>
      <Field
        name="problem"
        label={t.actions.joinField}
        hint={t.actions.joinHint}
        {...formStateOf(view, "join", "problem")}
      />
      <Actions>
        <Button>{t.actions.join}</Button>
      </Actions>
    </Form>
  );
}

function HandOverForm({ view }: { view: MessageView }) {
  const { t, card, at, names } = view;
  return (
    <Form action={at(`/desk/${card.number}/hand-over`)} variant="card">
      <h2 class="h3">{t.actions.handOverTitle}</h2>
      <Field
        kind="select"
        name="handTo"
        label={t.understood.place}
        empty={t.understood.choosePlace}
        options={names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        {...formStateOf(view, "hand", "handTo")}
      />
      <Actions>
        <Button>{t.actions.handOver}</Button>
      </Actions>
    </Form>
  );
}

function NextForm({ frame: { t, at, href } }: { frame: DeskFrame }) {
  return (
    <Form action={at("/desk/next")} variant="actions" label={t.actions.next}>
      <Button kind="primary" shortcut="enter">
        {t.actions.next}
      </Button>
      <ButtonLink href={href("/problems")}>{t.empty.problems}</ButtonLink>
    </Form>
  );
}

function DeskKeys({ frame: { t } }: { frame: DeskFrame }) {
  const bar = [
    { keys: ["J", "K"], action: t.keys.queue },
    { keys: ["Enter"], action: t.keys.accept },
    { keys: ["1", "2", "3", "4"], action: t.keys.fields },
    { keys: ["D"], action: t.keys.join },
    { keys: ["N"], action: t.keys.noise },
  ];
  const more = [
    { keys: ["A"], action: t.keys.answer },
    { keys: ["P"], action: t.keys.postpone },
    { keys: ["U"], action: t.keys.undo },
  ];
  return <KeyboardHelp bar={bar} all={[...bar, ...more]} wide />;
}
