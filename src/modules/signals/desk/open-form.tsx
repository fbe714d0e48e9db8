import {
  Actions,
  Button,
  Field,
  Flash,
  Form,
  formatPercent,
  SuggestionList,
  type SuggestionField,
  fieldError,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { topicName } from "#modules/problems/index.ts";
import { catalogue, en as triageEn, ru as triageRu } from "#modules/triage/index.ts";
import type { MessageView } from "./load.ts";
import { fieldMarks, messagePoint, CONFIDENT_THRESHOLD } from "./view.ts";
import { urgencyLevels } from "../signal.ts";

const triageMessages = { ru: triageRu, en: triageEn };

/** What triage understood, each guess in a field that a person may correct; one press opens the problem. */
export function OpenForm({ view }: { view: MessageView }) {
  const { t, card, values, at, settlements } = view;
  const errors = formErrors(view);
  return (
    <Form
      action={at(`/desk/${card.number}/open`)}
      variant="card"
      label={t.understood.title}
      hidden={hiddenFields(view)}
    >
      <div class="section-head">
        <h2 class="h3">{t.understood.title}</h2>
        <span class="small muted">{t.understood.note}</span>
      </div>
      <FormErrorSummary form={{ errors }} level={3} />
      <NoiseNote view={view} />
      <SuggestionList items={suggestionRows(view, errors)} />
      <Field
        name="title"
        label={t.understood.titleField}
        hint={t.understood.titleHint}
        value={values.title}
        width="full"
        {...fieldError({ errors }, "title")}
      />
      <details open={["summary", "address", "settlementId"].some((name) => name in errors)}>
        <summary>{t.understood.more}</summary>
        <div class="stack">
          <Field
            kind="textarea"
            name="summary"
            label={t.understood.summary}
            hint={t.understood.summaryHint}
            rows={6}
            width="full"
            value={values.summary}
            {...fieldError({ errors }, "summary")}
          />
          <Field
            name="address"
            label={t.understood.address}
            value={values.address}
            {...fieldError({ errors }, "address")}
          />
          <Field
            kind="select"
            name="settlementId"
            label={t.understood.settlement}
            empty={t.understood.noSettlement}
            options={settlements.map(({ id, name }) => ({ value: id, label: name }))}
            value={values.settlementId}
            {...fieldError({ errors }, "settlementId")}
          />
        </div>
      </details>
      <Actions>
        <Button kind="primary" shortcut="enter">
          {t.actions.open}
        </Button>
        <Button formaction={at(`/desk/${card.number}/postpone`)} shortcut="p">
          {t.actions.postpone}
        </Button>
      </Actions>
    </Form>
  );
}

/** Returns the hidden fields: the point, and the duplicate that was on the screen. */
function hiddenFields({ card, duplicates }: MessageView): Record<string, string> {
  const point = messagePoint(card);
  const [best] = duplicates;
  return {
    ...(point !== undefined && { lat: String(point.lat), lon: String(point.lon) }),
    ...(best !== undefined && {
      offered: best.problem.id,
      likeness: best.similarity.score.toFixed(3),
    }),
  };
}

function formErrors({ returned }: MessageView): Record<string, string> {
  return returned?.at === "open" ? returned.form.errors : {};
}

function NoiseNote({ view: { t, lang, card } }: { view: MessageView }) {
  const { noise } = card.suggestion;
  if (!noise.is || noise.reason === null) return null;
  const reason = triageMessages[lang].noise[noise.reason];
  return (
    <Flash kind="warn">
      {t.understood.noise(reason.toLowerCase(), formatPercent(noise.confidence, { lang }))}
      <sup>{fieldMarks.noise}</sup>
    </Flash>
  );
}

function suggestionRows(view: MessageView, errors: Record<string, string>): SuggestionField[] {
  const { t, card, values } = view;
  const { suggestion } = card;
  const row = (
    name: "topic" | "municipalityId" | "urgency" | "bodyId",
    share: number,
    {
      why,
      ...shown
    }: Pick<SuggestionField, "label" | "options" | "shortcut" | "mark"> & { why: string },
  ): SuggestionField => {
    const explanation = errors[name] ?? why;
    return {
      name,
      share,
      value: values[name],
      unsure: share < CONFIDENT_THRESHOLD || values[name] === "" || name in errors,
      ...shown,
      ...(explanation !== "" && { why: explanation }),
    };
  };
  return [
    row("topic", suggestion.topic.code === null ? 0 : suggestion.topic.confidence, {
      label: t.understood.topic,
      mark: fieldMarks.topic,
      options: topicOptions(view),
      shortcut: "1",
      why: topicReason(view),
    }),
    row("municipalityId", placeConfidence(view), {
      label: t.understood.place,
      mark: fieldMarks.place,
      options: municipalityOptions(view),
      shortcut: "2",
      why:
        suggestion.place.label === ""
          ? t.understood.noWords
          : t.understood.found(suggestion.place.label),
    }),
    row("urgency", suggestion.urgency.confidence, {
      label: t.understood.urgency,
      mark: fieldMarks.urgency,
      options: urgencyLevels.map((value) => ({ value, label: t.urgencies[value] })),
      shortcut: "3",
      why: urgencyReasons(view),
    }),
    row("bodyId", bodyConfidence(view), {
      label: t.understood.body,
      options: bodyOptions(view),
      shortcut: "4",
      why: bodyReason(view),
    }),
  ];
}

/** Returns the confidence of the place; 1 when the channel or the author names the municipality. */
function placeConfidence({ card }: MessageView): number {
  const { place } = card.suggestion;
  const isNamed = card.municipality_id !== null && card.municipality_id !== place.municipalityId;
  return isNamed ? 1 : place.confidence;
}

function bodyConfidence({ card, values, body }: MessageView): number {
  const { body: suggested } = card.suggestion;
  if (values.bodyId !== "" && values.bodyId === body?.organisationId) return body.confidence;
  return suggested.organisationId === null ? 0 : suggested.confidence;
}

function bodyReason({ card, values, body }: MessageView): string {
  if (body !== undefined && body.organisationId === values.bodyId) return body.reason;
  return card.suggestion.body.reason;
}

type SelectOption = { value: string; label: string };

/** Lists the suggested topic and its alternatives first, then the whole catalogue. */
function topicOptions({ t, lang, card, values }: MessageView): SelectOption[] {
  const { code, runnersUp } = card.suggestion.topic;
  const first = [values.topic, code ?? "", ...runnersUp.map((one) => one.code)].filter(
    (one) => one !== "",
  );
  const groups = new Map(catalogue.groups.map((group) => [group.code, group.name[lang]]));
  const all = catalogue.topics.map((topic) => ({
    value: topic.code,
    label: `${groups.get(topic.group) ?? ""}: ${topic.name[lang]}`,
  }));
  return [{ value: "", label: t.understood.chooseTopic }, ...moveToFront(all, first)];
}

function topicReason({ t, lang, card }: MessageView): string {
  const { code, group, runnersUp } = card.suggestion.topic;
  if (code === null && group !== null) return t.understood.groupOnly(topicName(lang, group));
  const rivals = runnersUp.filter((one) => one.code !== code).slice(0, 2);
  if (rivals.length === 0) return "";
  return t.understood.others(rivals.map((one) => topicName(lang, one.code)).join(", "));
}

function municipalityOptions({ t, names }: MessageView): SelectOption[] {
  const all = names.municipalities.map(({ id, name }) => ({ value: id, label: name }));
  return [{ value: "", label: t.understood.choosePlace }, ...all];
}

function urgencyReasons({ lang, card }: MessageView): string {
  const reasonTexts: Record<string, string> = triageMessages[lang].urgency.reason;
  const formatReason = (code: string) =>
    code.startsWith("topic:")
      ? topicName(lang, code.slice("topic:".length))
      : (reasonTexts[code] ?? code);
  return card.suggestion.urgency.reasons.map(formatReason).join(", ");
}

/** Lists the bodies of the matrix first, then all others. */
function bodyOptions({ t, card, values, body, names }: MessageView): SelectOption[] {
  const first = [
    values.bodyId,
    body?.organisationId ?? "",
    card.suggestion.body.organisationId ?? "",
    ...(body?.alternatives ?? []).map((one) => one.organisationId),
  ].filter((one) => one !== "");
  const all = names.bodies.map(({ id, name }) => ({ value: id, label: name }));
  return [{ value: "", label: t.understood.noBody }, ...moveToFront(all, first)];
}

/** Returns the same options with the named ones in front, each once. */
function moveToFront(all: readonly SelectOption[], first: readonly string[]): SelectOption[] {
  const front = [...new Set(first)].flatMap(
    (value) => all.find((one) => one.value === value) ?? [],
  );
  return [...front, ...all.filter((one) => !front.includes(one))];
}
