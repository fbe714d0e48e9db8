import type { ComponentChildren } from "preact";
import {
  Actions,
  SpaceBetween,
  Button,
  ButtonLink,
  Eyebrow,
  DescriptionList,
  Flash,
  Form,
  formatNumber,
  Pane,
  PageHeader,
  PlainRows,
  Rows,
  Section,
  Stack,
  Table,
  Tag,
  FramedPanes,
} from "#base/ui/index.ts";
import type { CardParts } from "./parts.ts";
import type { CompetenceRuleRecord } from "../competence/store.ts";
import { responsibleKinds, type OrganisationKind } from "../organisation.ts";
import type { Organisation } from "../store.ts";
import type { OrganisationsView } from "../view.ts";

export type OrganisationCardModel = CardParts & {
  view: OrganisationsView;
  organisation: Organisation;
  placeName: string;
  nameOf: (territory: string | null) => string;
  /** What it answers for today, with the names of topic and place. */
  rules: readonly (CompetenceRuleRecord & { topicName: string; placeName: string })[];
  showContacts: boolean;
  canChange: boolean;
  canEditContacts: boolean;
  canManage: boolean;
};

const responsibleKindList: readonly OrganisationKind[] = responsibleKinds;

/** The public card: who this is, how it helps, how to reach it, what it answers for. */
export function OrganisationCardPage(model: OrganisationCardModel) {
  const { view, organisation, services, rules } = model;
  const { t } = view;
  const isBody = responsibleKindList.includes(organisation.kind) || rules.length > 0;
  return (
    <Stack gap="xl">
      <Header {...model} />
      <FramedPanes>
        <Pane title={t.card.passport}>
          <Identity {...model} />
        </Pane>
        {isBody ? <Problems {...model} /> : <ServicesInvite {...model} />}
        <Pane title={t.card.contacts}>
          <Contacts {...model} />
        </Pane>
      </FramedPanes>
      {organisation.description !== "" && (
        <Section title={t.passport.description}>
          {organisation.description.split(/\n+/).map((text) => (
            <p>{text}</p>
          ))}
        </Section>
      )}
      {services.length > 0 && <Services {...model} />}
      <Members {...model} />
      {model.relations.length > 0 && <Relations {...model} />}
      {isBody && (
        <Section title={t.card.answersFor} id="competence" lead={t.card.answersLead}>
          <Responsibilities {...model} />
        </Section>
      )}
      {model.canChange && model.mergedCards.length > 0 && <MergedCards {...model} />}
    </Stack>
  );
}

function Header(model: OrganisationCardModel) {
  const { view, organisation, directions, canChange, lastAnnualCheck } = model;
  const { t, href, formatDay } = view;
  const { logo, active, unconfirmed_since: unconfirmed } = organisation;
  return (
    <Stack>
      <Eyebrow>
        <Tag>{t.kinds[organisation.kind]}</Tag>
        {!active && <Tag>{t.closed}</Tag>}
        {directions.map((code) => (
          <Tag href={href(`/organisations?direction=${code}`)}>{t.directions[code]}</Tag>
        ))}
      </Eyebrow>
      <PageHeader title={organisation.short_name} lead={organisation.name} />
      {logo !== null && (
        <img
          src={href(`/pictures/${logo}/small.webp`)}
          alt={t.own.logoOf(organisation.short_name)}
          width={120}
        />
      )}
      {!active && <Flash kind="warn">{t.card.closed}</Flash>}
      {active && unconfirmed !== null && (
        <Flash kind="warn">{t.state.unconfirmedSince(formatDay(unconfirmed))}</Flash>
      )}
      {canChange && lastAnnualCheck?.answered_at && (
        <Flash>
          {t.yearly.keeper(
            view.formatDate(lastAnnualCheck.answered_at),
            t.yearly.answers[
              lastAnnualCheck.answer === "changed" || lastAnnualCheck.answer === "closed"
                ? lastAnnualCheck.answer
                : "yes"
            ],
          )}
          {lastAnnualCheck.note !== "" && `. ${lastAnnualCheck.note}`}
        </Flash>
      )}
      <EditLinks {...model} />
    </Stack>
  );
}

