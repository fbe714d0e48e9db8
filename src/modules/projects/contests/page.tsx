import {
  Actions,
  Button,
  ButtonLink,
  Cluster,
  EmptyState,
  DescriptionList,
  Field,
  Flash,
  Form,
  Meta,
  PageHeader,
  PlainRows,
  Rows,
  Section,
  Stack,
  Table,
  formatDate,
  formatNumber,
} from "#base/ui/index.ts";
import { formatDay, type ContestViewContext } from "../applications/view.ts";
import type { ProfileEntry, CallsByStatus } from "./directory.ts";
import type { ReviewCriterion, ContestProfile, ProfileIssue, ProfileField } from "./profile.ts";
import type { ContestCall } from "./store.ts";
import { profileTerms } from "../new-application/page.tsx";

export function ContestsPage({
  viewContext: view,
  calls,
  book,
  mayKeep,
}: {
  viewContext: ContestViewContext;
  calls: CallsByStatus;
  book: readonly ProfileEntry[];
  mayKeep: boolean;
}) {
  const { contests: t } = view.t;
  return (
    <Stack gap="l">
      <PageHeader title={t.title} lead={t.lead}>
        {mayKeep && (
          <Actions>
            <ButtonLink href={view.href("/contests/new")}>{t.add}</ButtonLink>
          </Actions>
        )}
      </PageHeader>
      {calls.open.length === 0 ? (
        <EmptyState
          title={t.none}
          text={t.noneText}
          level={2}
          action={{ href: view.href("/contests/forms"), label: t.profiles }}
        />
      ) : (
        <Section title={t.open}>
          <ContestCalls viewContext={view} calls={calls.open} book={book} mayKeep={mayKeep} apply />
        </Section>
      )}
      {calls.upcoming.length > 0 && (
        <Section title={t.ahead}>
          <ContestCalls viewContext={view} calls={calls.upcoming} book={book} mayKeep={mayKeep} />
        </Section>
      )}
      {calls.past.length > 0 && (
        <Section title={t.past} small>
          <ContestCalls viewContext={view} calls={calls.past} book={book} mayKeep={mayKeep} />
        </Section>
      )}
      <p>
        <a href={view.href("/contests/forms")}>{t.profiles}</a>
      </p>
    </Stack>
  );
}

function ContestCalls({
  viewContext: view,
  calls,
  book,
  mayKeep,
  apply = false,
}: {
  viewContext: ContestViewContext;
  calls: readonly ContestCall[];
  book: readonly ProfileEntry[];
  mayKeep: boolean;
  apply?: boolean;
}) {
  const { contests: t } = view.t;
  return (
    <PlainRows>
      {calls.map((call) => {
        const profile = book.find((one) => one.profile.code === call.profile)?.profile;
        return (
          <div class="stack" data-gap="s">
            <h3>{call.title}</h3>
            <Meta
              items={[
                {
                  icon: "calendar",
                  text: `${t.from(formatDay(view, call.opens_on))} ${t.until(formatDay(view, call.closes_on))}`,
                },
                ...(profile === undefined ? [] : profileTerms(view, profile)),
              ]}
            />
            {call.note !== "" && <p>{call.note}</p>}
            <Cluster>
              {apply && (
                <ButtonLink kind="primary" size="s" href={view.href(`/contests/${call.id}/apply`)}>
                  {t.apply}
                </ButtonLink>
              )}
              {profile !== undefined && (
                <a href={view.href(`/contests/forms/${profile.code}`)}>{t.form}</a>
              )}
              {call.link !== "" && (
                <a href={call.link} rel="noopener">
                  {t.rules}
                </a>
              )}
              {mayKeep && <a href={view.href(`/contests/${call.id}/edit`)}>{t.edit}</a>}
            </Cluster>
          </div>
        );
      })}
    </PlainRows>
  );
}

/** Selects which of the person's projects applies to the contest. */
export function ChooseProjectPage({
  viewContext: view,
  call,
  projects,
}: {
  viewContext: ContestViewContext;
  call: ContestCall;
  projects: readonly { number: string; title: string }[];
}) {
  const { contests: t } = view.t;
  return (
    <Stack gap="l">
      <PageHeader title={t.applyTitle} lead={call.title} />
      {projects.length === 0 ? (
        <EmptyState
          title={t.applyNone}
          text={t.applyNoneText}
          level={2}
          action={{ href: view.href("/projects/new"), label: t.startProject }}
        />
      ) : (
        <Rows
          level={2}
          rows={projects.map(({ number, title }) => ({
            title,
            meta: [number],
            href: view.href(
              `/projects/${number}/applications/new?profile=${call.profile}&call=${call.id}`,
            ),
          }))}
        />
      )}
    </Stack>
  );
}

