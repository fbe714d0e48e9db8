import { ParagraphText } from "./paragraph-text.tsx";
import type { ProjectCardProps } from "./page.tsx";
import { Card, DescriptionList, Section, type DescriptionItem } from "#base/ui/index.ts";
import type { ProjectCard } from "./reads.ts";
import { formatDay, formatRoubleAmount, formatDaySpan, type ProjectViewContext } from "../view.ts";

export function Charter({ viewContext: view, card, names, redact }: ProjectCardProps) {
  const { t } = view;
  const { project, organisation, programme } = card;
  const text = (name: string, value: string): DescriptionItem[] =>
    value === "" ? [] : [{ name, value: <ParagraphText text={redact(value)} /> }];
  const facts: DescriptionItem[] = [
    ...text(t.card.direction, project.direction === null ? "" : t.directions[project.direction]),
    ...contestItems(view, card),
    ...(organisation === undefined
      ? []
      : [
          {
            name: t.card.organisation,
            value: (
              <>
                {organisation.name}
                <br />
                <span class="muted num">
                  {t.card.numbers(organisation.inn ?? "", organisation.ogrn ?? "")}
                </span>
              </>
            ),
          },
        ]),
    ...(programme === undefined
      ? []
      : [
          {
            name: t.card.programme,
            value: <a href={names.href(`/projects/${programme.number}`)}>{programme.title}</a>,
          },
        ]),
    ...text(t.card.term, formatDaySpan(view, project.starts_on, project.ends_on)),
    ...(card.places.length === 0
      ? []
      : [{ name: t.card.geography, value: <Places card={card} names={names} /> }]),
    ...(card.groups.length === 0
      ? []
      : [
          {
            name: t.card.groups,
            value: (
              <ul role="list">
                {card.groups.map(({ title, people }) => (
                  <li>
                    {title}
                    {people !== null && <span class="muted">, {t.card.people(people)}</span>}
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
    ...text(t.card.goal, project.goal),
    ...(card.tasks.length === 0
      ? []
      : [
          {
            name: t.card.tasks,
            value: (
              <ol>
                {card.tasks.map(({ title }) => (
                  <li>{redact(title)}</li>
                ))}
              </ol>
            ),
          },
        ]),
    ...text(t.card.significance, project.significance),
    ...(project.contact_info === ""
      ? []
      : [{ name: t.card.contacts, value: <ParagraphText text={project.contact_info} /> }]),
    ...awardItems(view, card),
  ];
  if (facts.length === 0) return null;
  return (
    <Section title={t.card.passport}>
      <Card>
        <DescriptionList side items={facts} />
      </Card>
    </Section>
  );
}

function contestItems({ t }: ProjectViewContext, { applications }: ProjectCard): DescriptionItem[] {
  const last = applications.findLast(({ stage }) => stage !== "draft" && stage !== "withdrawn");
  if (last === undefined) return [];
  return [
    { name: t.card.contest, value: last.contest },
    ...(last.number === ""
      ? []
      : [{ name: t.card.applicationNumber, value: <span class="num">{last.number}</span> }]),
  ];
}

function awardItems(view: ProjectViewContext, { project }: ProjectCard): DescriptionItem[] {
  const { t } = view;
  if (project.awarded === null) return [];
  const day = project.awarded_on === null ? "" : `, ${formatDay(view, project.awarded_on)}`;
  return [
    {
      name: t.card.awarded,
      value: t.card.moneyTotal(formatRoubleAmount(view, project.awarded)) + day,
    },
    ...(project.funder_name === null ? [] : [{ name: t.card.funder, value: project.funder_name }]),
  ];
}

function Places({ card, names }: Pick<ProjectCardProps, "card" | "names">) {
  return (
    <>
      {card.places.map((id, index) => (
        <>
          {index > 0 && ", "}
          <a href={names.territoryHref(id)}>{names.territory(id)}</a>
        </>
      ))}
    </>
  );
}
