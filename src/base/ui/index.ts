/**
 * The design system: Preact components rendered on the server, the page around them, and `okno.css`.
 *
 * Filled = checked, hatched = only said, empty = nothing yet, the lit pane = what to do now.
 * Words arrive as props; the few generic ones (words.ru.ts, words.en.ts) follow the language given to `renderPage`.
 * Text nodes are typeset by `renderPage`: compare them through `plainText`.
 * No `style=`, no inline script; variants are `data-*`. Build `okno.css`, `mark.svg` and `islands/*.ts` as assets.
 */
export * from "./blocks.tsx";
export * from "./buttons.tsx";
export {
  Bar,
  type BarKind,
  barKinds,
  type BarParts,
  Chart,
  Gauge,
  GaugeBar,
  Legend,
  type LegendItem,
  type ScaleStep,
  segments,
  Sparkline,
  Twin,
} from "./charts.tsx";
export * from "./columns.tsx";
export * from "./desk.tsx";
export * from "./fields.tsx";
export * from "./format.ts";
export * from "./form-state.tsx";
export * from "./forms.tsx";
export * from "./frame.tsx";
export * from "./grade.tsx";
export * from "./icons.tsx";
export * from "./island.tsx";
export * from "./keys.tsx";
export { type Lang, LangContext, type UiWords, useLang, useWords } from "./lang.tsx";
export * from "./layout.tsx";
export * from "./life.tsx";
export * from "./maps.tsx";
export * from "./page.tsx";
export * from "./status.tsx";
export { Styleguide } from "./styleguide.tsx";
export * from "./table.tsx";
export * from "./typography.ts";
