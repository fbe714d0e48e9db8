import {
  Actions,
  Button,
  Field,
  Form,
  PlainRows,
  Said,
  Section,
  Status,
  Twin,
} from "#base/ui/index.ts";
import type { ApplicationFile } from "../applications/reads.ts";
import { pathOf, type ContestReader } from "../applications/view.ts";
import type { Remark } from "../applications/store.ts";
import { fieldsOf } from "../contests/profile.ts";
import { wordDiff } from "./word-diff.ts";
import { Diff } from "../applications/field-text.tsx";

/** Remarks as a list to work through: whose, on which field, what was mended. */
export function RemarkList({
  reader,
  file,
  was,
}: {
  reader: ContestReader;
  file: ApplicationFile;
  /** The text that a remark spoke of, where it is known. */
  was?: (remark: Remark) => string | undefined;
}) {
  const { remarks: t } = reader.t;
  if (file.remarks.length === 0) return null;
  const open = file.remarks.filter(({ settled_at: settled }) => settled === null).length;
  return (
    <Section title={t.title} lead={t.open(open)} id="remarks">
      <PlainRows>
        {file.remarks.map((remark) => (
          <OneRemark reader={reader} file={file} remark={remark} was={was?.(remark)} />
        ))}
      </PlainRows>
    </Section>
  );
}

function OneRemark({
  reader,
  file,
  remark,
  was,
}: {
  reader: ContestReader;
  file: ApplicationFile;
  remark: Remark;
  was: string | undefined;
}) {
  const { remarks: t } = reader.t;
  const field = fieldsOf(file.profile).find(({ code }) => code === remark.field);
  const by = remark.kind === "decision" ? t.decision : t.round(remark.round);
  const now = file.texts.get(remark.field)?.text ?? "";
  return (
    <div class="stack" data-gap="s">
      <Said by={field === undefined ? by : `${by}: ${field.title}`}>{remark.text}</Said>
      {was !== undefined && field !== undefined && (
        <Twin summary={t.since}>
          {was === now ? (
            <p>{t.unchanged}</p>
          ) : (
            <Diff reader={reader} pieces={wordDiff(was, now)} />
          )}
        </Twin>
      )}
      {remark.settled_at !== null && (
        <p>
          <Status kind="closed" icon="check">
            {t.settled}
          </Status>{" "}
          {remark.answer}
        </p>
      )}
      {file.may.write && file.application.stage === "draft" && remark.settled_at === null && (
        <Form action={reader.href(pathOf(file.key, "/remarks"))} hidden={{ id: remark.id }}>
          <Field
            id={`answer-${remark.id}`}
            name="answer"
            label={t.answer}
            value={remark.answer}
            width="full"
          />
          <Actions>
            <Button size="s" name="settled" value="yes">
              {t.settled}
            </Button>
            <Button size="s" kind="quiet">
              {t.save}
            </Button>
          </Actions>
        </Form>
      )}
    </div>
  );
}
