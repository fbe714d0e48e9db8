import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  ChoiceInput,
  EmptyState,
  Field,
  Form,
  Rows,
  Section,
  Tag,
  fieldProps,
} from "#base/ui/index.ts";
import { needs, prices } from "../catalogues/codes.ts";
import type { MunicipalityOptions, OrganisationsView } from "../view.ts";
import type { Service } from "./store.ts";

export type ServicesEditModel = {
  view: OrganisationsView;
  organisationId: string;
  services: readonly Service[];
  places: MunicipalityOptions;
  form: FormState;
  /** The service being changed; a new one is added without. */
  chosen: Service | undefined;
};

/** Shows the services with a form for a new one, or for the chosen one. */
export function ServicesEditor(model: ServicesEditModel) {
  const { view, services, chosen } = model;
  const { t } = view;
  return (
    <>
      {services.length === 0 ? (
        <EmptyState title={t.services.none} text={t.services.noneText} level={2} />
      ) : (
        <Rows level={2} rows={services.map((service) => toListRow(service, model))} />
      )}
      <Section
        title={chosen === undefined ? t.services.addTitle : t.services.changeTitle(chosen.title)}
        id="form"
      >
        <ServiceForm {...model} />
      </Section>
    </>
  );
}

function toListRow(
  service: Service,
  { view: { t, href, formatDay }, organisationId, places }: ServicesEditModel,
) {
  const path = href(`/organisations/${organisationId}/services`);
  return {
    title: service.title,
    text: [service.for_whom, service.how].filter(Boolean).join(". "),
    meta: [
      t.needs[service.need],
      {
        icon: "pin" as const,
        text:
          service.places.length === 0
            ? t.services.everywhere
            : service.places.map((id) => places.nameOf(id)).join(", "),
      },
      t.services.checked(formatDay(service.checked_on)),
      service.active ? undefined : t.services.off,
    ],
    side: (
      <>
        <Tag>{t.prices[service.price]}</Tag>
        <ButtonLink size="s" href={`${path}?edit=${service.id}#form`}>
          {t.services.edit}
        </ButtonLink>
        <Form
          action={`${path}/state`}
          variant="actions"
          hidden={{ service: service.id, active: service.active ? "no" : "yes" }}
        >
          <Button size="s">{service.active ? t.services.stop : t.services.resume}</Button>
        </Form>
      </>
    ),
  };
}

function ServiceForm({ view, organisationId, places, form, chosen }: ServicesEditModel) {
  const { t, href } = view;
  return (
    <Form
      action={href(`/organisations/${organisationId}/services`)}
      variant="card"
      label={t.services.addTitle}
      {...(chosen !== undefined && { hidden: { service: chosen.id } })}
    >
      <Field
        label={t.services.name}
        hint={t.services.nameHint}
        required
        width="full"
        maxlength={200}
        {...fieldProps(form, "title")}
      />
      <Field
        kind="select"
        label={t.services.need}
        required
        empty={t.form.choose}
        options={needs.map((code) => ({ value: code, label: t.needs[code] }))}
        {...fieldProps(form, "need")}
      />
      <Field
        label={t.services.forWhom}
        hint={t.services.forWhomHint}
        optional
        width="full"
        maxlength={500}
        {...fieldProps(form, "forWhom")}
      />
      <Field
        kind="textarea"
        label={t.services.how}
        hint={t.services.howHint}
        required
        rows={3}
        maxlength={500}
        {...fieldProps(form, "how")}
      />
      <ChoiceInput
        kind="radio"
        legend={t.services.price}
        options={prices.map((code) => ({ value: code, label: t.prices[code] }))}
        {...fieldProps(form, "price")}
      />
      <ChoiceInput
        kind="checkbox"
        name="territories[]"
        legend={t.services.places}
        hint={t.services.placesHint}
        options={places.all.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.lists.territories ?? []}
      />
      <Actions>
        <Button kind="primary">{chosen === undefined ? t.services.add : t.services.save}</Button>
      </Actions>
    </Form>
  );
}
