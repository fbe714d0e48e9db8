import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Field,
  Form,
  PlainRows,
  PageHeader,
  Rows,
  Section,
  Stack,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { TerritorySummary } from "../store.ts";
import type { TerritoryMessages } from "../messages.ts";

export type TerritoryCardProps = {
  t: TerritoryMessages;
  href: (path: string) => string;
  territory: TerritorySummary;
  settlements: readonly TerritorySummary[];
  /** Whether the person may edit names, code and population. */
  mayEdit: boolean;
  aliases: readonly string[];
  streetAliases: readonly { streetId: string; name: string; street: string }[];
  landmarks: readonly { id: string; name: string; lat: number | null; lon: number | null }[];
  /** The rejected form with its errors. */
  rename: FormState;
  alias: FormState;
  streetAlias: FormState;
  landmark: FormState;
};

/** One place: its names and code, other names of it and its streets, landmarks, settlements. */
export function TerritoryCardPage(model: TerritoryCardProps) {
  const { t, href, territory, settlements } = model;
  return (
    <Stack gap="xl">
      <PageHeader title={territory.officialName} />
      {model.mayEdit && <RenameForm {...model} />}
      <Aliases {...model} />
      <StreetAliases {...model} />
      <Landmarks {...model} />
      {settlements.length > 0 && (
        <Section title={t.admin.settlements}>
          <Rows
            rows={settlements.map(({ id, officialName }) => ({
              title: officialName,
              href: href(`/admin/territories/${id}`),
            }))}
          />
        </Section>
      )}
    </Stack>
  );
}

const adminUrl = (model: TerritoryCardProps, path: string) =>
  model.href(`/admin/territories/${model.territory.id}${path}`);

function RenameForm(model: TerritoryCardProps) {
  const { t, rename } = model;
  return (
    <Section title={t.admin.names}>
      <Form action={adminUrl(model, "/rename")} label={t.admin.names}>
        <FormErrorSummary form={rename} />
        <Field {...fieldProps(rename, "name")} label={t.fields.name} required />
        <Field
          {...fieldProps(rename, "officialName")}
          label={t.fields.officialName}
          width="full"
          required
        />
        <Field
          {...fieldProps(rename, "oktmo")}
          label={t.fields.oktmo}
          inputmode="numeric"
          optional
        />
        <Field
          {...fieldProps(rename, "population")}
          label={t.fields.population}
          inputmode="numeric"
          optional
        />
        <Actions>
          <Button kind="primary">{t.admin.save}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Aliases(model: TerritoryCardProps) {
  const { t, aliases, alias } = model;
  return (
    <Section title={t.admin.aliases} lead={t.admin.aliasesLead}>
      {aliases.length > 0 && (
        <PlainRows>
          {aliases.map((name) => (
            <Form
              action={adminUrl(model, "/aliases/remove")}
              hidden={{ name }}
              variant="actions"
              label={name}
            >
              <span>{name}</span>
              <Button kind="quiet" size="s">
                {`${t.admin.remove} «${name}»`}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <Form action={adminUrl(model, "/aliases")} label={t.admin.addAlias}>
        <FormErrorSummary form={alias} />
        <Field {...fieldProps(alias, "name")} id="f-alias" label={t.admin.addAlias} required />
        <Actions>
          <Button>{t.admin.add}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function StreetAliases(model: TerritoryCardProps) {
  const { t, streetAliases, streetAlias } = model;
  return (
    <Section title={t.admin.streetAliases} lead={t.admin.streetAliasesLead}>
      {streetAliases.length > 0 && (
        <PlainRows>
          {streetAliases.map(({ streetId, name, street }) => (
            <Form
              action={adminUrl(model, "/streets/remove")}
              hidden={{ streetId, name }}
              variant="actions"
              label={name}
            >
              <span>{`${name}: ${street}`}</span>
              <Button kind="quiet" size="s">
                {`${t.admin.remove} «${name}»`}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <Form action={adminUrl(model, "/streets")} label={t.admin.addStreetAlias}>
        <FormErrorSummary form={streetAlias} />
        <Field
          {...fieldProps(streetAlias, "street")}
          id="f-street"
          label={t.admin.street}
          hint={t.admin.streetHint}
          required
        />
        <Field
          {...fieldProps(streetAlias, "name")}
          id="f-street-alias"
          label={t.admin.calledSo}
          required
        />
        <Actions>
          <Button>{t.admin.add}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Landmarks(model: TerritoryCardProps) {
  const { t, landmarks, landmark } = model;
  return (
    <Section title={t.admin.landmarks} lead={t.admin.landmarksLead}>
      {landmarks.length > 0 && (
        <PlainRows>
          {landmarks.map(({ id, name, lat, lon }) => (
            <Form
              action={adminUrl(model, "/landmarks/remove")}
              hidden={{ id }}
              variant="actions"
              label={name}
            >
              <span>{lat === null ? name : `${name} (${lat}, ${lon})`}</span>
              <Button kind="quiet" size="s">
                {`${t.admin.remove} «${name}»`}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <Form action={adminUrl(model, "/landmarks")} label={t.admin.addLandmark}>
        <FormErrorSummary form={landmark} />
        <Field
          {...fieldProps(landmark, "name")}
          id="f-landmark"
          label={t.admin.addLandmark}
          required
        />
        <Field {...fieldProps(landmark, "lat")} label={t.fields.lat} inputmode="decimal" optional />
        <Field {...fieldProps(landmark, "lon")} label={t.fields.lon} inputmode="decimal" optional />
        <Actions>
          <Button>{t.admin.add}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
