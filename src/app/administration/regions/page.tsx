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
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { type AdministrationView } from "../view.tsx";

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
      <FormErrorSummary form={form} />
      <Form action={href("/admin/regions")} variant="card">
        <Field label={t.regions.nameRu} required {...fieldProps(form, "nameRu")} />
        <Field label={t.regions.nameEn} required {...fieldProps(form, "nameEn")} />
        <Field
          label={t.regions.zone}
          hint={t.regions.zoneHint}
          list="zones"
          required
          {...fieldProps(form, "timeZone")}
        />
        <datalist id="zones">
          {zones.map((zone) => (
            <option value={zone} />
          ))}
        </datalist>
        <Field
          label={t.regions.telephone}
          hint={t.regions.telephoneHint}
          optional
          {...fieldProps(form, "telephone")}
        />
        <Field
          kind="number"
          label={t.regions.lease}
          hint={t.regions.leaseHint}
          optional
          width="s"
          min={1}
          max={240}
          {...fieldProps(form, "leaseMinutes")}
        />
        <Field
          kind="number"
          label={t.regions.chronic}
          hint={t.regions.chronicHint}
          optional
          width="s"
          min={1}
          max={60}
          {...fieldProps(form, "chronicMonths")}
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