function Identity({ view, organisation, placeName, settlement, project }: OrganisationCardModel) {
  const { t, formatDay } = view;
  const { opened_on: openedOn, legal_form: form, confirmed_on: confirmed } = organisation;
  return (
    <DescriptionList
      items={[
        { name: t.fields.name, value: organisation.name },
        { name: t.fields.kind, value: t.kinds[organisation.kind] },
        { name: t.passport.legalForm, value: form && t.legalForms[form] },
        { name: t.fields.territory, value: [placeName, settlement].filter(Boolean).join(", ") },
        { name: t.fields.inn, value: organisation.inn },
        { name: t.fields.ogrn, value: organisation.ogrn },
        {
          name: t.passport.opening,
          value: openedOn && (
            <>
              {formatDay(openedOn)}, <OpeningEvidence view={view} organisation={organisation} />
            </>
          ),
        },
        {
          name: t.passport.openedUnder,
          value: project && <a href={project.href}>{project.name}</a>,
        },
        { name: t.fields.state, value: confirmed && t.own.confirmedOn(formatDay(confirmed)) },
      ].filter(({ value }) => value !== null && value !== undefined)}
    />
  );
}

/** Shows the evidence of the opening: a document or a page. */
function OpeningEvidence({
  view: { t, href },
  organisation,
}: Pick<OrganisationCardModel, "view" | "organisation">) {
  const { id, opened_link: link, opened_file: file, opened_checked_at: checked } = organisation;
  if (file !== null)
    return <a href={href(`/organisations/${id}/opening`)}>{t.passport.openingDocument}</a>;
  if (link !== null)
    return (
      <a href={link} rel="noopener nofollow">
        {t.passport.openingProved}
      </a>
    );
  return <>{checked === null ? t.passport.openingSaid : t.passport.openingProved}</>;
}

function Problems({ view: { t, href }, organisation }: OrganisationCardModel) {
  return (
    <Pane
      lit
      title={t.card.problems}
      foot={
        <ButtonLink kind="primary" href={href(`/problems?body=${organisation.id}`)}>
          {t.card.problemsLink}
        </ButtonLink>
      }
    >
      <p>{t.card.problemsText}</p>
    </Pane>
  );
}

function ServicesInvite({ view: { t, href }, services }: OrganisationCardModel) {
  return (
    <Pane
      lit
      title={t.services.title}
      foot={
        services.length === 0 ? (
          <ButtonLink href={href("/services")}>{t.services.others}</ButtonLink>
        ) : (
          <ButtonLink kind="primary" href="#services">
            {t.services.onCardLead}
          </ButtonLink>
        )
      }
    >
      {services.length === 0 ? (
        <p>{t.services.none}.</p>
      ) : (
        <PlainRows children={services.slice(0, 5).map(({ title }) => title)} />
      )}
    </Pane>
  );
}

function Services({ view, services, nameOf }: OrganisationCardModel) {
  const { t, href, formatDay } = view;
  return (
    <Section
      title={t.services.onCard}
      id="services"
      link={{ href: href("/services"), label: t.services.others }}
    >
      <Rows
        rows={services.map((service) => ({
          title: service.title,
          text: [service.for_whom, service.how].filter(Boolean).join(". "),
          meta: [
            t.needs[service.need],
            {
              icon: "pin" as const,
              text:
                service.places.length === 0
                  ? t.services.everywhere
                  : service.places.map(nameOf).join(", "),
            },
            t.services.checked(formatDay(service.checked_on)),
          ],
          side: <Tag>{t.prices[service.price]}</Tag>,
        }))}
      />
    </Section>
  );
}

function Members({ view: { t, formatDay, lang }, members, hiddenMembers }: OrganisationCardModel) {
  if (members.length + hiddenMembers === 0) return null;
  const format = members.length === 0 ? t.members.unnamed : t.members.more;
  const more = hiddenMembers > 0 && format(hiddenMembers, formatNumber(hiddenMembers, { lang }));
  return (
    <Section title={t.members.onCard} id="members">
      {members.length > 0 && (
        <DescriptionList
          items={members.map(({ role, name, since }) => ({
            name: t.memberRoles[role],
            value: `${name}, ${t.members.sinceUntil(formatDay(since), undefined)}`,
          }))}
        />
      )}
      {more && <p class="muted">{more}</p>}
    </Section>
  );
}

