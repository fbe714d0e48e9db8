import { z } from "zod";
import { emptyForm, filledForm } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import {
  loadManagedOrganisation,
  renderSelfService,
  selfServiceAction,
  selfServicePath,
  selfServicePermission,
  type RejectedForm,
} from "../self-service/layout.tsx";
import { loadMunicipalityOptions, createView } from "../view.ts";
import { changeService, addService, serviceInput, setServiceActive } from "./actions.ts";
import { ServicesEditor } from "./own-page.tsx";
import { listServicesOfOrganisation } from "./store.ts";

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

const page = { tab: "services", show: showServicesEditor } as const;

/** Routes of an organisation's services, for its own people. */
export const selfServiceServiceRoutes: Route[] = [
  {
    method: "get",
    path: selfServicePath("services"),
    permission: selfServicePermission,
    handle: (c) => showServicesEditor(c),
  },
  selfServiceAction(page, {
    schema: serviceForm,
    async act(c, { service, ...input }, id) {
      const { t } = createView(c);
      if (service === undefined) await addService(c.ctx, id, input);
      else await changeService(c.ctx, service, input);
      return service === undefined ? t.services.added : t.services.saved;
    },
  }),
  selfServiceAction(page, {
    name: "state",
    schema: stateForm,
    async act(c, { service, active }) {
      const { t } = createView(c);
      await setServiceActive(c.ctx, service, active === "yes");
      return active === "yes" ? t.services.resumed : t.services.stopped;
    },
  }),
];
