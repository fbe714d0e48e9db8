import type { FormState } from "#base/http/form.ts";
import { municipalityOptions, type EventNames } from "../names.ts";
import type { Event } from "../store.ts";
import { labelledFields, type EventsViewContext } from "../view.ts";
import {
  Actions,
  Button,
  Field,
  Form,
  Grid,
  PlainRows,
  Section,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { registrationRoles } from "../event.ts";
import type { SeatQuota } from "../seats/allocation.ts";

/** Quotas of an event: the list, and the form of another one. */
export function QuotaSection({
  viewContext: { t },
  event,
  names,
  quotas,
  form,
  href,
}: {
  viewContext: EventsViewContext;
  event: Event;
  names: EventNames;
  quotas: readonly SeatQuota[];
  form: FormState;
  href: (path: string) => string;
}) {
  const action = href(`/events/${event.number}/quotas`);
  const audience = (one: SeatQuota) =>
    one.by === "role"
      ? (t.roles[one.value as keyof typeof t.roles] ?? "")
      : one.value === null
        ? t.edit.eachMunicipality
        : names.territory(one.value);
  const field = labelledFields(form);
  return (
    <Section title={t.edit.quotas} lead={t.edit.quotasLead} gap="m">
      <FormErrorSummary form={form} />
      {quotas.length === 0 ? (
        <p class="muted">{t.edit.quotaNone}</p>
      ) : (
        <PlainRows>
          {quotas.map((one) => (
            <Form
              action={action}
              variant="actions"
              hidden={{ whom: `${one.by}:${one.value ?? ""}` }}
            >
              <span>
                {audience(one)}: <b class="num">{one.seats}</b>
              </span>
              <Button size="s" kind="quiet">
                {t.edit.quotaRemove}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <Form action={action} variant="card" label={t.edit.quotas}>
        <Grid>
          <Field
            {...field("whom", t.edit.quotaBy)}
            kind="select"
            empty={t.form.choose}
            options={[
              { value: "municipality:", label: t.edit.eachMunicipality },
              ...municipalityOptions(names).map(({ value, label }) => ({
                value: `municipality:${value}`,
                label,
              })),
              ...registrationRoles.map((role) => ({ value: `role:${role}`, label: t.roles[role] })),
            ]}
          />
          <Field {...field("seats", t.edit.quotaSeats)} kind="number" min={0} width="s" required />
        </Grid>
        <Actions>
          <Button>{t.edit.quotaAdd}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
