import { localDate, type CalendarYear } from "#base/time/calendar.ts";
import { calendar } from "#base/time/rules.ts";
import {
  DescriptionList,
  Flash,
  formatDate,
  PageHeader,
  Section,
  Stack,
  Table,
  Tabs,
} from "#base/ui/index.ts";
import type { AdministrationView } from "../view.tsx";

type Props = {
  view: AdministrationView;
  year: number;
  years: readonly number[];
  data: CalendarYear | undefined;
};

/** A year of the production calendar: what is off, what is worked, what is shorter, and by which act. */
export function CalendarPage({ view, year, years, data }: Props) {
  const { t, href } = view;
  const total = workingDays(`${year}-01-01`, `${year + 1}-01-01`);
  return (
    <Stack gap="l">
      <PageHeader title={t.calendar.title} lead={t.calendar.lead} />
      <Tabs
        label={t.calendar.years}
        tabs={years.map((one) => ({
          href: href(`/admin/calendar?year=${one}`),
          label: String(one),
          ...(one === year && { current: true }),
        }))}
      />
      {data === undefined && <Flash kind="warn">{t.calendar.unknown}</Flash>}
      {data?.provisional === true && <Flash kind="warn">{t.calendar.provisional}</Flash>}
      <Section title={t.calendar.year(year)} lead={t.calendar.total(total)}>
        {data !== undefined && (
          <DescriptionList
            items={[{ name: t.calendar.source, value: <span lang="ru">{data.source}</span> }]}
          />
        )}
        <Months view={view} year={year} data={data} />
      </Section>
      {data?.declared !== undefined && <Declared view={view} year={year} data={data} />}
    </Stack>
  );
}

const workingDays = (from: string, to: string) =>
  calendar.countWorkingDays({ from: localDate(from), to: localDate(to) });

const padTwo = (n: number) => String(n).padStart(2, "0");

function Months({ view, year, data }: Omit<Props, "years">) {
  const { t, lang } = view;
  const months = Array.from({ length: 12 }, (_, index) => index + 1);
  const monthName = new Intl.DateTimeFormat(lang === "ru" ? "ru-RU" : "en-GB", {
    month: "long",
    timeZone: "UTC",
  });
  const firstOf = (month: number) =>
    month > 12 ? `${year + 1}-01-01` : `${year}-${padTwo(month)}-01`;
  const within = (month: number, days: readonly string[] = []) =>
    days
      .filter((day) => day.startsWith(`${padTwo(month)}-`))
      .map((day) => Number(day.slice(3)))
      .join(", ") || t.calendar.dash;
  return (
    <Table
      caption={t.calendar.caption(year)}
      captionHidden
      cards
      rows={months}
      columns={[
        { head: t.calendar.month, cell: (month) => monthName.format(new Date(firstOf(month))) },
        {
          head: t.calendar.working,
          number: true,
          cell: (month) => workingDays(firstOf(month), firstOf(month + 1)),
        },
        { head: t.calendar.off, cell: (month) => within(month, data?.off) },
        { head: t.calendar.work, cell: (month) => within(month, data?.work) },
        { head: t.calendar.short, cell: (month) => within(month, data?.short) },
      ]}
    />
  );
}

function Declared({
  view,
  year,
  data,
}: {
  view: AdministrationView;
  year: number;
  data: CalendarYear;
}) {
  const { t } = view;
  const day = (text: string) =>
    formatDate(new Date(`${year}-${text}T12:00:00Z`), { ...view, zone: "UTC" });
  return (
    <Section title={t.calendar.declared} lead={t.calendar.declaredLead}>
      <DescriptionList
        items={(data.declared ?? []).map(({ from, to, source }) => ({
          name: from === to ? day(from) : `${day(from)} – ${day(to)}`,
          value: <span lang="ru">{source}</span>,
        }))}
      />
    </Section>
  );
}
