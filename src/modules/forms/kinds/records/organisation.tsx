import { z } from "zod";
import { Field, fieldId } from "#base/ui/index.ts";
import { common } from "../../definition/question-parts.ts";
import { localize } from "../../localize.ts";
import { checkLength, hasTexts } from "../checks.ts";
import { questionLabel } from "../field-context.tsx";
import type { FieldInput, Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import { fieldName, readText } from "../posted.ts";

const schema = () => z.object({ ...common, kind: z.literal("organisation") });
type OrganisationSchema = ReturnType<typeof schema>;
type OrganisationQuestion = z.output<OrganisationSchema>;

/** A name as written, with the card's id where the registry has exactly that name. */
export type OrganisationAnswer = { id?: string | undefined; name: string };

const isOrganisation = (answer: unknown): answer is OrganisationAnswer =>
  hasTexts(answer, ["name"]);

export const organisationRules: KindRules<OrganisationQuestion, OrganisationAnswer> = {
  firstPart: "name",
  parse({ code }, posted) {
    const name = readText(posted, fieldName(code, "name"));
    return name === "" ? undefined : { name };
  },
  matches: isOrganisation,
  value: (_question, answer, part) => (part === "id" ? (answer.id ?? null) : answer.name),
  parts: () => ["name", "id"],
  faults: (_question, { name }) => checkLength(name, 500),
};

export const organisationKind: Kind<OrganisationSchema, OrganisationAnswer> = {
  rules: organisationRules,
  schema,
  fit: (answer) => (isOrganisation(answer) ? answer : undefined),
  field: (input) => <OrganisationField {...input} />,
  builder: { parse: () => ({}), values: () => ({}), fields: () => null },
  paper: { space: () => <BlankLine /> },
  tally: { read: (_question, { name }) => ({ codes: [], text: name }) },
  text: (_question, { name }) => name,
  xlsform: {
    read: ({ isOwn }) => (isOwn ? {} : undefined),
    write: () => ({ type: "text" }),
  },
};

function OrganisationField({
  question,
  answer,
  context,
}: FieldInput<OrganisationQuestion, OrganisationAnswer>) {
  const { t, lang, ground, errors } = context;
  const name = fieldName(question.code, "name");
  const list = `${fieldId(name)}-list`;
  const hint = question.hint === undefined ? t.organisationHint : localize(question.hint, lang);
  return (
    <>
      <Field
        name={name}
        label={questionLabel(question, lang, t)}
        value={answer?.name ?? ""}
        list={list}
        hint={hint}
        hintAbove
        width="full"
        {...(errors[name] !== undefined && { error: errors[name] })}
      />
      <datalist id={list}>
        {(ground.organisations ?? []).map((one) => (
          <option value={one} />
        ))}
      </datalist>
    </>
  );
}
