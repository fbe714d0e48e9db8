import type { ZodType } from "zod";
import { submit, type FormState } from "./form.ts";
import type { RateLimit, RequestContext, Route } from "./route.ts";

/** Where a post leads, inside the region, and the sentence shown there once. */
export type ActionResult = { path: string; flash?: string };

export type ActionRouteOptions<T, L> = {
  path: string;
  permission: string;
  limit?: RateLimit;
  maxBody?: number;
  schema: ZodType<T>;
  /** Runs before the form is read: returns what the page is about, or throws what hides or refuses it. */
  load?: (c: RequestContext) => Promise<L> | L;
  /** Acts on the valid input; a response of its own goes out as it is. */
  act: (c: RequestContext, input: T, loaded: L) => Promise<ActionResult | Response>;
  /** Shows the same page again with what was written and what is wrong. */
  onInvalid: (
    c: RequestContext,
    form: FormState,
    status: number,
    loaded: L,
  ) => Promise<Response> | Response;
};

/**
 * Creates the route of one posted form: read it by its schema, act, redirect with a flash;
 * a refused form (422 or 409) comes back.
 */
export function actionRoute<T, L = undefined>(options: ActionRouteOptions<T, L>): Route {
  const { path, permission, limit, maxBody, schema, load, act, onInvalid } = options;
  return {
    method: "post",
    path,
    permission,
    ...(limit !== undefined && { limit }),
    ...(maxBody !== undefined && { maxBody }),
    async handle(c) {
      // Without `load`, L is undefined.
      const loaded = (await load?.(c)) as L;
      return submit(c, {
        schema,
        async onValid(input) {
          const result = await act(c, input, loaded);
          return result instanceof Response ? result : c.redirect(result.path, result.flash);
        },
        onInvalid: (form, status) => onInvalid(c, form, status, loaded),
      });
    },
  };
}
