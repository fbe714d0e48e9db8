import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Choice,
  Empty,
  Field,
  Flash,
  Form,
  Place,
  PlainRows,
  Rows,
  Said,
  Section,
  Stack,
  Status,
  Table,
  Twin,
} from "#base/ui/index.ts";
import { sentTexts } from "../submission/document.ts";
import type { ApplicationFile, ReviewShown } from "../applications/reads.ts";
import { pathOf, sayNumber, sectionLines, type ContestReader } from "../applications/view.ts";
import type { Remark } from "../applications/store.ts";
import { fieldsOf } from "../contests/profile.ts";
import { rubricScore, type CriterionScore } from "./rubric.ts";
import type { ReviewTask } from "./store.ts";
import type { ReviewerChoice } from "./actions.ts";
import { FieldText, FormTrouble } from "../applications/field-text.tsx";
import { RemarkList } from "../remarks/remark-list.tsx";

type View = { reader: ContestReader; file: ApplicationFile; form: FormState };

export function ReviewsPage({
  reader,
  file,
  form,
  choices,
  was,
}: View & { choices: readonly ReviewerChoice[]; was: (remark: Remark) => string | undefined }) {
  const { reviews: t } = reader.t;
  const rounds = [...new Set(file.reviews.map((review) => review.round))].toReversed();
  return (
    <Stack gap="l">
      <Place title={t.title} lead={file.application.contest} />
      <FormTrouble form={form} />
      {rounds.length === 0 && <Empty title={t.none} text={t.noneText} level={2} />}
      {rounds.map((round) => (
        <Round
          reader={reader}
          file={file}
          round={round}
          reviews={file.reviews.filter((review) => review.round === round)}
        />
      ))}
      <RemarkList reader={reader} file={file} was={was} />
      {file.may.review && (
        <Actions>
          <ButtonLink kind="primary" href={reader.href(pathOf(file.key, "/review"))}>
            {t.write}
          </ButtonLink>
        </Actions>
      )}
      {file.may.assign && file.application.stage === "draft" && (
        <Assign reader={reader} file={file} form={form} choices={choices} />
      )}
    </Stack>
  );
}

const nameOf = (reader: ContestReader, review: ReviewShown, index: number): string =>
  review.name ?? reader.t.reviews.expert(index + 1);

function Round({
  reader,
  file,
  round,
  reviews,
}: {
  reader: ContestReader;
  file: ApplicationFile;
  round: number;
  reviews: readonly ReviewShown[];
}) {
  const { reviews: t } = reader.t;
  const written = reviews.filter((review) => review.state === "written");
  const score = rubricScore(
    file.profile.criteria,
    written.map((review) => review.points),
  );
  const number = (value: number | null) => (value === null ? "" : sayNumber(reader, value));
  const apart = score.criteria.filter((one) => one.apart);
  return (
    <Section title={t.round(round)} id={`round-${round}`}>
      {apart.length > 0 && (
        <Flash kind="warn">
          <b>{t.apartTitle}.</b>{" "}
          {t.apartText(apart.map(({ criterion }) => criterion.title).join("; "))}
        </Flash>
      )}
      <PlainRows>
        {reviews.map((review, index) => (
          <div class="stack" data-gap="s">
            <p>
              <b>{nameOf(reader, review, index)}</b>{" "}
              {review.verdict === null ? (
                <Status kind="new">{t.assigned}</Status>
              ) : (
                <Status kind={review.verdict === "ready" ? "closed" : "refuted"}>
                  {t.verdicts[review.verdict]}
                </Status>
              )}
            </p>
            {review.comment !== "" && <Said>{review.comment}</Said>}
          </div>
        ))}
      </PlainRows>
      {written.length > 0 && (
        <Table
          caption={t.total(number(score.top))}
          cards
          columns={[
            {
              head: t.criterion,
              rowHead: true,
              cell: ({ criterion }: CriterionScore) => criterion.title,
              foot: t.total(number(score.top)),
            },
            ...written.map((review, index) => ({
              head: nameOf(reader, review, reviews.indexOf(review)),
              number: true,
              cell: ({ points }: CriterionScore) => number(points[index] ?? null),
              foot: number(score.totals[index] ?? null),
            })),
            ...(written.length > 1
              ? [
                  {
                    head: t.mean,
                    number: true,
                    cell: ({ mean }: CriterionScore) => number(mean),
                    foot: number(score.mean),
                  },
                  {
                    head: t.spread,
                    number: true,
                    cell: ({ spread, apart: far }: CriterionScore) =>
                      far ? (
                        <Status kind="escalated">
                          {number(spread)}, {t.apart}
                        </Status>
                      ) : (
                        number(spread)
                      ),
                    foot: "",
                  },
                ]
              : []),
          ]}
          rows={score.criteria}
        />
      )}
      {written.some(({ points }) =>
        Object.values(points).some(({ comment }) => comment !== ""),
      ) && (
        <Twin summary={t.pointsComment}>
          <PlainRows>
            {written.flatMap((review) =>
              file.profile.criteria
                .filter(({ code }) => (review.points[code]?.comment ?? "") !== "")
                .map(({ code, title }) => (
                  <Said by={`${nameOf(reader, review, reviews.indexOf(review))}: ${title}`}>
                    {review.points[code]?.comment ?? ""}
                  </Said>
                )),
            )}
          </PlainRows>
        </Twin>
      )}
    </Section>
  );
}

