import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  Field,
  Form,
  Pane,
  Section,
  FramedPanes,
  fieldId,
  fieldProps,
  fieldError,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { MapView } from "#modules/territories/index.ts";
import { maxTextLength } from "../signal.ts";
import type { SignalMessages } from "../messages.ts";

export type IntakeFormView = {
  t: SignalMessages["tell"];
  action: string;
  form: FormState;
  /** Kept pictures of an attempt that came back, signed. */
  keptPictures: readonly string[];
  /** Addresses offered while writing. */
  hints: readonly string[];
  municipalities: readonly { id: string; name: string }[];
  map: {
    href: (path: string) => string;
    tiles: string | undefined;
  };
};

/** Returns the point chosen in an earlier attempt. */
function formPoint({ lat, lon }: FormState["values"]): { lat: number; lon: number } | undefined {
  const point = { lat: Number(lat || Number.NaN), lon: Number(lon || Number.NaN) };
  return Number.isFinite(point.lat) && Number.isFinite(point.lon) ? point : undefined;
}

/** The form for everybody: what and where first, the rest may stay empty. */
export function IntakeFormPage({
  t,
  action,
  form,
  keptPictures,
  hints,
  municipalities,
  map,
}: IntakeFormView) {
  const { values, errors } = form;
  const asks = errors.municipality !== undefined || values.municipality !== undefined;
  const { key = "" } = values;
  return (
    <FramedPanes>
      <Pane title={t.title} level={1} gap="l">
        <p class="lead">{t.lead}</p>
        <p>
          {t.danger}{" "}
          <a href="tel:112">
            <b>112</b>
          </a>
          .
        </p>
        <FormErrorSummary form={form} title={t.errors} />
        <Form action={action} files hidden={{ key }}>
          {keptPictures.map((signed) => (
            <input type="hidden" name="kept[]" value={signed} />
          ))}
          <Field
            kind="textarea"
            label={t.text}
            hint={t.textHint}
            rows={5}
            maxlength={maxTextLength}
            counter
            required
            {...fieldProps(form, "text")}
          />
          <Field
            label={t.place}
            hint={t.placeHint}
            autocomplete="off"
            maxlength={300}
            {...(hints.length > 0 && { list: "places" })}
            {...fieldProps(form, "place")}
          />
          {hints.length > 0 && (
            <datalist id="places">
              {hints.map((hint) => (
                <option value={hint} />
              ))}
            </datalist>
          )}
          <MapView
            label={t.map}
            href={map.href}
            tiles={map.tiles}
            pick={{ address: "place", value: formPoint(values) }}
          />
          {asks && (
            <Field
              kind="select"
              label={t.municipality}
              empty={t.municipalityEmpty}
              options={[
                ...municipalities.map(({ id, name }) => ({ value: id, label: name })),
                { value: "unknown", label: t.municipalityUnknown },
              ]}
              {...fieldProps(form, "municipality")}
            />
          )}
          <Field
            kind="file"

            name="pictures[]"
            label={t.pictures}
            hint={keptPictures.length > 0 ? t.picturesKept(keptPictures.length) : t.picturesHint}
            accept="image/jpeg,image/png,image/webp"
            multiple
            optional
            {...fieldError(form, "pictures")}
          />
          <ContactFields t={t} form={form} />
          <HoneypotField t={t} form={form} />
          <Actions>
            <Button kind="primary" size="l">
              {t.send}
            </Button>
            <span class="small muted">{t.noAccount}</span>
          </Actions>
        </Form>
      </Pane>
      <Pane title={t.next} lit>
        <ol>
          {t.steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
      </Pane>
    </FramedPanes>
  );
}

function ContactFields({ t, form }: { t: SignalMessages["tell"]; form: FormState }) {
  const { values } = form;
  return (
    <Section title={t.contacts} small lead={t.contactsHint} gap="m">
      <Field
        label={t.name}
        autocomplete="name"
        maxlength={200}
        optional
        {...fieldProps(form, "name")}
      />
      <Field
        kind="email"
        label={t.email}
        autocomplete="email"
        maxlength={254}
        optional
        {...fieldProps(form, "email")}
      />
      <Checkbox
        name="wantsLetters"
        label={t.wantsLetters}
        checked={values.wantsLetters !== undefined}
      />
      <Checkbox
        name="consent"
        label={t.consent}
        hint={t.consentHint}
        checked={values.consent !== undefined}
        {...fieldError(form, "consent")}
      />
    </Section>
  );
}

/** Filled by programs only: neither seen, nor read aloud, nor reached by the keyboard. */
function HoneypotField({
  t,
  form: { values, errors },
}: {
  t: SignalMessages["tell"];
  form: FormState;
}) {
  const caught = errors.website !== undefined;
  return (
    <div class={caught ? undefined : "visually-hidden"} aria-hidden={caught ? undefined : "true"}>
      <label for={fieldId("website")}>{t.trap}</label>
      <input
        id={fieldId("website")}
        name="website"
        autocomplete="off"
        tabindex={caught ? undefined : -1}
        value={values.website ?? ""}
      />
    </div>
  );
}
