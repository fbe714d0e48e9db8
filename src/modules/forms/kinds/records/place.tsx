import { z } from "zod";
import { Field, fieldProps } from "#base/ui/index.ts";
import { common } from "../../definition/question-parts.ts";
import { localize } from "../../localize.ts";
import { checkLength, hasTexts } from "../checks.ts";
import { questionHint, questionLabel } from "../field-context.tsx";
import type { FieldInput, Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import { fieldName, readText } from "../posted.ts";

const details = ["municipality", "settlement", "address"] as const;

const schema = () =>
  z.object({
    ...common,
    kind: z.literal("place"),
    detail: z.enum(details).default("municipality"),
  });
type PlaceSchema = ReturnType<typeof schema>;
type PlaceQuestion = z.output<PlaceSchema>;

/** `municipality` is the territory's id, the rest is as written; what is blank is empty. */
export type PlaceAnswer = { municipality: string; settlement: string; address: string };

const isPlace = (answer: unknown): answer is PlaceAnswer => hasTexts(answer, details);

export const placeRules: KindRules<PlaceQuestion, PlaceAnswer> = {
  firstPart: "municipality",
  parse({ code }, posted) {
    const part = (name: string) => readText(posted, fieldName(code, name));
    const place = {
      municipality: part("municipality"),
      settlement: part("settlement"),
      address: part("address"),
    };
    return Object.values(place).every((value) => value === "") ? undefined : place;
  },
  matches: isPlace,
  value(_question, answer, part) {
    if (part === "settlement" || part === "address") return answer[part] || null;
    return answer.municipality || null;
  },
  parts: () => [...details],
  faults({ code, required, detail }, place) {
    const field = (part: string) => fieldName(code, part);
    if (required && place.municipality === "")
      return [{ field: field("municipality"), key: "forms.municipality-missing" }];
    if (required && detail === "address" && place.address === "")
      return [{ field: field("address"), key: "forms.address-missing" }];
    return checkLength(place.address + place.settlement, 500, field("address"));
  },
};

export const placeKind: Kind<PlaceSchema, PlaceAnswer> = {
  rules: placeRules,
  schema,
  fit: (answer) => (isPlace(answer) ? answer : undefined),
  field: (input) => <PlaceField {...input} />,
  builder: {
    parse: ({ detail }) => ({ detail }),
    values: ({ detail }) => ({ detail }),
    fields: ({ t, form }) => (
      <Field
        {...fieldProps(form, "detail")}
        kind="select"
        label={t.detail}
        options={details.map((one) => ({ value: one, label: t.details[one] }))}
      />
    ),
  },
  paper: { space: () => <BlankLine /> },
  tally: {
    read: (_question, { municipality }) => ({ codes: [municipality].filter(Boolean) }),
    cells: (_question, counted) => counted.map((code) => ({ code, text: { ru: code, en: code } })),
    label: (code, { t, placeName }) => placeName(code) || t.results.noPlace,
    isPlace: true,
  },
  text: (_question, { municipality, settlement, address }, { placeName }) =>
    [placeName(municipality), settlement, address].filter(Boolean).join(", "),
  xlsform: {
    read: ({ cells, isOwn }) =>
      isOwn ? { detail: details.find((one) => one === cells["okno_detail"]) } : undefined,
    write: ({ detail }) => ({ type: "text", cells: { okno_detail: detail } }),
  },
};

function PlaceField({ question, answer, context }: FieldInput<PlaceQuestion, PlaceAnswer>) {
  const { t, lang, ground, errors } = context;
  const part = (name: keyof PlaceAnswer) => {
    const error = errors[fieldName(question.code, name)];
    return {
      name: fieldName(question.code, name),
      value: answer?.[name] ?? "",
      ...(error !== undefined && { error }),
    };
  };
  const options = ground.municipalities.map(({ id, name }) => ({ value: id, label: name }));
  if (question.detail === "municipality") {
    return (
      <Field
        {...part("municipality")}
        {...questionHint(question, lang)}
        kind="select"
        label={questionLabel(question, lang, t)}
        empty={t.choose}
        options={options}
      />
    );
  }
  return (
    <fieldset class="field" data-width="full">
      <legend>{questionLabel(question, lang, t)}</legend>
      {question.hint && <span class="hint">{localize(question.hint, lang)}</span>}
      <Field
        {...part("municipality")}
        kind="select"
        label={t.municipality}
        empty={t.choose}
        options={options}
      />
      <Field {...part("settlement")} label={t.settlement} />
      {question.detail === "address" && <Field {...part("address")} label={t.address} />}
    </fieldset>
  );
}