export function ContestProfilesPage({
  viewContext: view,
  book,
  faults,
  refusal,
  mayKeep,
}: {
  viewContext: ContestViewContext;
  book: readonly ProfileEntry[];
  /** Faults of a rejected file: path and message. */
  faults: readonly (ProfileIssue & { text: string })[];
  refusal?: string;
  mayKeep: boolean;
}) {
  const { profiles: t } = view.t;
  return (
    <Stack gap="l">
      <PageHeader title={t.title} lead={t.lead} />
      {faults.length > 0 && (
        <Flash kind="danger">
          <b>{t.faults(faults.length)}</b>
          <ul>
            {faults.map(({ path, text }) => (
              <li>
                {path !== "" && <code>{path}</code>} {text}
              </li>
            ))}
          </ul>
        </Flash>
      )}
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      <Rows
        level={2}
        rows={book.map(({ profile, keptAt }) => ({
          title: profile.title,
          href: view.href(`/contests/forms/${profile.code}`),
          text: profile.funder,
          meta: [
            ...profileTerms(view, profile),
            t.fields(profile.sections.flatMap(({ fields }) => fields).length),
            keptAt === null ? t.builtIn : t.kept(formatDate(keptAt, view)),
          ],
        }))}
      />
      {mayKeep && (
        <Section title={t.importTitle} lead={t.importHint}>
          <Form action={view.href("/contests/forms")} files variant="card">
            <Field
              kind="file"
              name="file"
              label={t.file}
              accept=".json,application/json"
              required
            />
            <Actions>
              <Button>{t.take}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </Stack>
  );
}

/** A contest's form for everybody to read: what is asked, how long, and how it is judged. */
export function ContestProfilePage({
  viewContext: view,
  profile,
}: {
  viewContext: ContestViewContext;
  profile: ContestProfile;
}) {
  const { profiles: t, page } = view.t;
  const number = (value: number) => formatNumber(value, { lang: view.lang });
  const { least, most } = profile.grant;
  const grant =
    most === undefined
      ? t.any
      : least === undefined
        ? t.grantMost(number(most))
        : t.grantText(number(least), number(most));
  const facts = [
    { name: t.grant, value: grant },
    { name: t.share, value: t.shareText(Math.round(profile.ownShare * 100)) },
    profile.dates.longestMonths !== undefined && {
      name: t.longest,
      value: t.longestText(profile.dates.longestMonths),
    },
    profile.number !== undefined && {
      name: t.number,
      value: <span class="num">{profile.number.example}</span>,
    },
  ].filter((fact) => fact !== false);
  return (
    <Stack gap="l">
      <PageHeader title={profile.title} lead={profile.funder} />
      <Flash kind="warn">
        {profile.note} {page.asOf(formatDay(view, profile.asOf))}.
      </Flash>
      <DescriptionList items={facts} />
      {profile.sections.map(({ code, title, fields }) => (
        <Section title={title} id={code}>
          <Table
            caption={title}
            captionHidden
            cards
            columns={[
              {
                head: t.field,
                rowHead: true,
                cell: (field: ProfileField) => (
                  <>
                    {field.title}
                    {field.hint !== undefined && <p class="hint">{field.hint}</p>}
                  </>
                ),
              },
              {
                head: t.limit,
                number: true,
                cell: ({ limit }: ProfileField) => (limit === undefined ? "" : number(limit)),
              },
              { head: t.required, cell: ({ required }: ProfileField) => (required ? t.yes : t.no) },
              {
                head: t.source,
                cell: ({ source }: ProfileField) => (source === undefined ? "" : t.sources[source]),
              },
            ]}
            rows={fields}
          />
        </Section>
      ))}
      <Section title={t.criteria}>
        <Table
          caption={t.criteria}
          captionHidden
          columns={[
            { head: t.criterion, rowHead: true, cell: ({ title }: ReviewCriterion) => title },
            {
              head: t.most,
              number: true,
              cell: ({ most: points }: ReviewCriterion) => number(points),
            },
            {
              head: t.weight,
              number: true,
              cell: ({ weight }: ReviewCriterion) =>
                formatNumber(weight, { lang: view.lang, digits: weight % 1 === 0 ? 0 : 1 }),
            },
          ]}
          rows={profile.criteria}
        />
      </Section>
      {profile.directions.length > 0 && (
        <Section title={t.directions} small>
          <ul>
            {profile.directions.map((direction) => (
              <li>{direction}</li>
            ))}
          </ul>
        </Section>
      )}
      <p>
        <a href={view.href(`/contests/forms/${profile.code}/form.json`)} download>
          {t.export}
        </a>
      </p>
    </Stack>
  );
}
