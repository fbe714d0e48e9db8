import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext } from "#base/http/route.ts";
import { Actions, Button, Checkbox, Field, Form, fieldProps } from "#base/ui/index.ts";
import { confirmOrganisation } from "../actions.ts";
import { listActivityAreas, listLinks } from "../directions-links-store.ts";
import { ContactFields, ProfileFields } from "../card/form-fields.tsx";
import type { Organisation } from "../store.ts";
import { createView, type OrganisationsView } from "../view.ts";
import { saveOrganisationProfile, profileInput } from "./actions.ts";
import { loadManagedOrganisation, renderSelfService } from "./layout.tsx";

type RejectedForm = { form: FormState; status: number };

/** Shows the form of the organisation's public profile. */
export async function showProfile(c: RequestContext, rejected?: RejectedForm): Promise<Response> {
  const organisation = await loadManagedOrganisation(c);
  const view = createView(c);
  const form = rejected?.form ?? (await profileForm(c, organisation));
  return renderSelfService(c, {
    organisation,
    tab: "edit",
    lead: view.t.own.aboutLead,
    form,
    status: rejected?.status,
    body: <ProfileForm view={view} organisation={organisation} form={form} />,
  });
}

async function profileForm(c: RequestContext, organisation: Organisation): Promise<FormState> {
  const { id, description, email, phone, site, address, version } = organisation;
  const [directions, links] = [await listActivityAreas(c.ctx, id), await listLinks(c.ctx, id)];
  const values = { description, email, phone, site, address, links: links.join("\n") };
  return { ...filledForm({ ...values, version: String(version) }), lists: { directions } };
}

function ProfileForm({
  view,
  organisation,
  form,
}: {
  view: OrganisationsView;
  organisation: Organisation;
  form: FormState;
}) {
  const { t, href } = view;
  const path = href(`/organisations/${organisation.id}`);
  return (
    <>
      <Form action={`${path}/confirm`} variant="actions">
        <Button icon="check">{t.own.confirm}</Button>
      </Form>
      <Form
        action={`${path}/edit`}
        variant="card"
        label={t.own.about}
        files
        hidden={{ version: form.values.version ?? String(organisation.version) }}
      >
        <ProfileFields view={view} form={form} />
        <ContactFields view={view} form={form} />
        <Field
          kind="file"
          accept="image/*"
          label={t.own.logo}
          hint={t.own.logoHint}
          optional
          {...fieldProps(form, "logo")}
        />
        {organisation.logo !== null && (
          <Checkbox name="noLogo" label={t.own.noLogo} checked={form.values.noLogo !== undefined} />
        )}
        <Actions>
          <Button kind="primary">{t.own.save}</Button>
        </Actions>
      </Form>
    </>
  );
}

const profileFormInput = profileInput.extend({
  logo: z.instanceof(File).optional(),
  noLogo: z.literal("yes").optional(),
});

/** Saves the posted profile with its logo and returns to the card; a refusal shows the form again. */
export async function postProfile(c: RequestContext): Promise<Response> {
  const { id } = await loadManagedOrganisation(c);
  return submit(c, {
    schema: profileFormInput,
    async onValid({ logo, noLogo, ...input }) {
      const bytes = logo && Buffer.from(await logo.arrayBuffer());
      await saveOrganisationProfile(c.ctx, id, { ...input, logo: bytes, noLogo: noLogo === "yes" });
      return c.redirect(`/organisations/${id}`, createView(c).t.own.saved);
    },
    onInvalid: (form, status) => showProfile(c, { form, status }),
  });
}

/** Confirms that the organisation is active and returns to its card. */
export async function postConfirm(c: RequestContext): Promise<Response> {
  const { id } = await confirmOrganisation(c.ctx, c.param("id"));
  return c.redirect(`/organisations/${id}`, createView(c).t.own.confirmed);
}
