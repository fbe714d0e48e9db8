import {
  Actions,
  Button,
  Card,
  EmptyState,
  Evidence,
  Field,
  Form,
  Grid,
  Meta,
  Pane,
  Section,
  Stack,
  Status,
  FramedPanes,
} from "#base/ui/index.ts";
import { ProblemRows, type VerifiedFix } from "#modules/problems/index.ts";
import type { TerritoryShape } from "#modules/territories/index.ts";
import { burstMessages } from "../bursts/explanation.ts";
import type { HomePageData } from "./reads.ts";
import type { InsightViewContext } from "../view.ts";
import { StatesBar, StatesLegend } from "../charts/parts.tsx";
import { RegionMap } from "../charts/places-map.tsx";

export type HomePageProps = {
  viewContext: InsightViewContext;
  data: HomePageData;
  shapes: readonly TerritoryShape[];
};

/** The first page: report, see what is known nearby, and what becomes of it all. */
export function HomePage({ viewContext: insightContext, data, shapes }: HomePageProps) {
  const { t, names, viewContext } = insightContext;
  return (
    <Stack gap="xl">
      <FramedPanes>
        <ReportForm viewContext={insightContext} />
        <NearbySearch viewContext={insightContext} />
        <MonthSummary viewContext={insightContext} data={data} />
      </FramedPanes>
      {data.places.length > 0 && (
        <Section
          title={t.home.map}
          lead={t.home.mapLead}
          link={{ href: names.href("/territories"), label: t.home.mapLink }}
        >
          <RegionMap viewContext={insightContext} places={data.places} shapes={shapes} />
        </Section>
      )}
      <Section
        title={t.home.burning}
        lead={t.home.burningLead}
        {...(data.open > 0 && {
          link: {
            href: names.href("/problems?stage=open&sort=burning"),
            label: t.home.burningLink(data.open),
          },
        })}
      >
        {data.topPriority.length === 0 ? (
          <EmptyState
            title={t.home.burningNone}
            text={t.home.burningNoneText}
            action={{ href: names.href("/tell"), label: t.home.send }}
          />
        ) : (
          <ProblemRows
            viewContext={viewContext}
            lines={data.topPriority}
            names={names}
            figure
            ordered
          />
        )}
        <p>
          <a href={names.href("/insight/hot")}>{burstMessages[viewContext.lang].link}</a>
        </p>
      </Section>
      {data.fixes.length > 0 && (
        <Section
          title={t.home.fixes}
          lead={t.home.fixesLead}
          link={{ href: names.href("/problems?stage=verified"), label: t.home.fixesLink }}
        >
          <Grid>
            {data.fixes.map((fix) => (
              <VerifiedFixCard viewContext={insightContext} fix={fix} />
            ))}
          </Grid>
        </Section>
      )}
    </Stack>
  );
}

function ReportForm({ viewContext: { t, names } }: { viewContext: InsightViewContext }) {
  return (
    <section class="stack" id="tell" aria-labelledby="tell-title">
      <h1 id="tell-title">{t.home.tell}</h1>
      <p class="lead">{t.home.tellLead}</p>
      <Form action={names.href("/tell")}>
        <Field name="text" kind="textarea" label={t.home.what} hint={t.home.whatHint} />
        <Field
          name="place"
          label={t.home.where}
          hint={t.home.whereHint}
          autocomplete="street-address"
        />
        <Actions>
          <Button kind="primary" size="l">
            {t.home.send}
          </Button>
          <span class="small muted">{t.home.noAccount}</span>
        </Actions>
      </Form>
      <p class="small">
        {t.home.danger}{" "}
        <a href="tel:112">
          <b>112</b>
        </a>
        .
      </p>
    </section>
  );
}

function NearbySearch({ viewContext: { t, names } }: { viewContext: InsightViewContext }) {
  return (
    <Pane title={t.home.near} lit gap="m">
      <p>{t.home.nearText}</p>
      <form method="get" action={names.href("/problems")} role="search">
        <Field
          name="q"
          kind="search"
          label={t.home.nearField}
          button={<Button icon="search">{t.home.find}</Button>}
        />
      </form>
    </Pane>
  );
}

function MonthSummary({
  viewContext: insightContext,
  data: { month },
}: {
  viewContext: InsightViewContext;
  data: HomePageData;
}) {
  const { t, names } = insightContext;
  return (
    <Pane title={t.home.month} gap="m">
      {month.opened === 0 ? (
        <p>{t.home.monthNone}</p>
      ) : (
        <>
          <p>{t.home.monthText(month.messages, month.opened)}</p>
          <StatesBar viewContext={insightContext} figures={month} size="l" />
          <StatesLegend words={t.home} states={month.states} />
          {month.states.otherwise > 0 && (
            <p class="small">{t.home.otherwise(month.states.otherwise)}</p>
          )}
        </>
      )}
      <p class="small">
        <a href={names.href("/figures")}>{t.home.how}</a>
      </p>
    </Pane>
  );
}

function VerifiedFixCard({
  viewContext: insightContext,
  fix,
}: {
  viewContext: InsightViewContext;
  fix: VerifiedFix;
}) {
  const { t, names, format } = insightContext;
  const toShot = (caption: string, picture: VerifiedFix["before"]) =>
    picture === null
      ? []
      : [{ caption, alt: picture.alt, src: names.href(`/pictures/${picture.file}/small.webp`) }];
  const shots = [...toShot(t.home.before, fix.before), ...toShot(t.home.after, fix.after)];
  const days = Math.max(
    1,
    Math.round((fix.verifiedAt.getTime() - fix.openedAt.getTime()) / 86_400_000),
  );
  return (
    <Card {...(shots.length > 0 && { media: <Evidence photos={shots} small /> })} gap="s">
      <Status kind="verified">{t.home.fixed}</Status>
      <h3>
        <a href={names.href(`/problems/${fix.number}`)}>{fix.title}</a>
      </h3>
      <Meta
        items={[
          names.territory(fix.municipalityId),
          format.date(fix.verifiedAt),
          t.home.fixedIn(days),
        ]}
      />
    </Card>
  );
}
