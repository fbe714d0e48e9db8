import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { Styleguide } from "#base/ui/index.ts";
import { HowWeCount, PlainText } from "./page.tsx";
import { insightPolicy } from "../policy.ts";
import { textNames, textsFor, type TextName } from "./texts.ts";
import { wordsFor } from "../messages.ts";

function showText(x: Exchange, name: TextName): Response {
  const text = textsFor(x.lang)[name];
  const { telephone } = x.ctx.region.settings;
  return x.page({
    title: text.title,
    description: text.lead,
    body: <PlainText text={text} {...(telephone !== undefined && { telephone })} />,
  });
}

function showFormulas(x: Exchange): Response {
  const t = wordsFor(x.lang);
  return x.page({
    title: t.how.title,
    description: t.how.lead,
    crumbs: [{ label: t.desk.title, href: x.href("/insight") }],
    body: <HowWeCount t={t} texts={textsFor(x.lang)} href={x.href} />,
  });
}

function showStyleguide(x: Exchange): Response {
  demand({ policy: insightPolicy, actor: x.ctx.actor, action: "styleguide" });
  return x.page({ title: "Styleguide", body: <Styleguide />, wide: true });
}

export const textRoutes: Route[] = [
  ...textNames.map((name): Route => ({
    method: "get",
    path: `/${name}`,
    asks: "public",
    handle: (x) => showText(x, name),
  })),
  { method: "get", path: "/figures", asks: "public", handle: showFormulas },
  {
    method: "get",
    path: "/styleguide",
    asks: "insight.insight.styleguide",
    handle: showStyleguide,
  },
];
