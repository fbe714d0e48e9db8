import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  ChoiceInput,
  EmptyState,
  Field,
  Flash,
  Form,
  PageHeader,
  PlainRows,
  Rows,
  Quote,
  Section,
  Stack,
  Status,
  Table,
  FigureTable,
  FormErrorSummary,
  fieldProps,
} from "#base/ui/index.ts";
import { submittedTexts } from "../submission/document.ts";
import type { ApplicationDetails, VisibleReview } from "../applications/reads.ts";
import {
  applicationPath,
  formatDecimal,
  applicationSectionRows,
  type ContestViewContext,
} from "../applications/view.ts";
import type { ApplicationRemark } from "../applications/store.ts";
import { profileFields } from "../contests/profile.ts";
import { scoreReviews, type CriterionScore } from "./rubric.ts";
import type { ReviewTask } from "./store.ts";
import type { ReviewerOption } from "./actions.ts";
import { FieldText } from "../applications/field-text.tsx";
import { RemarkList } from "../remarks/remark-list.tsx";

type ReviewPageProps = {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  form: FormState;
};

export function ReviewsPage({
  viewContext: view,
  details,
  form,
  choices,
  was,
}: ReviewPageProps & {
  choices: readonly ReviewerOption[];
  was: (remark: ApplicationRemark) => string | undefined;
}) {
  const { reviews: t } = view.t;
  const rounds = [...new Set(details.reviews.map((review) => review.round))].toReversed();
  return (
    <Stack gap="l">
      <PageHeader title={t.title} lead={details.application.contest} />
      <FormErrorSummary form={form} />
      {rounds.length === 0 && <EmptyState title={t.none} text={t.noneText} level={2} />}
      {rounds.map((round) => (
        <ReviewRound
          viewContext={view}
          details={details}
          round={round}
          reviews={details.reviews.filter((review) => review.round === round)}
        />
      ))}
      <RemarkList viewContext={view} details={details} was={was} />
      {details.may.review && (
        <Actions>
          <ButtonLink kind="primary" href={view.href(applicationPath(details.key, "/review"))}>
            {t.write}
          </ButtonLink>
        </Actions>
      )}
      {details.may.assign && details.application.stage === "draft" && (
        <AssignReviewersForm viewContext={view} details={details} form={form} choices={choices} />
      )}
    </Stack>
  );
}

const reviewerName = (view: ContestViewContext, review: VisibleReview, index: number): string =>
  review.name ?? view.t.reviews.expert(index + 1);

