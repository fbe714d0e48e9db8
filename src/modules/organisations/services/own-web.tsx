import { z } from "zod";
import { blankForm, filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { loadOwn, ownPage } from "../self-service/layout.tsx";
import { loadPlaces, viewOf } from "../view.ts";
import { wholly } from "../card/edit-web.tsx";
import { changeService, offerService, serviceInput, setServiceActive } from "./actions.ts";
import { OwnServices } from "./own-page.tsx";
import { servicesOf } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/services";
const asks = "organisations.organisations.keep";

/** The services of an organisation, kept by its own people. */
export const ownServiceRoutes: Route[] = [
  { method: "get", path, asks, handle: (x) => showOwn(x) },
  { method: "post", path, asks, handle: postService },
  { method: "post", path: `${path}/state`, asks, handle: postState },
];

type Again = { form: FormState; status: number };

async function showOwn(x: Exchange, again?: Again): Promise<Response> {
  const organisation = await loadOwn(x);
  const view = viewOf(x);
  const { edit } = x.query(z.object({ edit: z.uuid().optional() }));
  const [services, places] = await Promise.all([
    servicesOf(x.ctx, organisation.id),
    loadPlaces(x.ctx, view.t),
  ]);
  const wanted = again?.form.values.service ?? edit;
  const chosen = services.find(({ id }) => id === wanted);
  const kept =
    chosen === undefined
      ? blankForm
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
  const form = again?.form ?? kept;
  return ownPage(x, {
    organisation,
    tab: "services",
    lead: view.t.services.keepLead,
    form,
    status: again?.status,
    body: (
      <OwnServices
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

async function postService(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x);
  const { t } = viewOf(x);
  return submit(x, {
    schema: serviceForm,
    async act({ service, ...input }) {
      if (service === undefined) await offerService(x.ctx, id, input);
      else await changeService(x.ctx, service, input);
      const said = service === undefined ? t.services.added : t.services.saved;
      return x.go(`/organisations/${id}/services`, said);
    },
    again: (form, status) => showOwn(x, { form, status }),
  });
}

const stateForm = z.object({ service: z.uuid(), active: z.enum(["yes", "no"]) });

async function postState(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x);
  const { t } = viewOf(x);
  return submit(x, {
    schema: stateForm,
    async act({ service, active }) {
      await setServiceActive(x.ctx, service, active === "yes");
      const said = active === "yes" ? t.services.resumed : t.services.stopped;
      return x.go(`/organisations/${id}/services`, said);
    },
    again: (form, status) => showOwn(x, { form: wholly(form), status }),
  });
}