function Assign({ reader, file, form, choices }: View & { choices: readonly ReviewerChoice[] }) {
  const { reviews: t } = reader.t;
  const shown = file.application.names_shown;
  const names = (
    <Form
      action={reader.href(pathOf(file.key, "/names"))}
      hidden={{ shown: shown ? "no" : "yes" }}
      look="actions"
    >
      <span class="small muted">{shown ? t.namesShown : t.namesHidden}</span>
      <Button size="s" kind="quiet">
        {shown ? t.hideNames : t.showNames}
      </Button>
    </Form>
  );
  if (choices.length === 0) return <p class="muted">{t.noReviewers}</p>;
  return (
    <Section title={t.assignTitle} small>
      <Form action={reader.href(pathOf(file.key, "/reviews"))} look="card">
        <Choice
          legend={t.assignTitle}
          name="reviewers[]"
          kind="checkbox"
          hint={t.assignHint}
          value={form.lists["reviewers"] ?? []}
          options={choices.map(({ id, name }) => ({ value: id, label: name }))}
          {...(form.errors["reviewers"] !== undefined && { error: form.errors["reviewers"] })}
        />
        <Actions>
          <Button>{t.assign}</Button>
        </Actions>
      </Form>
      {names}
    </Section>
  );
}

/** Rows for remarks on the form of a review. */
export const remarkRows = 6;

/** A reviewer reads the texts and gives points by the contest's rubric. */
export function WriteReviewPage({ reader, file, form }: View) {
  const { reviews: t } = reader.t;
  const control = (name: string) => ({
    name,
    value: form.values[name] ?? "",
    ...(form.errors[name] !== undefined && { error: form.errors[name] }),
  });
  return (
    <Stack gap="l">
      <Place title={t.write} lead={`${file.project.title}. ${file.application.contest}`} />
      <FormTrouble form={form} />
      <Twin summary={t.texts}>
        {sectionLines(file.profile, sentTexts(file)).map(({ title, lines }) => (
          <Section title={title}>
            {lines.map(({ field, cut }) => (
              <>
                <h3>{field.title}</h3>
                <FieldText
                  reader={reader}
                  profile={file.profile}
                  field={field}
                  text={cut?.text ?? ""}
                />
              </>
            ))}
          </Section>
        ))}
      </Twin>
      <Form action={reader.href(pathOf(file.key, "/review"))} look="stack">
        {file.profile.criteria.map((criterion) => (
          <fieldset class="card stack" data-gap="s">
            <legend class="h3">{criterion.title}</legend>
            {criterion.hint !== undefined && <p class="hint">{criterion.hint}</p>}
            <Field
              {...control(`points-${criterion.code}`)}
              kind="number"
              min={0}
              max={criterion.most}
              step={0.5}
              label={t.points(criterion.most)}
              required
              width="s"
            />
            <Field
              {...control(`comment-${criterion.code}`)}
              kind="textarea"
              rows={2}
              label={t.pointsComment}
              optional
            />
          </fieldset>
        ))}
        <Section title={t.remarksTitle} lead={t.remarksHint} small>
          {Array.from({ length: remarkRows }, (_, index) => (
            <fieldset class="card stack" data-gap="s">
              <legend class="small muted">{t.remarkRow(index + 1)}</legend>
              <Field
                {...control(`remark-field-${index}`)}
                kind="select"
                label={t.remarkField}
                empty={t.whole}
                options={fieldsOf(file.profile).map(({ code, title }) => ({
                  value: code,
                  label: title,
                }))}
              />
              <Field
                {...control(`remark-text-${index}`)}
                kind="textarea"
                rows={2}
                label={t.remarkText}
                optional
              />
            </fieldset>
          ))}
        </Section>
        <Field {...control("comment")} kind="textarea" rows={4} label={t.comment} optional />
        <Choice
          {...control("verdict")}
          legend={t.verdict}
          kind="radio"
          required
          options={(["ready", "needs-work"] as const).map((value) => ({
            value,
            label: t.verdicts[value],
          }))}
        />
        <Actions>
          <Button kind="primary">{t.send}</Button>
        </Actions>
        <p class="small muted">{t.sendHint}</p>
      </Form>
    </Stack>
  );
}

/** What a reviewer has before them. */
export function MyReviewsPage({
  reader,
  tasks,
}: {
  reader: ContestReader;
  tasks: readonly ReviewTask[];
}) {
  const { reviews: t } = reader.t;
  return (
    <Stack gap="l">
      <Place title={t.mine} />
      {tasks.length === 0 ? (
        <Empty title={t.mineNone} text={t.mineNoneText} level={2} />
      ) : (
        <Rows
          level={2}
          rows={tasks.map((task) => ({
            title: task.title,
            href: reader.href(
              pathOf(
                { project: task.number, seq: task.seq },
                task.state === "assigned" ? "/review" : "/reviews",
              ),
            ),
            text: task.contest,
            meta: [t.round(task.round)],
            side: (
              <Status kind={task.state === "assigned" ? "new" : "closed"}>
                {task.state === "assigned" ? t.assigned : t.written}
              </Status>
            ),
          }))}
        />
      )}
    </Stack>
  );
}