function ReviewRound({
  viewContext: view,
  details,
  round,
  reviews,
}: {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  round: number;
  reviews: readonly VisibleReview[];
}) {
  const { reviews: t } = view.t;
  const written = reviews.filter((review) => review.state === "written");
  const score = scoreReviews(
    details.profile.criteria,
    written.map((review) => review.points),
  );
  const number = (value: number | null) => (value === null ? "" : formatDecimal(view, value));
  const disagreements = score.criteria.filter((one) => one.isContested);
  return (
    <Section title={t.round(round)} id={`round-${round}`}>
      {disagreements.length > 0 && (
        <Flash kind="warn">
          <b>{t.apartTitle}.</b>{" "}
          {t.apartText(disagreements.map(({ criterion }) => criterion.title).join("; "))}
        </Flash>
      )}
      <PlainRows>
        {reviews.map((review, index) => (
          <div class="stack" data-gap="s">
            <p>
              <b>{reviewerName(view, review, index)}</b>{" "}
              {review.verdict === null ? (
                <Status kind="new">{t.assigned}</Status>
              ) : (
                <Status kind={review.verdict === "ready" ? "closed" : "refuted"}>
                  {t.verdicts[review.verdict]}
                </Status>
              )}
            </p>
            {review.comment !== "" && <Quote>{review.comment}</Quote>}
          </div>
        ))}
      </PlainRows>
      {written.length > 0 && (
        <Table
          caption={t.total(number(score.maxTotal))}
          cards
          columns={[
            {
              head: t.criterion,
              rowHead: true,
              cell: ({ criterion }: CriterionScore) => criterion.title,
              foot: t.total(number(score.maxTotal)),
            },
            ...written.map((review, index) => ({
              head: reviewerName(view, review, reviews.indexOf(review)),
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
                    cell: ({ spread, isContested: far }: CriterionScore) =>
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
        <FigureTable summary={t.pointsComment}>
          <PlainRows>
            {written.flatMap((review) =>
              details.profile.criteria
                .filter(({ code }) => (review.points[code]?.comment ?? "") !== "")
                .map(({ code, title }) => (
                  <Quote by={`${reviewerName(view, review, reviews.indexOf(review))}: ${title}`}>
                    {review.points[code]?.comment ?? ""}
                  </Quote>
                )),
            )}
          </PlainRows>
        </FigureTable>
      )}
    </Section>
  );
}

function AssignReviewersForm({
  viewContext: view,
  details,
  form,
  choices,
}: ReviewPageProps & { choices: readonly ReviewerOption[] }) {
  const { reviews: t } = view.t;
  const shown = details.application.names_shown;
  const names = (
    <Form
      action={view.href(applicationPath(details.key, "/names"))}
      hidden={{ shown: shown ? "no" : "yes" }}
      variant="actions"
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
      <Form action={view.href(applicationPath(details.key, "/reviews"))} variant="card">
        <ChoiceInput
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
export const remarkRowCount = 6;

/** The review form: the texts, and points by the contest's rubric. */
export function WriteReviewPage({ viewContext: view, details, form }: ReviewPageProps) {
  const { reviews: t } = view.t;
  return (
    <Stack gap="l">
      <PageHeader
        title={t.write}
        lead={`${details.project.title}. ${details.application.contest}`}
      />
      <FormErrorSummary form={form} />
      <FigureTable summary={t.texts}>
        {applicationSectionRows(details.profile, submittedTexts(details)).map(
          ({ title, fields }) => (
            <Section title={title}>
              {fields.map(({ field, content }) => (
                <>
                  <h3>{field.title}</h3>
                  <FieldText
                    viewContext={view}
                    profile={details.profile}
                    field={field}
                    text={content?.text ?? ""}
                  />
                </>
              ))}
            </Section>
          ),
        )}
      </FigureTable>
      <Form action={view.href(applicationPath(details.key, "/review"))} variant="stack">
        {details.profile.criteria.map((criterion) => (
          <fieldset class="card stack" data-gap="s">
            <legend class="h3">{criterion.title}</legend>
            {criterion.hint !== undefined && <p class="hint">{criterion.hint}</p>}
            <Field
              {...fieldProps(form, `points-${criterion.code}`)}
              kind="number"
              min={0}
              max={criterion.most}
              step={0.5}
              label={t.points(criterion.most)}
              required
              width="s"
            />
            <Field
              {...fieldProps(form, `comment-${criterion.code}`)}
              kind="textarea"
              rows={2}
              label={t.pointsComment}
              optional
            />
          </fieldset>
        ))}
        <Section title={t.remarksTitle} lead={t.remarksHint} small>
          {Array.from({ length: remarkRowCount }, (_, index) => (
            <fieldset class="card stack" data-gap="s">
              <legend class="small muted">{t.remarkRow(index + 1)}</legend>
              <Field
                {...fieldProps(form, `remark-field-${index}`)}
                kind="select"
                label={t.remarkField}
                empty={t.whole}
                options={profileFields(details.profile).map(({ code, title }) => ({
                  value: code,
                  label: title,
                }))}
              />
              <Field
                {...fieldProps(form, `remark-text-${index}`)}
                kind="textarea"
                rows={2}
                label={t.remarkText}
                optional
              />
            </fieldset>
          ))}
        </Section>
        <Field
          {...fieldProps(form, "comment")}
          kind="textarea"
          rows={4}
          label={t.comment}
          optional
        />
        <ChoiceInput
          {...fieldProps(form, "verdict")}
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

/** The reviewer's assignments. */
export function MyReviewsPage({
  viewContext: view,
  tasks,
}: {
  viewContext: ContestViewContext;
  tasks: readonly ReviewTask[];
}) {
  const { reviews: t } = view.t;
  return (
    <Stack gap="l">
      <PageHeader title={t.mine} />
      {tasks.length === 0 ? (
        <EmptyState title={t.mineNone} text={t.mineNoneText} level={2} />
      ) : (
        <Rows
          level={2}
          rows={tasks.map((task) => ({
            title: task.title,
            href: view.href(
              applicationPath(
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