function Relations({ view: { t, href, formatDay, today }, relations }: OrganisationCardModel) {
  const now = relations.filter(({ until }) => until === null || until >= today);
  const past = relations.filter(({ until }) => until !== null && until < today);
  return (
    <Section title={t.relationsPage.onCard} id="ties">
      <Rows
        rows={[...now, ...past].map(({ kind, outward, other, since, until }) => ({
          title: other.name,
          href: href(`/organisations/${other.id}`),
          meta: [
            t.relations[kind][outward ? "out" : "in"],
            since === null
              ? until === null
                ? undefined
                : `– ${formatDay(until)}`
              : t.members.sinceUntil(
                  formatDay(since),
                  until === null ? undefined : formatDay(until),
                ),
          ],
        }))}
      />
    </Section>
  );
}

function MergedCards({ view: { t, href }, mergedCards }: OrganisationCardModel) {
  return (
    <Section title={t.merges.mergedTitle} lead={t.merges.mergedText} small>
      {mergedCards.map(({ id, name, inn, direct }) => (
        <SpaceBetween>
          <span>
            {name}
            {inn !== null && `, ${t.fields.inn} ${inn}`}
          </span>
          {direct && (
            <Form
              action={href(`/admin/organisations/unmerge`)}
              hidden={{ card: id }}
              variant="actions"
            >
              <Button size="s">{t.merges.undo}</Button>
            </Form>
          )}
        </SpaceBetween>
      ))}
    </Section>
  );
}

function EditLinks({ view: { t, href }, organisation, ...may }: OrganisationCardModel) {
  const { id } = organisation;
  return (
    <Actions>
      {may.canManage && (
        <ButtonLink size="s" icon="edit" href={href(`/organisations/${id}/edit`)}>
          {t.own.edit}
        </ButtonLink>
      )}
      {may.canChange && (
        <>
          <ButtonLink size="s" href={href(`/admin/organisations/${id}`)}>
            {t.card.edit}
          </ButtonLink>
          <ButtonLink size="s" icon="people" href={href(`/admin/organisations/${id}/people`)}>
            {t.card.people}
          </ButtonLink>
        </>
      )}
      {may.canEditContacts && !may.canManage && (
        <ButtonLink size="s" icon="edit" href={href(`/organisations/${id}/contacts`)}>
          {t.card.editContacts}
        </ButtonLink>
      )}
    </Actions>
  );
}

function Contacts({ view: { t }, organisation, showContacts, links }: OrganisationCardModel) {
  if (!showContacts) return <p class="muted">{t.card.contactsHidden}</p>;
  const { phone, email, site, address } = organisation;
  if ([phone, email, site, address].every((one) => one === null) && links.length === 0) {
    return <p class="muted">{t.card.noContacts}</p>;
  }
  return (
    <DescriptionList
      items={[
        { name: t.fields.phone, value: phone && <a href={phoneHref(phone)}>{phone}</a> },
        { name: t.fields.email, value: email && <a href={`mailto:${email}`}>{email}</a> },
        { name: t.fields.site, value: site && <WebsiteLink address={site} /> },
        { name: t.fields.address, value: address },
        {
          name: t.passport.links,
          value: links.length > 0 && (
            <PlainRows
              children={links.map((one) => (
                <WebsiteLink address={one} />
              ))}
            />
          ),
        },
      ].filter(({ value }) => value !== null && value !== false)}
    />
  );
}

function WebsiteLink({ address }: { address: string }): ComponentChildren {
  return (
    <a href={address} rel="noopener nofollow">
      {address.replace(/^https?:\/\//, "").replace(/\/$/, "")}
    </a>
  );
}

/** Only the leading number can be dialled: what follows it is an extension or a second number. */
function phoneHref(text: string): string {
  const number = /^[+\d()\s-]+/.exec(text)?.[0] ?? text;
  return `tel:${number.replace(/[^+\d]/g, "")}`;
}

function Responsibilities({ view: { t, formatDay }, rules }: OrganisationCardModel) {
  if (rules.length === 0) return <p class="muted">{t.card.answersNothing}</p>;
  return (
    <Table
      caption={t.card.answersFor}
      captionHidden
      cards
      rows={rules}
      columns={[
        { head: t.card.topic, cell: (rule) => rule.topicName },
        { head: t.card.place, cell: (rule) => rule.placeName },
        { head: t.card.reason, cell: (rule) => rule.reason },
        { head: t.card.since, cell: (rule) => formatDay(rule.validFrom) },
      ]}
    />
  );
}
