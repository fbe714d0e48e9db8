import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import {
  Actions,
  Button,
  ButtonLink,
  ChoiceInput,
  Field,
  Form,
  PageHeader,
  Stack,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { createView } from "../view.ts";
import { answerCheck, answerInput, findCheckByLink } from "./actions.ts";

type RejectedForm = { form: FormState; status: number };

async function showCheck(c: RequestContext, rejected?: RejectedForm): Promise<Response> {
  const { link } = c.query(z.object({ link: z.string().max(200).optional() }));
  const { t, href } = createView(c);
  const written = link ?? rejected?.form.values.link;
  if (written === undefined)
    return c.page({
      title: t.yearly.title,
      body: (
        <Stack gap="l">
          <PageHeader title={t.yearly.title} lead={t.yearly.needLink} />
          <Actions>
            <ButtonLink href={href("/organisations")}>{t.registry.title}</ButtonLink>
          </Actions>
        </Stack>
      ),
    });
  const { ask, organisation } = await findCheckByLink(c.ctx, written);
  const form = rejected?.form ?? emptyForm;
  const answers = ["yes", "changed", "closed"] as const;
  const body =
    ask.answer !== null ? (
      <Stack gap="l">
        <PageHeader title={t.yearly.done} lead={t.yearly.doneText} />
        <Actions>
          <ButtonLink kind="primary" href={href(`/organisations/${organisation.id}`)}>
            {t.yearly.open}
          </ButtonLink>
        </Actions>
      </Stack>
    ) : (
      <Stack gap="l">
        <PageHeader title={t.yearly.title} lead={t.yearly.lead(organisation.short_name)} />
        <FormErrorSummary form={form} />
        <Form
          action={href("/still-active")}
          variant="card"
          label={t.yearly.title}
          hidden={{ link: written }}
        >
          <ChoiceInput
            kind="radio"
            legend={t.yearly.question}
            options={answers.map((value) => ({ value, label: t.yearly.answers[value] }))}
            {...fieldProps(form, "answer")}
          />
          <Field
            kind="textarea"
            label={t.yearly.note}
            hint={t.yearly.noteHint}
            optional
            rows={3}
            {...fieldProps(form, "note")}
          />
          <Actions>
            <Button kind="primary">{t.yearly.button}</Button>
          </Actions>
        </Form>
      </Stack>
    );
  return c.page({
    title: t.yearly.title,
    ...(rejected !== undefined && { status: rejected.status }),
    body,
  });
}

const answerForm = answerInput.extend({ link: z.string("organisations.no-answer").max(200) });

/** The page behind the yearly letter's private link; whoever holds the letter answers. */
export const annualCheckRoutes: Route[] = [
  { method: "get", path: "/still-active", permission: "public", handle: (c) => showCheck(c) },
  actionRoute({
    path: "/still-active",
    permission: "public",
    limit: { name: "still-active", requests: 30, seconds: 600 },
    schema: answerForm,
    async act(c, { link, ...input }) {
      await answerCheck(c.ctx, link, input);
      return { path: `/still-active?link=${encodeURIComponent(link)}` };
    },
    onInvalid: (c, form, status) => showCheck(c, { form, status }),
  }),
];
