import { z } from "zod";
import { asSystem } from "#base/context.ts";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { invalid } from "#base/refusal.ts";
import { foreseePlace, linkTokenOf, receiveMessage } from "./actions.ts";
import type { MessageInput } from "./message-input.ts";
import { mapIsland } from "#modules/territories/index.ts";
import { TellPage } from "./form-page.tsx";
import { keepPictures, type KeptPictures } from "./pictures.ts";
import { formId } from "./private-link.ts";
import { longestText } from "../signal.ts";
import { knowledgeOf, municipalityCalled } from "../classify.ts";
import { words } from "../messages.ts";

const tellForm = z
  .object({
    text: z
      .string("signals.text-missing")
      .min(5, "signals.text-short")
      .max(longestText, "signals.text-long"),
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
type TellForm = z.output<typeof tellForm>;

const prefill = z.object({
  text: z.string().max(longestText).optional(),
  place: z.string().max(300).optional(),
});

async function show(
  x: Exchange,
  { form, kept = [], status = 200 }: { form: FormState; kept?: readonly string[]; status?: number },
): Promise<Response> {
  const t = words[x.lang].tell;
  const { hints, territories } = await knowledgeOf(x.ctx);
  const values = { ...form.values, key: form.values.key ?? x.ctx.newId() };
  return x.page({
    title: t.title,
    status,
    islands: [mapIsland],
    body: (
      <TellPage
        t={t}
        action={x.href("/tell")}
        form={{ ...form, values }}
        kept={kept}
        hints={hints}
        municipalities={territories.municipalities}
        map={{ href: x.href, tiles: x.ctx.house.mapTiles }}
      />
    ),
  });
}

/** Pictures first, then the words: whatever comes back, the photographs are kept. */
async function tell(x: Exchange): Promise<Response> {
  const data = await x.request.formData().catch(() => {
    throw invalid("base.bad-form");
  });
  const files = data.getAll("pictures[]").filter((file) => file instanceof File && file.size > 0);
  const before = data.getAll("kept[]").filter((value) => typeof value === "string");
  const pictures = await keepPictures(x.ctx, files as File[], before);
  data.delete("pictures[]");
  data.delete("kept[]");
  const request = new Request(x.url, { method: "POST", body: data });
  return submit(
    { ...x, request },
    {
      schema: tellForm,
      act: (input) => take(x, input, pictures),
      again: (form, status) =>
        show(x, { form: withTrouble(x, form, pictures), kept: pictures.signed, status }),
    },
  );
}

function withTrouble(x: Exchange, form: FormState, { trouble }: KeptPictures): FormState {
  if (trouble === undefined) return form;
  return { ...form, errors: { ...form.errors, pictures: x.say(trouble) } };
}

async function take(x: Exchange, form: TellForm, pictures: KeptPictures): Promise<Response> {
  if (pictures.trouble !== undefined)
    throw invalid(pictures.trouble, { fields: { pictures: pictures.trouble } });
  const ctx = asSystem(x.ctx, "site");
  const known = await knowledgeOf(x.ctx);
  // «Town, street, house»: a place that names its municipality needs no question about it.
  const named = form.place.split(",").flatMap((part) => municipalityCalled(known, part) ?? []);
  const told = messageOf(x, form, pictures.ids);
  const input = told.municipality === "" ? { ...told, municipality: named[0] ?? "" } : told;
  if (form.municipality === undefined && input.municipality === "" && (await isUnclear(x, input))) {
    throw invalid("signals.place-unclear", { fields: { municipality: "signals.place-unclear" } });
  }
  const { id, number } = await receiveMessage(ctx, input);
  return x.go(`/my/${linkTokenOf(ctx, id)}`, words[x.lang].tell.done(number));
}

async function isUnclear(x: Exchange, input: MessageInput): Promise<boolean> {
  const { territories } = await knowledgeOf(x.ctx);
  return territories.municipalities.length > 0 && (await foreseePlace(x.ctx, input)) === null;
}

const tenMinutes = 600_000;

/**
 * A form sent twice is one message; another text in the same form is another. A form without a key
 * (the home page's) is known by its visitor for ten minutes, of whom nothing but a keyed hash is kept.
 */
function messageOf(x: Exchange, form: TellForm, pictures: string[]): MessageInput {
  const { text, place, lat, lon, municipality, name, email } = form;
  const key = form.key ?? `${x.visitor} ${Math.floor(x.ctx.now().getTime() / tenMinutes)}`;
  const point =
    lat === undefined || lon === undefined ? {} : { lat: Number(lat), lon: Number(lon) };
  return {
    channel: "site",
    externalId: formId(x.ctx.house.linkKey, [key, text, place]),
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

export const tellRoutes: Route[] = [
  {
    method: "get",
    path: "/tell",
    asks: "public",
    handle: (x) => show(x, { form: filledForm(x.query(prefill)) }),
  },
  {
    method: "post",
    path: "/tell",
    asks: "public",
    limit: { name: "tell", requests: 10, seconds: 600 },
    maxBody: 52 * 1024 * 1024,
    handle: tell,
  },
];
