import { DecideForm, SubmitForm } from "../submission/forms.tsx";
import { FieldsTable, SubmittedTexts } from "./fields-table.tsx";
import type { ComponentChildren } from "preact";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Eyebrow,
  DescriptionList,
  Form,
  Meta,
  Pane,
  PlainRows,
  Section,
  Stack,
  Status,
  Stepper,
  FramedPanes,
  WithSidebar,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { parseRemarkLines } from "../remarks/remark-lines.ts";
import type { ApplicationDetails } from "./reads.ts";
import {
  applicationStatusKinds,
  applicationPath,
  formatDay,
  formatRoubles,
  formatDecimal,
  formatApplicationIssue,
  sectionCodeOfField,
  applicationSteps,
  type ContestViewContext,
} from "./view.ts";
import { ProfileSource } from "./field-text.tsx";
import { RemarkList } from "../remarks/remark-list.tsx";

export type ApplicationPageProps = {
  viewContext: ContestViewContext;
  details: ApplicationDetails;
  form: FormState;
  today: string;
  /** The logic check of the charter, for those who write it. */
  logic?: ComponentChildren;
};

export function ApplicationPage(view: ApplicationPageProps) {
  const { viewContext, details } = view;
  const { t, href } = viewContext;
  const path = (rest: string) => href(applicationPath(details.key, rest));
  return (
    <Stack gap="xl">
      <Header {...view} />
      <FormErrorSummary form={view.form} />
      <WithSidebar
        label={t.page.downloads}
        main={
          <>
            {details.application.stage === "draft" && <ApplicationIssues {...view} />}
            <RemarkList viewContext={viewContext} details={details} />
            {view.logic}
            {details.application.stage === "draft" ? (
              <FieldsTable {...view} />
            ) : (
              <SubmittedTexts {...view} />
            )}
          </>
        }
        aside={
          <>
            <Section title={t.page.downloads} small>
              <ul role="list" class="stack" data-gap="s">
                <li>
                  <a href={path("/application.docx")} download>
                    {t.page.docx}
                  </a>
                </li>
                <li>
                  <a href={path("/application.pdf")} download>
                    {t.page.pdf}
                  </a>
                </li>
                <li>
                  <a href={path("/copy")}>{t.page.copy}</a>
                </li>
                <li>
                  <a href={path("/data.json")}>{t.page.json}</a>
                </li>
              </ul>
            </Section>
            <Section title={t.reviews.title} small>
              <p>
                <a href={path("/reviews")}>
                  {details.reviews.length === 0 ? t.reviews.none : t.page.reviews}
                </a>
              </p>
              {details.may.review && (
                <p>
                  <a href={path("/review")}>{t.reviews.write}</a>
                </p>
              )}
            </Section>
            {details.former !== undefined && (
              <Section title={t.page.changes} small>
                <p>
                  <a href={path("/changes")}>
                    {t.changes.lead(
                      details.former.application.seq,
                      details.former.application.contest,
                    )}
                  </a>
                </p>
              </Section>
            )}
            <ProfileSource
              title={t.page.note}
              profile={details.profile}
              asOf={t.page.asOf(formatDay(viewContext, details.profile.asOf))}
            />
            <DecisionRemarks {...view} />
            {details.may.send && ["draft", "submitted"].includes(details.application.stage) && (
              <Form
                action={path("/withdraw")}
                hidden={{ version: String(details.application.version) }}
                variant="actions"
              >
                <Button kind="quiet" size="s">
                  {t.page.withdraw}
                </Button>
              </Form>
            )}
          </>
        }
      />
    </Stack>
  );
}

