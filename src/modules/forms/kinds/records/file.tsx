import { z } from "zod";
import { attachmentAccept } from "#base/files/attachments.ts";
import { ChoiceInput, Field } from "#base/ui/index.ts";
import { common } from "../../definition/question-parts.ts";
import { LimitField, parseMost, printLimit } from "../builder-fields.tsx";
import { isListOf, isText, noFaults } from "../checks.ts";
import { questionFieldProps, questionHint } from "../field-context.tsx";
import type { FieldInput, Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import { fieldName } from "../posted.ts";

const schema = () =>
  z.object({ ...common, kind: z.literal("file"), most: z.int().min(1).max(10).default(3) });
type FileSchema = ReturnType<typeof schema>;
type FileQuestion = z.output<FileSchema>;

/** An attached file: its id in the store and its name. */
export type FileAnswer = { id: string; name: string };

/** Tells whether an answer is a list of files. */
export const isFileList = (answer: unknown): answer is FileAnswer[] =>
  isListOf(answer, ["id", "name"]);

/** Only the files that stay are read here: the server stores new ones first (`saveAnswerFiles`). */
export const fileRules: KindRules<FileQuestion, FileAnswer[]> = {
  parse({ code }, posted) {
    const stayed = posted.getAll(fieldName(code, "kept")).flatMap((value) => {
      const [id = "", ...name] = isText(value) ? value.split(" ") : [];
      return id === "" ? [] : [{ id, name: name.join(" ") }];
    });
    return stayed.length === 0 ? undefined : stayed;
  },
  matches: isFileList,
  value: (_question, files) => files.map(({ name }) => name),
  faults: ({ most }, files) =>
    files.length > most ? [{ key: "forms.files-many", values: { most } }] : noFaults,
};

export const fileKind: Kind<FileSchema, FileAnswer[]> = {
  rules: fileRules,
  schema,
  fit: (answer) => (isFileList(answer) ? answer : undefined),
  field: (input) => <FileField {...input} />,
  builder: {
    parse: (input) => parseMost(input),
    values: ({ most }) => ({ most: printLimit(most) }),
    fields: ({ t, form }) => (
      <LimitField form={form} name="most" label={t.most} hint={t.mostHint} />
    ),
  },
  paper: { space: () => <BlankLine /> },
  tally: { read: () => ({ codes: [] }) },
  text: (_question, files) => files.map(({ name }) => name).join("; "),
  view: ({ answer, fileHref }) => (
    <ul class="plain">
      {answer.map(({ id, name }) => (
        <li>
          <a href={fileHref(id)} download>
            {name}
          </a>
        </li>
      ))}
    </ul>
  ),
  exports: {
    cell: (_question, files, { files: address }) =>
      files.map(({ id, name }) => `${name} ${address}/files/${id}`).join("; "),
  },
  xlsform: {
    read: ({ type }) => (/^(image|file)$/.test(type) ? {} : undefined),
    write: () => ({ type: "file" }),
  },
};

function FileField({ question, answer = [], context }: FieldInput<FileQuestion, FileAnswer[]>) {
  const { t } = context;
  const { hint } = questionHint(question, context.lang);
  const choices = answer.map((file) => ({
    value: `${file.id} ${file.name}`,
    label: t.fileKept(file.name),
  }));
  return (
    <>
      <Field
        {...questionFieldProps(question, context)}
        kind="file"
        accept={attachmentAccept}
        multiple={question.most > 1}
        hint={[hint, t.fileHint(question.most)].filter(Boolean).join(". ")}
        width="full"
      />
      {choices.length > 0 && (
        <ChoiceInput
          legend={t.fileDrop}
          name={fieldName(question.code, "kept")}
          kind="checkbox"
          options={choices}
          value={choices.map(({ value }) => value)}
        />
      )}
    </>
  );
}
