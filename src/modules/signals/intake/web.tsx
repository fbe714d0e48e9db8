import { z } from "zod";
import { asSystem } from "#base/context.ts";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { invalid, invalidField } from "#base/refusal.ts";
import { predictMunicipality, messageLinkToken, receiveMessage } from "./actions.ts";
import type { MessageInput } from "./message-input.ts";
import { mapIsland } from "#modules/territories/index.ts";
import { IntakeFormPage } from "./form-page.tsx";
import { savePictures, type SavedPictures } from "./pictures.ts";
import { hashFormId } from "./private-link.ts";
import { maxTextLength } from "../signal.ts";
import { loadKnowledge, findMunicipalityByName } from "../classify.ts";
import { messages } from "../messages.ts";

const intakeForm = z
  .object({
    text: z
      .string("signals.text-missing")
      .min(5, "signals.text-short")
      .max(maxTextLength, "signals.text-long"),
    place: z.string().max(300).default(""),
    lat: z.string().max(30).optional(),
    lon: z.string().max(30).optional(),
    municipality: z.union([z.uuid(), z.literal("unknown")]).optional(),
    name: z.string().max(200).optional(),
    email: z.email("signals.email-wrong").max(254).optional(),
    wantsLetters: z.literal("yes").optional(),
    consent: z.literal("yes").optional(),
    /** The trap: people do not see it. */
    website: z.string().optional(),
    key: z.string().max(100).optional(),
  })
  .superRefine((form, issues) => {
    const wrong = (field: string, message: string) =>
      issues.addIssue({ code: "custom", path: [field], message });
    if (form.website !== undefined) wrong("website", "signals.robot");
    const personal = form.name !== undefined || form.email !== undefined;
    if (personal && form.consent === undefined) wrong("consent", "signals.consent-missing");
    if (form.wantsLetters !== undefined && form.email === undefined)
      wrong("email", "signals.email-needed");
  });
type IntakeForm = z.output<typeof intakeForm>;

const prefillQuery = z.object({
  text: z.string().max(maxTextLength).optional(),
  place: z.string().max(300).optional(),
});

async function showForm(
  c: RequestContext,
  { form, kept = [], status = 200 }: { form: FormState; kept?: readonly string[]; status?: number },
): Promise<Response> {
  const t = messages[c.lang].tell;
  const { hints, territories } = await loadKnowledge(c.ctx);
  const values = { ...form.values, key: form.values.key ?? c.ctx.newId() };
  return c.page({
    title: t.title,
    status,
    islands: [mapIsland],
    body: (
      <IntakeFormPage
        t={t}
        action={c.href("/tell")}
        form={{ ...form, values }}
        keptPictures={kept}
        hints={hints}
        municipalities={territories.municipalities}
        map={{ href: c.href, tiles: c.ctx.app.mapTiles }}
      />
    ),
  });
}

/** Saves the pictures first, then the message: an error in the form does not lose them. */
async function handleSubmit(c: RequestContext): Promise<Response> {
  const data = await c.request.formData().catch(() => {
    throw invalid("base.bad-form");
  });
  const files = data.getAll("pictures[]").filter((file) => file instanceof File && file.size > 0);
  const before = data.getAll("kept[]").filter((value) => typeof value === "string");
  const pictures = await savePictures(c.ctx, files as File[], before);
  data.delete("pictures[]");
  data.delete("kept[]");
  const request = new Request(c.url, { method: "POST", body: data });
  return submit(
    { ...c, request },
    {
      schema: intakeForm,
      onValid: (input) => acceptMessage(c, input, pictures),
      onInvalid: (form, status) =>
        showForm(c, { form: withPictureIssue(c, form, pictures), kept: pictures.signed, status }),
    },
  );
}

function withPictureIssue(c: RequestContext, form: FormState, { issue }: SavedPictures): FormState {
  if (issue === undefined) return form;
  return { ...form, errors: { ...form.errors, pictures: c.t(issue) } };
}

async function acceptMessage(
  c: RequestContext,
  form: IntakeForm,
  pictures: SavedPictures,
): Promise<Response> {
  if (pictures.issue !== undefined) throw invalidField("pictures", pictures.issue);
  const ctx = asSystem(c.ctx, "site");
  const known = await loadKnowledge(c.ctx);
  // «Town, street, house»: a place that names its municipality needs no question about it.
  const named = form.place.split(",").flatMap((part) => findMunicipalityByName(known, part) ?? []);
  const posted = toMessageInput(c, form, pictures.ids);
  const input = posted.municipality === "" ? { ...posted, municipality: named[0] ?? "" } : posted;
  if (
    form.municipality === undefined &&
    input.municipality === "" &&
    (await isPlaceUnclear(c, input))
  ) {
    throw invalidField("municipality", "signals.place-unclear");
  }
  const { id, number } = await receiveMessage(ctx, input);
  return c.redirect(`/my/${messageLinkToken(ctx, id)}`, messages[c.lang].tell.done(number));
}

async function isPlaceUnclear(c: RequestContext, input: MessageInput): Promise<boolean> {
  const { territories } = await loadKnowledge(c.ctx);
  return (
    territories.municipalities.length > 0 && (await predictMunicipality(c.ctx, input)) === null
  );
}

const tenMinutes = 600_000;

/**
 * Turns the post into a message. A form sent twice is one message; another text in it is another. A
 * form without a key (on the home page) is identified for ten minutes by its visitor, of whom only a
 * keyed hash is stored.
 */
function toMessageInput(c: RequestContext, form: IntakeForm, pictures: string[]): MessageInput {
  const { text, place, lat, lon, municipality, name, email } = form;
  const key = form.key ?? `${c.visitorId} ${Math.floor(c.ctx.now().getTime() / tenMinutes)}`;
  const point =
    lat === undefined || lon === undefined ? {} : { lat: Number(lat), lon: Number(lon) };
  return {
    channel: "site",
    externalId: hashFormId(c.ctx.app.linkKey, [key, text, place]),
    text,
    address: place,
    ...(Number.isFinite(point.lat) && Number.isFinite(point.lon) && point),
    municipality: municipality === undefined || municipality === "unknown" ? "" : municipality,
    pictures,
    ...((name !== undefined || email !== undefined) && {
      author: { name, email, wantsLetters: form.wantsLetters === "yes", consent: true },
    }),
  };
}

export const intakeRoutes: Route[] = [
  {
    method: "get",
    path: "/tell",
    permission: "public",
    handle: (c) => showForm(c, { form: filledForm(c.query(prefillQuery)) }),
  },
  {
    method: "post",
    path: "/tell",
    permission: "public",
    limit: { name: "tell", requests: 10, seconds: 600 },
    maxBody: 52 * 1024 * 1024,
    handle: handleSubmit,
  },
];
