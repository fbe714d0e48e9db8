/**
 * The design system: Preact components rendered on the server, the page around them, and `okno.css`.
 *
 * Filled = checked, hatched = only said, empty = nothing yet, the lit pane = what to do now.
 * Words arrive as props; the few generic ones (words.ru.ts, words.en.ts) follow the language given to `renderPage`.
 * Text nodes are typeset by `renderPage`: compare them through `plainText`.
 * No `style=`, no inline script; variants are `data-*`. Build `okno.css`, `mark.svg` and `islands/*.ts` as assets.
 */
export * from "./content/blocks.tsx";
export * from "./forms/buttons.tsx";
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
  toSegments,
  Sparkline,
  FigureTable,
} from "./charts/bars.tsx";
export * from "./charts/columns.tsx";
export * from "./desk/desk.tsx";
export * from "./forms/fields.tsx";
export * from "./format.ts";
export * from "./forms/form-state.tsx";
export * from "./forms/form.tsx";
export * from "./forms/list-filters.tsx";
export * from "./layout/site-frame.tsx";
export * from "./status/grade.tsx";
export * from "./icons.tsx";
export * from "./island.tsx";
export * from "./desk/keyboard-help.tsx";
export { type Lang, LangContext, type UiMessages, useLang, useMessages } from "./lang.tsx";
export * from "./layout/layout.tsx";
export * from "./status/timeline.tsx";
export * from "./charts/maps.tsx";
export * from "./page.tsx";
export * from "./status/status.tsx";
export { Styleguide } from "./styleguide/styleguide.tsx";
export * from "./content/table.tsx";
export * from "./typography.ts";
