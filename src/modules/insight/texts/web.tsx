import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { Styleguide } from "#base/ui/index.ts";
import { FormulasPage, PlainTextPage } from "./page.tsx";
import { insightPolicy } from "../policy.ts";
import { textNames, textsFor, type TextName } from "./texts.ts";
import { messagesFor } from "../messages.ts";

function showText(c: RequestContext, name: TextName): Response {
  const text = textsFor(c.lang)[name];
  const { telephone } = c.ctx.region.settings;
  return c.page({
    title: text.title,
    description: text.lead,
    body: <PlainTextPage text={text} {...(telephone !== undefined && { telephone })} />,
  });
}

function showFormulas(c: RequestContext): Response {
  const t = messagesFor(c.lang);
  return c.page({
    title: t.how.title,
    description: t.how.lead,
    breadcrumbs: [{ label: t.desk.title, href: c.href("/insight") }],
    body: <FormulasPage t={t} texts={textsFor(c.lang)} href={c.href} />,
  });
}

function showStyleguide(c: RequestContext): Response {
  authorize({ policy: insightPolicy, actor: c.ctx.actor, action: "styleguide" });
  return c.page({ title: "Styleguide", body: <Styleguide />, wide: true });
}

export const textRoutes: Route[] = [
  ...textNames.map((name): Route => ({
    method: "get",
    path: `/${name}`,
    permission: "public",
    handle: (c) => showText(c, name),
  })),
  { method: "get", path: "/figures", permission: "public", handle: showFormulas },
  {
    method: "get",
    path: "/styleguide",
    permission: "insight.insight.styleguide",
    handle: showStyleguide,
  },
];
