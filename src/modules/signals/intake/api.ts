import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound, invalid } from "#base/refusal.ts";
import { findProblem } from "#modules/problems/index.ts";
import { receiveMany, type IntakeOutcome } from "./actions.ts";
import { messageInput } from "./message-input.ts";
import { signalPolicy } from "../policy.ts";
import { messageStates, intakeWarnings } from "../signal.ts";
import { findMessageByNumber } from "../store.ts";

const maxBatchSize = 500;

/** As programs send it: times with their offset, pictures not yet. */
const apiMessageSchema = messageInput.omit({ pictures: true }).extend({
  writtenAt: z.iso.datetime({ offset: true }).optional(),
});

const takenSchema = z.object({
  status: z.literal([200, 201]),
  number: z.string(),
  id: z.uuid(),
  /** Ask here what became of it. */
  href: z.string(),
  warnings: z.array(z.enum(intakeWarnings)),
});
const refusedItemSchema = z.object({
  type: z.string(),
  status: z.literal(422),
  title: z.string(),
  reason: z.string(),
  field: z.string(),
});
const manyMessagesSchema = z.object({
  taken: z.int(),
  known: z.int(),
  refused: z.int(),
  items: z.array(z.union([takenSchema, refusedItemSchema])),
});

/** Takes one message: 201, or 200 when it was stored before; or many, each with its own status, in their order. */
async function postMessages(c: RequestContext): Promise<Response> {
  // Asked before the body is read, so that a stranger learns nothing from how it is read.
  authorize({ policy: signalPolicy, actor: c.ctx.actor, action: "receive" });
  const body: unknown = await c.request.json().catch(() => {
    throw invalid("base.bad-json");
  });
  if (!Array.isArray(body)) return postOneMessage(c, body);
  if (body.length === 0 || body.length > maxBatchSize) {
    throw invalid("signals.too-many-at-once", { values: { most: maxBatchSize } });
  }
  const outcomes = await receiveMany(c.ctx, body.map(withoutPictures));
  const items = outcomes.map((outcome) => toResponseItem(c, outcome));
  const count = (status: number) => items.filter((item) => item.status === status).length;
  const refused = count(422);
  const answer = { taken: count(201), known: count(200), refused, items };
  return c.json(answer, refused > 0 ? 207 : 200);
}

async function postOneMessage(c: RequestContext, body: unknown): Promise<Response> {
  const [outcome] = await receiveMany(c.ctx, [withoutPictures(body)]);
  const item = toResponseItem(c, orNotFound(outcome));
  if (item.status !== 422) return c.json(item, item.status);
  return Response.json(item, {
    status: 422,
    headers: { "content-type": "application/problem+json" },
  });
}

/** Drops ids of pictures: one from outside could only belong to somebody else. */
function withoutPictures(body: unknown): unknown {
  return typeof body === "object" && body !== null ? { ...body, pictures: [] } : body;
}

function toResponseItem(
  c: RequestContext,
  outcome: IntakeOutcome,
): z.infer<typeof takenSchema> | z.infer<typeof refusedItemSchema> {
  if (!outcome.ok) {
    const { field, reason, values } = outcome;
    return { type: "about:blank", status: 422, title: c.t(reason, values), reason, field };
  }
  const { number, id } = outcome;
  const href = c.href(`/api/messages/${encodeURIComponent(number)}/status`);
  return { status: outcome.created ? 201 : 200, number, id, href, warnings: outcome.warnings };
}

const statusSchema = z.object({
  number: z.string(),
  state: z.enum(messageStates),
  receivedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  problem: z
    .object({ number: z.string(), stage: z.string(), href: z.string().nullable() })
    .nullable(),
});

async function showStatusJson(c: RequestContext): Promise<Response> {
  authorize({ policy: signalPolicy, actor: c.ctx.actor, action: "track" });
  const message = orNotFound(await findMessageByNumber(c.ctx, c.param("number")));
  const problem =
    message.problem_id === null ? undefined : await findProblem(c.ctx, message.problem_id);
  return c.json({
    number: message.number,
    state: message.state,
    receivedAt: message.received_at.toISOString(),
    decidedAt: message.decided_at?.toISOString() ?? null,
    problem:
      problem === undefined
        ? null
        : {
            number: problem.number,
            stage: problem.stage,
            href: problem.public ? c.href(`/problems/${encodeURIComponent(problem.number)}`) : null,
          },
  } satisfies z.infer<typeof statusSchema>);
}

export const apiRoutes: Route[] = [
  {
    method: "post",
    path: "/api/messages",
    permission: "signals.message.receive",
    maxBody: 16 * 1024 * 1024,
    limit: { name: "api-messages", requests: 600, seconds: 60 },
    api: {
      summary:
        "Bring in one message, or up to 500 at once; repeating an externalId answers the stored one",
      body: z.union([apiMessageSchema, z.array(apiMessageSchema).min(1).max(maxBatchSize)]),
      response: z.union([takenSchema, manyMessagesSchema]),
    },
    handle: postMessages,
  },
  {
    method: "get",
    path: "/api/messages/:number/status",
    permission: "signals.message.track",
    api: { summary: "What became of a message", response: statusSchema },
    handle: showStatusJson,
  },
];
