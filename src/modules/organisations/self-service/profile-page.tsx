import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange } from "#base/http/route.ts";
import { Actions, Button, Check, Field, Form, bind } from "#base/ui/index.ts";
import { confirmOrganisation } from "../actions.ts";
import { readDirections, readLinks } from "../directions-links.store.ts";
import { ContactFields, TellingFields } from "../card/edit-page.tsx";
import type { Organisation } from "../store.ts";
import { viewOf, type View } from "../view.ts";
import { keepPage, pageInput } from "./actions.ts";
import { loadOwn, ownPage } from "./layout.tsx";

type Again = { form: FormState; status: number };

/** What everybody sees of the organisation, as its own people write it. */
export async function showPage(x: Exchange, again?: Again): Promise<Response> {
  const organisation = await loadOwn(x);
  const view = viewOf(x);
  const form = again?.form ?? (await formOf(x, organisation));
  return ownPage(x, {
    organisation,
    tab: "edit",
    lead: view.t.own.aboutLead,
    form,
    status: again?.status,
    body: <PageForm view={view} organisation={organisation} form={form} />,
  });
}

async function formOf(x: Exchange, organisation: Organisation): Promise<FormState> {
  const { id, description, email, phone, site, address, version } = organisation;
  const [directions, links] = [await readDirections(x.ctx, id), await readLinks(x.ctx, id)];
  const values = { description, email, phone, site, address, links: links.join("\n") };
  return { ...filledForm({ ...values, version: String(version) }), lists: { directions } };
}

function PageForm({
  view,
  organisation,
  form,
}: {
  view: View;
  organisation: Organisation;
  form: FormState;
}) {
  const { t, href } = view;
  const path = href(`/organisations/${organisation.id}`);
  return (
    <>
      <Form action={`${path}/confirm`} look="actions">
        <Button icon="check">{t.own.confirm}</Button>
      </Form>
      <Form
        action={`${path}/edit`}
        look="card"
        label={t.own.about}
        files
        hidden={{ version: form.values.version ?? String(organisation.version) }}
      >
        <TellingFields view={view} form={form} />
        <ContactFields view={view} form={form} />
        <Field
          kind="file"
          accept="image/*"
          label={t.own.logo}
          hint={t.own.logoHint}
          optional
          {...bind(form, "logo")}
        />
        {organisation.logo !== null && (
          <Check name="noLogo" label={t.own.noLogo} checked={form.values.noLogo !== undefined} />
        )}
        <Actions>
          <Button kind="primary">{t.own.save}</Button>
        </Actions>
      </Form>
    </>
  );
}

const pageForm = pageInput.extend({
  logo: z.instanceof(File).optional(),
  noLogo: z.literal("yes").optional(),
});

export async function postPage(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x);
  return submit(x, {
    schema: pageForm,
    async act({ logo, noLogo, ...input }) {
      const bytes = logo && Buffer.from(await logo.arrayBuffer());
      await keepPage(x.ctx, id, { ...input, logo: bytes, noLogo: noLogo === "yes" });
      return x.go(`/organisations/${id}`, viewOf(x).t.own.saved);
    },
    again: (form, status) => showPage(x, { form, status }),
  });
}

export async function postConfirm(x: Exchange): Promise<Response> {
  const { id } = await confirmOrganisation(x.ctx, x.param("id"));
  return x.go(`/organisations/${id}`, viewOf(x).t.own.confirmed);
}
