import type { Region } from "#base/context.ts";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  Field,
  Form,
  PageHeader,
  Rows,
  Section,
  Stack,
} from "#base/ui/index.ts";
import { kept, AdministrationFormErrors, type AdministrationView } from "../view.tsx";

type Props = {
  view: AdministrationView;
  form: FormState;
  regions: readonly Region[];
  zones: readonly string[];
};

/** The settings of this region, and the way to the others. */
export function RegionPage({ view, form, regions, zones }: Props) {
  const { t, lang, href } = view;
  return (
    <Stack gap="xl">
      <PageHeader title={t.regions.title} lead={t.regions.lead} />
      <AdministrationFormErrors form={form} />
      <Form action={href("/admin/regions")} variant="card">
        <Field name="nameRu" label={t.regions.nameRu} required {...kept(form, "nameRu")} />
        <Field name="nameEn" label={t.regions.nameEn} required {...kept(form, "nameEn")} />
        <Field
          name="timeZone"
          label={t.regions.zone}
          hint={t.regions.zoneHint}
          list="zones"
          required
          {...kept(form, "timeZone")}
        />
        <datalist id="zones">
          {zones.map((zone) => (
            <option value={zone} />
          ))}
        </datalist>
        <Field
          name="telephone"
          label={t.regions.telephone}
          hint={t.regions.telephoneHint}
          optional
          {...kept(form, "telephone")}
        />
        <Field
          kind="number"
          name="leaseMinutes"
          label={t.regions.lease}
          hint={t.regions.leaseHint}
          optional
          width="s"
          min={1}
          max={240}
          {...kept(form, "leaseMinutes")}
        />
        <Field
          kind="number"
          name="chronicMonths"
          label={t.regions.chronic}
          hint={t.regions.chronicHint}
          optional
          width="s"
          min={1}
          max={60}
          {...kept(form, "chronicMonths")}
        />
        <Checkbox
          name="joinDuplicates"
          label={t.regions.join}
          hint={t.regions.joinHint}
          checked={form.values["joinDuplicates"] === "yes"}
        />
        <Actions>
          <Button kind="primary">{t.regions.save}</Button>
        </Actions>
      </Form>
      <Section title={t.regions.others} lead={t.regions.othersLead}>
        <Rows rows={regions.map(({ id, name }) => ({ title: name[lang], href: `/${id}` }))} />
      </Section>
    </Stack>
  );
}
