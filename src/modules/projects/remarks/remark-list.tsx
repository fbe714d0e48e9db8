import {
  Actions,
  Button,
  Field,
  Form,
  PlainRows,
  Quote,
  Section,
  Status,
  FigureTable,
} from "#base/ui/index.ts";
import type { ApplicationDetails } from "../applications/reads.ts";
import { applicationPath, type ContestViewContext } from "../applications/view.ts";
import type { ApplicationRemark } from "../applications/store.ts";
import { profileFields } from "../contests/profile.ts";
import { diffWords } from "./word-diff.ts";
import { TextDiff } from "../applications/field-text.tsx";

/** Remarks as a list to work through: author, field, answer. */
export function RemarkList({
  viewContext: view,
  details,
  was,
}: {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  /** The text that a remark refers to, if known. */
  was?: (remark: ApplicationRemark) => string | undefined;
}) {
  const { remarks: t } = view.t;
  if (details.remarks.length === 0) return null;
  const open = details.remarks.filter(({ settled_at: settled }) => settled === null).length;
  return (
    <Section title={t.title} lead={t.open(open)} id="remarks">
      <PlainRows>
        {details.remarks.map((remark) => (
          <RemarkItem viewContext={view} details={details} remark={remark} was={was?.(remark)} />
        ))}
      </PlainRows>
    </Section>
  );
}

function RemarkItem({
  viewContext: view,
  details,
  remark,
  was,
}: {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  remark: ApplicationRemark;
  was: string | undefined;
}) {
  const { remarks: t } = view.t;
  const field = profileFields(details.profile).find(({ code }) => code === remark.field);
  const by = remark.kind === "decision" ? t.decision : t.round(remark.round);
  const now = details.texts.get(remark.field)?.text ?? "";
  return (
    <div class="stack" data-gap="s">
      <Quote by={field === undefined ? by : `${by}: ${field.title}`}>{remark.text}</Quote>
      {was !== undefined && field !== undefined && (
        <FigureTable summary={t.since}>
          {was === now ? (
            <p>{t.unchanged}</p>
          ) : (
            <TextDiff viewContext={view} pieces={diffWords(was, now)} />
          )}
        </FigureTable>
      )}
      {remark.settled_at !== null && (
        <p>
          <Status kind="closed" icon="check">
            {t.settled}
          </Status>{" "}
          {remark.answer}
        </p>
      )}
      {details.may.write && details.application.stage === "draft" && remark.settled_at === null && (
        <Form
          action={view.href(applicationPath(details.key, "/remarks"))}
          hidden={{ id: remark.id }}
        >
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