/** The funder's remarks, and a switch of their visibility for those who may submit. */
function DecisionRemarks({ viewContext: view, details }: ApplicationPageProps) {
  const { application } = details;
  const { page } = view.t;
  if (application.remarks === "") return null;
  const shown = application.remarks_public;
  return (
    <Section title={page.remarks} small>
      <ul>
        {parseRemarkLines(application.remarks).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <p class="small muted">{shown ? page.remarksShown : page.remarksHidden}</p>
      {details.may.send && (
        <Form
          action={view.href(applicationPath(details.key, "/show-remarks"))}
          hidden={{ shown: shown ? "no" : "yes" }}
          variant="actions"
        >
          <Button size="s">{shown ? page.hideRemarks : page.showRemarks}</Button>
        </Form>
      )}
    </Section>
  );
}

function Header(view: ApplicationPageProps) {
  const { viewContext, details } = view;
  const { application, project } = details;
  const { t, href } = viewContext;
  const facts = [
    application.number !== "" && {
      name: t.page.number,
      value: <span class="num">{application.number}</span>,
    },
    application.submitted_on !== null && {
      name: t.page.submittedOn,
      value: formatDay(viewContext, application.submitted_on),
    },
    application.asked !== null &&
      application.asked > 0 && {
        name: t.page.asked,
        value: formatRoubles(viewContext, application.asked),
      },
    application.granted !== null && {
      name: t.page.granted,
      value: formatRoubles(viewContext, application.granted),
    },
    application.agreement !== "" && { name: t.page.agreement, value: application.agreement },
    application.score !== null && {
      name: t.page.score,
      value: formatDecimal(viewContext, Number(application.score)),
    },
    application.direction !== "" && { name: t.page.direction, value: application.direction },
  ].filter((fact) => fact !== false);
  return (
    <FramedPanes>
      <Pane
        label={application.contest}
        foot={<Stepper label={t.page.life} steps={applicationSteps(viewContext, application)} />}
      >
        <Eyebrow>
          <Status kind={applicationStatusKinds[application.stage]}>
            {t.stages[application.stage]}
          </Status>
          <span>{t.page.title(application.seq)}</span>
        </Eyebrow>
        <h1>{application.contest}</h1>
        <Meta
          items={[
            { icon: "doc", text: project.title, href: href(`/projects/${project.number}`) },
            details.profile.title,
          ]}
        />
      </Pane>
      <Pane title={t.next.title} lit>
        <NextStep {...view} />
      </Pane>
      {facts.length > 0 && (
        <Pane label={t.page.contest}>
          <DescriptionList items={facts} />
          {application.snapshot_sha256 !== null && (
            <p class="small muted">
              {t.page.hash}: <span class="num">{application.snapshot_sha256.slice(0, 16)}…</span>
            </p>
          )}
        </Pane>
      )}
    </FramedPanes>
  );
}

function NextStep(view: ApplicationPageProps) {
  const { viewContext, details } = view;
  const { next } = viewContext.t;
  const { project, application, may } = details;
  const stops = details.issues.filter(({ weight }) => weight === "stop");
  switch (application.stage) {
    case "draft":
      if (!may.send) return <p>{next.watch}</p>;
      if (stops.length > 0) {
        return (
          <p>
            <a href="#checks">{next.mend(stops.length)}</a>
          </p>
        );
      }
      return <SubmitForm {...view} />;
    case "submitted":
      return may.send ? <DecideForm {...view} /> : <p>{next.recorded}</p>;
    case "not-supported":
      return (
        <>
          <p>{next.notSupported}</p>
          {may.write && (
            <Actions>
              <ButtonLink
                kind="primary"
                href={viewContext.href(
                  `/projects/${project.number}/applications/new?former=${application.seq}`,
                )}
              >
                {next.again}
              </ButtonLink>
            </Actions>
          )}
        </>
      );
    case "supported":
      return (
        <>
          <p>{next.supported}</p>
          <Actions>
            <ButtonLink href={viewContext.href(`/projects/${project.number}`)}>
              {next.toProject}
            </ButtonLink>
          </Actions>
        </>
      );
    default:
      return <p>{next.withdrawn}</p>;
  }
}

function ApplicationIssues({ viewContext: view, details }: ApplicationPageProps) {
  const { checks } = view.t;
  const titles = new Map(
    details.profile.sections.flatMap(({ fields }) =>
      fields.map(({ code, title }) => [code, title]),
    ),
  );
  const rows = (weight: "stop" | "look") =>
    details.issues
      .filter((issue) => issue.weight === weight)
      .map((issue) => {
        const section = sectionCodeOfField(details.profile, issue.field);
        const target = view.href(applicationPath(details.key, `/fields/${section}`));
        const name = titles.get(issue.field) ?? "";
        return (
          <p>
            {details.may.write ? <a href={`${target}#f-${issue.field}`}>{name}</a> : <b>{name}</b>}
            {": "}
            {formatApplicationIssue(view, issue)}
          </p>
        );
      });
  const [stops, warnings] = [rows("stop"), rows("look")];
  return (
    <Section title={checks.title} id="checks">
      {stops.length === 0 ? (
        <p>
          <Status kind="closed" icon="check">
            {checks.none}
          </Status>
        </p>
      ) : (
        <PlainRows>{stops}</PlainRows>
      )}
      {warnings.length > 0 && (
        <>
          <h3>{checks.look}</h3>
          <PlainRows>{warnings}</PlainRows>
        </>
      )}
    </Section>
  );
}
