import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, filledForm, type FormState, refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { loadManagedOrganisation, renderSelfService } from "../self-service/layout.tsx";
import { loadMunicipalityOptions, createView } from "../view.ts";
import { changeService, addService, serviceInput, setServiceActive } from "./actions.ts";
import { ServicesEditor } from "./own-page.tsx";
import { listServicesOfOrganisation } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/services";
const permission = "organisations.organisations.keep";

type RejectedForm = { form: FormState; status: number };

async function showServicesEditor(c: RequestContext, rejected?: RejectedForm): Promise<Response> {
  const organisation = await loadManagedOrganisation(c);
  const view = createView(c);
  const { edit } = c.query(z.object({ edit: z.uuid().optional() }));
  const [services, places] = await Promise.all([
    listServicesOfOrganisation(c.ctx, organisation.id),
    loadMunicipalityOptions(c.ctx, view.t),
  ]);
  const wanted = rejected?.form.values.service ?? edit;
  const chosen = services.find(({ id }) => id === wanted);
  const initialForm =
    chosen === undefined
      ? emptyForm
      : {
          ...filledForm({
            title: chosen.title,
            need: chosen.need,
            forWhom: chosen.for_whom,
            how: chosen.how,
            price: chosen.price,
          }),
          lists: { territories: [...chosen.places] },
        };
  const form = rejected?.form ?? initialForm;
  return renderSelfService(c, {
    organisation,
    tab: "services",
    lead: view.t.services.keepLead,
    form,
    status: rejected?.status,
    body: (
      <ServicesEditor
        view={view}
        organisationId={organisation.id}
        services={services}
        places={places}
        form={form}
        chosen={chosen}
      />
    ),
  });
}

const serviceForm = serviceInput.extend({ service: z.uuid().optional() });

const stateForm = z.object({ service: z.uuid(), active: z.enum(["yes", "no"]) });

/** Routes of an organisation's services, for its own people. */
export const selfServiceServiceRoutes: Route[] = [
  { method: "get", path, permission, handle: (c) => showServicesEditor(c) },
  actionRoute({
    path,
    permission,
    schema: serviceForm,
    async load(c) {
      const { id } = await loadManagedOrganisation(c);
      const { t } = createView(c);
      return { id, t };
    },
    async act(c, { service, ...input }, { id, t }) {
      if (service === undefined) await addService(c.ctx, id, input);
      else await changeService(c.ctx, service, input);
      const flash = service === undefined ? t.services.added : t.services.saved;
      return { path: `/organisations/${id}/services`, flash: flash };
    },
    onInvalid: (c, form, status) => showServicesEditor(c, { form, status }),
  }),
  actionRoute({
    path: `${path}/state`,
    permission,
    schema: stateForm,
    async load(c) {
      const { id } = await loadManagedOrganisation(c);
      const { t } = createView(c);
      return { id, t };
    },
    async act(c, { service, active }, { id, t }) {
      await setServiceActive(c.ctx, service, active === "yes");
      const flash = active === "yes" ? t.services.resumed : t.services.stopped;
      return { path: `/organisations/${id}/services`, flash: flash };
    },
    onInvalid: (c, form, status) => showServicesEditor(c, { form: refusalOnly(form), status }),
  }),
];
