import type { ComponentChildren } from "preact";
import {
  Actions,
  ButtonLink,
  Eyebrow,
  Facts,
  Flash,
  Pane,
  Place,
  Section,
  Stack,
  Table,
  Tag,
  Window,
} from "#base/ui/index.ts";
import type { StoredRule } from "../competence.store.ts";
import type { Organisation } from "../store.ts";
import type { View } from "../view.ts";

export type CardModel = {
  view: View;
  organisation: Organisation;
  placeName: string;
  /** What it answers for today, with the names of topic and place. */
  rules: readonly (StoredRule & { topicName: string; placeName: string })[];
  showContacts: boolean;
  mayChange: boolean;
  mayContact: boolean;
};

/** The public card: who this is, what to do now, what it answers for. */
export function CardPage(model: CardModel) {
  const { view, organisation, placeName } = model;
  const { t, href } = view;
  return (
    <Stack gap="xl">
      <Stack>
        <Eyebrow>
          <Tag>{t.kinds[organisation.kind]}</Tag>
          {!organisation.active && <Tag>{t.closed}</Tag>}
        </Eyebrow>
        <Place title={organisation.short_name} lead={organisation.name} />
        {!organisation.active && <Flash kind="warn">{t.card.closed}</Flash>}
        <EditLinks {...model} />
      </Stack>
      <Window>
        <Pane title={t.card.passport}>
          <Facts
            facts={[
              { name: t.fields.name, value: organisation.name },
              { name: t.fields.kind, value: t.kinds[organisation.kind] },
              { name: t.fields.territory, value: placeName },
              { name: t.fields.inn, value: organisation.inn },
              { name: t.fields.ogrn, value: organisation.ogrn },
            ]}
          />
        </Pane>
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
        <Pane title={t.card.contacts}>
          <Contacts {...model} />
        </Pane>
      </Window>
      <Section title={t.card.answersFor} id="competence" lead={t.card.answersLead}>
        <AnswersFor {...model} />
      </Section>
    </Stack>
  );
}

function EditLinks({ view: { t, href }, organisation, mayChange, mayContact }: CardModel) {
  if (mayChange) {
    return (
      <Actions>
        <ButtonLink size="s" icon="edit" href={href(`/admin/organisations/${organisation.id}`)}>
          {t.card.edit}
        </ButtonLink>
        <ButtonLink
          size="s"
          icon="people"
          href={href(`/admin/organisations/${organisation.id}/people`)}
        >
          {t.card.people}
        </ButtonLink>
      </Actions>
    );
  }
  if (!mayContact) return null;
  return (
    <Actions>
      <ButtonLink size="s" icon="edit" href={href(`/organisations/${organisation.id}/contacts`)}>
        {t.card.editContacts}
      </ButtonLink>
    </Actions>
  );
}

function Contacts({ view: { t }, organisation, showContacts }: CardModel) {
  if (!showContacts) return <p class="muted">{t.card.contactsHidden}</p>;
  const { phone, email, site, address } = organisation;
  if (phone === null && email === null && site === null && address === null) {
    return <p class="muted">{t.card.noContacts}</p>;
  }
  return (
    <Facts
      facts={[
        { name: t.fields.phone, value: phone && <a href={telephone(phone)}>{phone}</a> },
        { name: t.fields.email, value: email && <a href={`mailto:${email}`}>{email}</a> },
        { name: t.fields.site, value: site && <Site address={site} /> },
        { name: t.fields.address, value: address },
      ]}
    />
  );
}

function Site({ address }: { address: string }): ComponentChildren {
  return (
    <a href={address} rel="noopener nofollow">
      {address.replace(/^https?:\/\//, "").replace(/\/$/, "")}
    </a>
  );
}

/** Only the leading number can be dialled: what follows it is an extension or a second number. */
function telephone(text: string): string {
  const number = /^[+\d()\s-]+/.exec(text)?.[0] ?? text;
  return `tel:${number.replace(/[^+\d]/g, "")}`;
}

function AnswersFor({ view: { t, day }, rules }: CardModel) {
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
        { head: t.card.since, cell: (rule) => day(rule.validFrom) },
      ]}
    />
  );
}
