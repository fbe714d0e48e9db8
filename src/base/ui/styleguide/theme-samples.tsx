import { Flash, Stat } from "../content/blocks.tsx";
import { Actions, Button, ButtonLink } from "../forms/buttons.tsx";
import { Field } from "../forms/fields.tsx";
import { Checkbox } from "../forms/form.tsx";
import { Cluster, Grid, Panes } from "../layout/layout.tsx";
import { Clock, Status, statusKinds } from "../status/status.tsx";
import { Gauge, Sparkline } from "../charts/bars.tsx";
import { sample } from "./messages.ru.ts";
import { Demo } from "./demo.tsx";

const { buttons, fields, flashes } = sample;

function Buttons() {
  return (
    <>
      <Actions>
        <Button kind="primary">{buttons.primary}</Button>
        <Button>{buttons.plain}</Button>
        <Button kind="danger">{buttons.danger}</Button>
        <Button kind="quiet">{buttons.quiet}</Button>
      </Actions>
      <Actions>
        <Button disabled>{buttons.disabled}</Button>
        <Button kind="primary" busy>
          {buttons.busy}
        </Button>
        <ButtonLink href="#more" icon="right" size="s">
          {buttons.link}
        </ButtonLink>
      </Actions>
    </>
  );
}

function States() {
  return (
    <>
      <Cluster>
        {statusKinds.map((kind) => (
          <Status kind={kind}>{sample.statuses[kind]}</Status>
        ))}
      </Cluster>
      <Cluster gap="l">
        {sample.clocks.map(({ state, share, text }) => (
          <Clock state={state} share={share}>
            {text}
          </Clock>
        ))}
      </Cluster>
    </>
  );
}

function Figures() {
  const [late, all] = sample.stats;
  return (
    <Panes cols={3}>
      <Gauge
        {...sample.gauge}
        value={15}
        reported={2}
        target={24}
        plan={14}
        forecast={25}
        notes={undefined}
      />
      <Stat {...late} />
      <Stat {...all}>
        <Sparkline {...sample.spark} />
      </Stat>
    </Panes>
  );
}

export function Theme({ theme, title }: { theme: "light" | "dark"; title: string }) {
  return (
    <Demo id={theme} title={title}>
      <div data-theme={theme} class="card stack" data-gap="l">
        <Buttons />
        <States />
        <Grid cols={2}>
          <div>
            <Field name={`${theme}Where`} {...fields.where} />
            <Field name={`${theme}Phone`} kind="tel" {...fields.phone} />
          </div>
          <div>
            <Field
              name={`${theme}Body`}
              kind="select"
              label={fields.locked.label}
              empty={fields.locked.empty}
              options={[]}
              disabled
            />
            <Checkbox name={`${theme}News`} {...fields.news} checked />
          </div>
        </Grid>
        <Flash>
          {flashes.done} <a href="#mine">{flashes.doneLink}</a>
        </Flash>
        <Flash kind="warn">
          {flashes.warn} <a href="#check">{flashes.warnLink}</a>
        </Flash>
        <Figures />
      </div>
    </Demo>
  );
}
