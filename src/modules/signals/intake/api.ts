import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { found, invalid } from "#base/refusal.ts";
import { findProblem } from "#modules/problems/index.ts";
import { receiveMany, type Outcome } from "./actions.ts";
import { messageInput } from "./message-input.ts";
import { signalPolicy } from "../policy.ts";
import { messageStates, warnings } from "../signal.ts";
import { findByNumber } from "../store.ts";

const mostAtOnce = 500;

/** As programs send it: times with their offset, pictures not yet. */
const apiMessage = messageInput.omit({ pictures: true }).extend({
  writtenAt: z.iso.datetime({ offset: true }).optional(),
});

const taken = z.object({
  status: z.literal([200, 201]),
  number: z.string(),
  id: z.uuid(),
  /** Ask here what became of it. */
  href: z.string(),
  warnings: z.array(z.enum(warnings)),
});
const refusedItem = z.object({
  type: z.string(),
  status: z.literal(422),
  title: z.string(),
  reason: z.string(),
  field: z.string(),
});
const many = z.object({
  taken: z.int(),
  known: z.int(),
  refused: z.int(),
  items: z.array(z.union([taken, refusedItem])),
});

/** One message: 201, or 200 when it was stored before. Many: each with its own status, in their order. */
async function take(x: Exchange): Promise<Response> {
  // Asked before the body is read, so that a stranger learns nothing from how it is read.
  demand({ policy: signalPolicy, actor: x.ctx.actor, action: "receive" });
  const body: unknown = await x.request.json().catch(() => {
    throw invalid("base.bad-json");
  });
  if (!Array.isArray(body)) return takeOne(x, body);
  if (body.length === 0 || body.length > mostAtOnce) {
    throw invalid("signals.too-many-at-once", { values: { most: mostAtOnce } });
  }
  const outcomes = await receiveMany(x.ctx, body.map(withoutPictures));
  const items = outcomes.map((outcome) => itemOf(x, outcome));
  const count = (status: number) => items.filter((item) => item.status === status).length;
  const refused = count(422);
  const answer = { taken: count(201), known: count(200), refused, items };
  return x.json(answer, refused > 0 ? 207 : 200);
}

async function takeOne(x: Exchange, body: unknown): Promise<Response> {
  const [outcome] = await receiveMany(x.ctx, [withoutPictures(body)]);
  const item = itemOf(x, found(outcome));
  if (item.status !== 422) return x.json(item, item.status);
  return Response.json(item, {
    status: 422,
    headers: { "content-type": "application/problem+json" },
  });
}

/** Pictures are bytes that were kept by us; an id from outside could only be somebody else's. */
function withoutPictures(body: unknown): unknown {
  return typeof body === "object" && body !== null ? { ...body, pictures: [] } : body;
}

function itemOf(
  x: Exchange,
  outcome: Outcome,
): z.infer<typeof taken> | z.infer<typeof refusedItem> {
  if (!outcome.ok) {
    const { field, reason, values } = outcome;
    return { type: "about:blank", status: 422, title: x.say(reason, values), reason, field };
  }
  const { number, id } = outcome;
  const href = x.href(`/api/messages/${encodeURIComponent(number)}/status`);
  return { status: outcome.created ? 201 : 200, number, id, href, warnings: outcome.warnings };
}

const statusAnswer = z.object({
  number: z.string(),
  state: z.enum(messageStates),
  receivedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  problem: z
    .object({ number: z.string(), stage: z.string(), href: z.string().nullable() })
    .nullable(),
});

async function tellStatus(x: Exchange): Promise<Response> {
  demand({ policy: signalPolicy, actor: x.ctx.actor, action: "track" });
  const message = found(await findByNumber(x.ctx, x.param("number")));
  const problem =
    message.problem_id === null ? undefined : await findProblem(x.ctx, message.problem_id);
  return x.json({
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
            href: problem.public ? x.href(`/problems/${encodeURIComponent(problem.number)}`) : null,
          },
  } satisfies z.infer<typeof statusAnswer>);
}

export const apiRoutes: Route[] = [
  {
    method: "post",
    path: "/api/messages",
    asks: "signals.message.receive",
    maxBody: 16 * 1024 * 1024,
    limit: { name: "api-messages", requests: 600, seconds: 60 },
    api: {
      summary:
        "Bring in one message, or up to 500 at once; repeating an externalId answers the stored one",
      body: z.union([apiMessage, z.array(apiMessage).min(1).max(mostAtOnce)]),
      answer: z.union([taken, many]),
    },
    handle: take,
  },
  {
    method: "get",
    path: "/api/messages/:number/status",
    asks: "signals.message.track",
    api: { summary: "What became of a message", answer: statusAnswer },
    handle: tellStatus,
  },
];
