import type { ProjectCardProps } from "./page.tsx";
import { PlainRows, Avatar, Section } from "#base/ui/index.ts";
import { abbreviatedName } from "#modules/people/index.ts";
import { projectFilePath } from "../files/store.ts";
import { formatDay } from "../view.ts";
import { CardApplications } from "./applications-section.tsx";

export function Sidebar(view: ProjectCardProps) {
  const { viewContext, card, names } = view;
  const { t } = viewContext;
  const base = names.href(`/projects/${card.project.number}`);
  return (
    <>
      <CardApplications {...view} />
      <Team {...view} />
      <Partners {...view} />
      {card.publications.length > 0 && (
        <Section title={t.card.publications} small id="publications">
          <PlainRows>
            {card.publications.map(({ title, url, media, published_on: day, file_id: file }) => (
              <>
                <a href={url}>{title}</a>
                <p class="small muted">
                  {[media, formatDay(viewContext, day)].filter(Boolean).join(", ")}
                </p>
                <FileLink viewContext={viewContext} card={card} names={names} id={file} />
              </>
            ))}
          </PlainRows>
        </Section>
      )}
      {card.programmeProjects.length > 0 && (
        <Section title={t.card.under} small>
          <PlainRows>
            {card.programmeProjects.map(({ number, title, stage }) => (
              <>
                <a href={names.href(`/projects/${number}`)}>{title}</a>
                <p class="small muted">{t.stages[stage]}</p>
              </>
            ))}
          </PlainRows>
        </Section>
      )}
      <Section title={t.card.data} small>
        <ul role="list" class="stack" data-gap="s">
          <li>
            <a href={`${base}.ics`}>{t.card.follow}</a>
          </li>
          <li>
            <a href={`${base}.json`}>{t.card.json}</a>
          </li>
        </ul>
      </Section>
    </>
  );
}

function Team({ viewContext: view, card }: ProjectCardProps) {
  const { t } = view;
  if (card.team.length === 0) return null;
  const leads = (id: string) => id === card.project.lead_id;
  return (
    <Section title={t.card.team} small>
      <ul class="plain" role="list">
        {card.team
          .toSorted((a, b) => Number(leads(b.contact_id)) - Number(leads(a.contact_id)))
          .map(({ contact_id: id, role }) => {
            const contact = card.contacts.get(id);
            const isLeadNamed = !leads(id) || role.toLowerCase().includes(t.card.lead);
            return contact === undefined ? null : (
              <li>
                <Avatar
                  name={abbreviatedName(contact)}
                  note={isLeadNamed ? role : `${t.card.lead}, ${role.toLowerCase()}`}
                />
              </li>
            );
          })}
      </ul>
    </Section>
  );
}

function Partners({ viewContext: view, card, names }: ProjectCardProps) {
  const { t } = view;
  if (card.partners.length === 0) return null;
  return (
    <Section title={t.card.partnersTitle} small>
      <PlainRows>
        {card.partners.map(({ organisation_id: id, name, contribution, letter_id: letter }) => (
          <>
            {id === null ? (
              name
            ) : (
              <a href={names.href(`/organisations/${id}`)}>{card.partnerNames.get(id) ?? name}</a>
            )}
            <p class="small">{contribution}</p>
            <FileLink viewContext={view} card={card} names={names} id={letter} />
          </>
        ))}
      </PlainRows>
    </Section>
  );
}

/** A link to a row's file, if the viewer may download it. */
function FileLink({
  viewContext: view,
  card,
  names,
  id,
}: Pick<ProjectCardProps, "viewContext" | "card" | "names"> & { id: string | null }) {
  const file = card.files.get(id ?? "");
  if (file === undefined) return null;
  return (
    <p class="small">
      <a href={names.href(projectFilePath(card.project, file.id))} download>
        {view.t.card.file(file.name)}
      </a>
    </p>
  );
}
