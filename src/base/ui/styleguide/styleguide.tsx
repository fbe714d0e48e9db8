import { SiteFrame } from "../layout/site-frame.tsx";
import { PageHeader, Stack } from "../layout/layout.tsx";
import { ChartSamples, DeskSamples, GradeSamples } from "./data-samples.tsx";
import { KeyboardHelp } from "../desk/keyboard-help.tsx";
import { sample } from "./messages.ru.ts";
import { LogoSamples, Colours, TypeSizes, Icons } from "./foundation-samples.tsx";
import { Theme } from "./theme-samples.tsx";
import { Forms } from "./form-samples.tsx";
import { TimelineSamples, Windows, Lists, Tables, LoadingSamples } from "./content-samples.tsx";

const { heads } = sample;

/** Every component on one page: the body to give to `renderPage`. */
export function Styleguide() {
  const { brand, nav, who, report, crumbs, footer, keys } = sample;
  const frame = { brand, nav, who, report, crumbs, footer };
  const parts = [LogoSamples, Colours, TypeSizes];
  const rest = [
    Forms,
    TimelineSamples,
    Windows,
    Lists,
    Tables,
    LoadingSamples,
    DeskSamples,
    GradeSamples,
    ChartSamples,
    Icons,
  ];
  return (
    <SiteFrame {...frame} keys={<KeyboardHelp {...keys} />}>
      <Stack gap="xl">
        <PageHeader title={sample.title} lead={sample.lead} />
        {parts.map((Part) => (
          <Part />
        ))}
        <Theme theme="light" title={heads.light} />
        <Theme theme="dark" title={heads.dark} />
        {rest.map((Part) => (
          <Part />
        ))}
      </Stack>
    </SiteFrame>
  );
}
