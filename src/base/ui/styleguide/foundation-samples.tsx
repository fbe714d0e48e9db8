import { Brand } from "../layout/site-frame.tsx";
import { Icon, iconNames, Logo } from "../icons.tsx";
import { Card, Cluster, Eyebrow, Panes, Stack } from "../layout/layout.tsx";
import { Tag } from "../status/status.tsx";
import { sample } from "./messages.ru.ts";
import { Demo } from "./demo.tsx";

const { heads } = sample;

export function LogoSamples() {
  return (
    <Demo id="mark" title={heads.mark}>
      <Panes cols={3}>
        <Stack gap="s">
          <span class="big-mark">
            <Logo />
          </span>
          <p class="small">{sample.mark[0]}</p>
        </Stack>
        <div data-theme="dark" class="stack" data-gap="s">
          <span class="big-mark">
            <Logo />
          </span>
          <p class="small">{sample.mark[1]}</p>
        </div>
        <Stack gap="s">
          <Brand name={sample.brand.name} place={sample.brand.place} />
          <p class="small">{sample.mark[2]}</p>
        </Stack>
      </Panes>
    </Demo>
  );
}

export function Colours() {
  return (
    <Demo id="colour" title={heads.colour}>
      <ul class="swatches" role="list">
        {sample.swatches.map(([token, on, name]) => (
          <li class="swatch" data-c={token} data-on={on}>
            <b>{name}</b>
            <span>{token}</span>
          </li>
        ))}
      </ul>
    </Demo>
  );
}

export function TypeSizes() {
  const { eyebrow, page, section, entry, lead, body, small } = sample.type;
  return (
    <Demo id="type" title={heads.type}>
      <Card>
        <Eyebrow>{eyebrow}</Eyebrow>
        <p class="sg-h1">{page}</p>
        <p class="h2">
          <b>{section}</b>
        </p>
        <p class="h3">
          <b>{entry}</b>
        </p>
        <p class="lead">{lead}</p>
        <p>{body}</p>
        <p class="small muted">{small}</p>
      </Card>
    </Demo>
  );
}

export function Icons() {
  return (
    <Demo id="icons" title={heads.icons}>
      <Cluster>
        {iconNames.map((name) => (
          <Tag>
            <Icon name={name} size="l" />
            {name}
          </Tag>
        ))}
      </Cluster>
    </Demo>
  );
}
