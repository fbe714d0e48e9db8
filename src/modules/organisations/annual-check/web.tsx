import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Choice,
  Field,
  Form,
  Place,
  Stack,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import { viewOf } from "../view.ts";
import { answerAsk, answerInput, askBehind } from "./actions.ts";

/** The page behind the yearly letter's private link; whoever holds the letter answers. */
export const yearlyRoutes: Route[] = [
  { method: "get", path: "/still-active", asks: "public", handle: (x) => showQuestion(x) },
  {
    method: "post",
    path: "/still-active",
    asks: "public",
    limit: { name: "still-active", requests: 30, seconds: 600 },
    handle: postAnswer,
  },
];

type Again = { form: FormState; status: number };

async function showQuestion(x: Exchange, again?: Again): Promise<Response> {
  const { link } = x.query(z.object({ link: z.string().max(200).optional() }));
  const { t, href } = viewOf(x);
  const written = link ?? again?.form.values.link;
  if (written === undefined)
    return x.page({
      title: t.yearly.title,
      body: (
        <Stack gap="l">
          <Place title={t.yearly.title} lead={t.yearly.needLink} />
          <Actions>
            <ButtonLink href={href("/organisations")}>{t.registry.title}</ButtonLink>
          </Actions>
        </Stack>
      ),
    });
  const { ask, organisation } = await askBehind(x.ctx, written);
  const form = again?.form ?? blankForm;
  const answers = ["yes", "changed", "closed"] as const;
  const body =
    ask.answer !== null ? (
      <Stack gap="l">
        <Place title={t.yearly.done} lead={t.yearly.doneText} />
        <Actions>
          <ButtonLink kind="primary" href={href(`/organisations/${organisation.id}`)}>
            {t.yearly.open}
          </ButtonLink>
        </Actions>
      </Stack>
    ) : (
      <Stack gap="l">
        <Place title={t.yearly.title} lead={t.yearly.lead(organisation.short_name)} />
        <FormTrouble form={form} />
        <Form
          action={href("/still-active")}
          look="card"
          label={t.yearly.title}
          hidden={{ link: written }}
        >
          <Choice
            kind="radio"
            name="answer"
            legend={t.yearly.question}
            options={answers.map((value) => ({ value, label: t.yearly.answers[value] }))}
            value={form.values.answer ?? ""}
            {...(form.errors.answer !== undefined && { error: form.errors.answer })}
          />
          <Field
            kind="textarea"
            label={t.yearly.note}
            hint={t.yearly.noteHint}
            optional
            rows={3}
            {...bind(form, "note")}
          />
          <Actions>
            <Button kind="primary">{t.yearly.button}</Button>
          </Actions>
        </Form>
      </Stack>
    );
  return x.page({
    title: t.yearly.title,
    ...(again !== undefined && { status: again.status }),
    body,
  });
}

const answerForm = answerInput.extend({ link: z.string("organisations.no-answer").max(200) });

function postAnswer(x: Exchange): Promise<Response> {
  return submit(x, {
    schema: answerForm,
    async act({ link, ...input }) {
      await answerAsk(x.ctx, link, input);
      return x.go(`/still-active?link=${encodeURIComponent(link)}`);
    },
    again: (form, status) => showQuestion(x, { form, status }),
  });
}
