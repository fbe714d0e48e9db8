import {
  applicationAction,
  applicationKeyOf,
  sendPermission,
  writePermission,
  applicationPageRoute,
} from "../applications/action-route.tsx";
import { z } from "zod";
import type { Route } from "#base/http/route.ts";
import type { Ctx } from "#base/context.ts";
import { setRemarksVisibility } from "../submission/actions.ts";
import { contestViewContext, applicationPath } from "../applications/view.ts";
import { selectTextHistory, type ApplicationRemark } from "../applications/store.ts";
import { ApplicationChangesPage } from "./changes-page.tsx";
import { answerRemark, answerRemarkInput } from "../reviews/actions.ts";

/** Returns a lookup of the text version that a remark refers to. */
export async function loadRemarkedTexts(
  ctx: Ctx,
  application: string,
): Promise<(remark: ApplicationRemark) => string | undefined> {
  const history = await selectTextHistory(ctx, application);
  return ({ kind, field, text_version: version }) =>
    kind === "review" && field !== "" ? history.get(`${field} ${version}`)?.text : undefined;
}

export const remarkRoutes: readonly Route[] = [
  applicationPageRoute("/changes", async (c, view, details) => {
    const was = await loadRemarkedTexts(c.ctx, details.application.id);
    const body = <ApplicationChangesPage viewContext={view} details={details} was={was} />;
    return { title: view.t.changes.title, body };
  }),
  applicationAction("/show-remarks", {
    permission: sendPermission,
    schema: z.object({ shown: z.enum(["yes", "no"]) }),
    act: async (c, { shown }) => {
      await setRemarksVisibility(c.ctx, applicationKeyOf(c), { shown: shown === "yes" });
      const { done } = contestViewContext(c).t;
      return shown === "yes" ? done.remarksShown : done.remarksHidden;
    },
  }),
  applicationAction("/remarks", {
    permission: writePermission,
    schema: answerRemarkInput,
    act: async (c, input) => {
      await answerRemark(c.ctx, applicationKeyOf(c), input);
      return contestViewContext(c).t.done.answered;
    },
    pathAfter: (c) => `${applicationPath(applicationKeyOf(c))}#remarks`,
  }),
];
