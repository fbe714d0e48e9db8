import type { FormState } from "#base/http/form.ts";
import { ChoiceInput, fieldProps, Field, listProps } from "#base/ui/index.ts";
import { descriptionLimit } from "./fields.ts";
import { activityAreas, legalForms } from "../catalogues/codes.ts";
import { organisationKinds } from "../organisation.ts";
import type { MunicipalityOptions, OrganisationsView } from "../view.ts";

type FieldsProps = { view: OrganisationsView; form: FormState };

/** Shows who the organisation is and where: kind, names, numbers, legal form, place and point. */
export function IdentityFields({
  view,
  form,
  places,
  settlements,
}: FieldsProps & {
  places: MunicipalityOptions;
  settlements: readonly { id: string; name: string }[];
}) {
  const { t } = view;
  return (
    <>
      <KindField view={view} form={form} empty={t.form.choose} />
      <Field
        label={t.fields.name}
        hint={t.form.nameHint}
        required
        width="full"
        maxlength={500}
        {...fieldProps(form, "name")}
      />
      <Field
        label={t.fields.shortName}
        hint={t.form.shortNameHint}
        required
        maxlength={160}
        {...fieldProps(form, "shortName")}
      />
      <RegistrationNumberField view={view} form={form} name="inn" hint={t.form.innHint} />
      <RegistrationNumberField view={view} form={form} name="ogrn" hint={t.form.ogrnHint} />
      <LegalFormField view={view} form={form} />
      <Field
        kind="select"
        label={t.fields.territory}
        empty={t.wholeRegion}
        options={places.all.map(({ id, name }) => ({ value: id, label: name }))}
        {...fieldProps(form, "territoryId")}
      />
      {settlements.length > 0 && (
        <Field
          kind="select"
          label={t.passport.settlement}
          empty={t.passport.noSettlement}
          options={settlements.map(({ id, name }) => ({ value: id, label: name }))}
          {...fieldProps(form, "settlementId")}
        />
      )}
      <Field
        label={t.passport.lat}
        hint={t.passport.pointHint}
        optional
        inputmode="decimal"
        width="s"
        {...fieldProps(form, "lat")}
      />
      <Field
        label={t.passport.lon}
        optional
        inputmode="decimal"
        width="s"
        {...fieldProps(form, "lon")}
      />
    </>
  );
}

/** Shows what the organisation does, as text and by activity areas. */
export function ProfileFields({ view: { t }, form }: FieldsProps) {
  return (
    <>
      <Field
        kind="textarea"
        label={t.own.description}
        hint={t.own.descriptionHint}
        optional
        rows={8}
        counter
        maxlength={descriptionLimit}
        {...fieldProps(form, "description")}
      />
      <ChoiceInput
        kind="checkbox"
        legend={t.own.directions}
        options={activityAreas.map((code) => ({ value: code, label: t.directions[code] }))}
        {...listProps(form, "directions")}
      />
    </>
  );
}

/** Shows since when the organisation is open, under which project, and where that can be seen. */
export function OpeningFields({ view: { t }, form }: FieldsProps) {
  return (
    <>
      <Field kind="date" label={t.passport.openedOn} optional {...fieldProps(form, "openedOn")} />
      <Field
        label={t.passport.openedUnder}
        hint={t.passport.openedUnderHint}
        optional
        {...fieldProps(form, "project")}
      />
      <Field
        label={t.passport.openedLink}
        hint={t.passport.openedLinkHint}
        optional
        inputmode="url"
        {...fieldProps(form, "openedLink")}
      />
    </>
  );
}

/** Shows how to reach the organisation. */
export function ContactFields({ view: { t }, form }: FieldsProps) {
  return (
    <>
      <Field kind="email" label={t.fields.email} optional {...fieldProps(form, "email")} />
      <Field
        kind="tel"
        label={t.fields.phone}
        optional
        maxlength={100}
        {...fieldProps(form, "phone")}
      />
      <Field
        label={t.fields.site}
        hint={t.form.siteHint}
        optional
        inputmode="url"
        {...fieldProps(form, "site")}
      />
      <Field
        kind="textarea"
        label={t.own.links}
        hint={t.own.linksHint}
        optional
        rows={3}
        {...fieldProps(form, "links")}
      />
      <Field
        label={t.fields.address}
        optional
        width="full"
        maxlength={300}
        {...fieldProps(form, "address")}
      />
    </>
  );
}

/** Shows the choice of a kind; without `empty` one is chosen already. */
export function KindField({ view: { t }, form, empty }: FieldsProps & { empty?: string }) {
  return (
    <Field
      kind="select"
      label={t.fields.kind}
      {...(empty !== undefined && { empty })}
      required
      options={organisationKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
      {...fieldProps(form, "kind")}
    />
  );
}

/** Shows the choice of a legal form. */
export function LegalFormField({ view: { t }, form }: FieldsProps) {
  const options = legalForms.map((code) => ({ value: code, label: t.legalForms[code] }));
  const { legalForm: label, anyForm: empty } = t.passport;
  const props = fieldProps(form, "legalForm");
  return <Field kind="select" label={label} empty={empty} options={options} {...props} />;
}

/** Shows the field of a taxpayer or registration number. */
export function RegistrationNumberField({
  view: { t },
  form,
  name,
  hint,
}: FieldsProps & { name: "inn" | "ogrn"; hint?: string }) {
  const props = { ...fieldProps(form, name), ...(hint !== undefined && { hint }) };
  return <Field label={t.fields[name]} optional inputmode="numeric" width="s" {...props} />;
}
