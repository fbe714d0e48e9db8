import { Actions, Button } from "../forms/buttons.tsx";
import { Field } from "../forms/fields.tsx";
import { ChoiceInput, ErrorSummary, Form } from "../forms/form.tsx";
import { sample } from "./messages.ru.ts";
import { Demo } from "./demo.tsx";

const { heads, buttons, fields } = sample;

export function Forms() {
  return (
    <Demo id="forms" title={heads.forms}>
      <p class="muted">{sample.errorsNote}</p>
      <ErrorSummary errors={sample.errors} level={3} />
      <Form action="#" hidden={{ token: "x" }} files variant="card" label={heads.forms}>
        <Field name="errorPhone" kind="tel" {...fields.phone} />
        <ChoiceInput name="errorTopics" kind="checkbox" value={[]} {...fields.topics} />
        <ChoiceInput name="kind" kind="radio" value="interim" {...fields.kind} />
        <Field
          name="answer"
          kind="textarea"
          rows={5}
          maxlength={2000}
          counter
          width="full"
          hintAbove
          {...fields.answer}
        />
        <Field
          name="photo"
          kind="file"
          accept="image/jpeg,image/png,image/webp"
          {...fields.photo}
        />
        <Field name="date" kind="date" width="s" optional {...fields.date} />
        <Field
          name="find"
          kind="search"
          label={buttons.find}
          button={<Button icon="search">{buttons.find}</Button>}
        />
        <Actions>
          <Button kind="primary" size="l">
            {buttons.primary}
          </Button>
        </Actions>
      </Form>
    </Demo>
  );
}
