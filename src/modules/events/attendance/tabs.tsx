import { Tabs } from "#base/ui/index.ts";
import { eventPath, type AttendanceViewContext } from "./view.ts";
import type { Event } from "../store.ts";

export type AttendanceTab = "door" | "presence" | "paper" | "code" | "certificates" | "feedback";

/** Tabs between the staff pages of attendance. */
export function AttendanceTabs(view: {
  viewContext: AttendanceViewContext;
  event: Event;
  current: AttendanceTab;
}) {
  const { viewContext, event, current } = view;
  const { t } = viewContext;
  const parts: readonly [AttendanceTab, string][] = [
    ["door", t.tabs.door],
    ["presence", t.tabs.presence],
    ["paper", t.tabs.paper],
    ...(event.format === "in-person" ? [] : [["code", t.tabs.code] as [AttendanceTab, string]]),
    ["certificates", t.tabs.certificates],
    ["feedback", t.tabs.feedback],
  ];
  return (
    <Tabs
      label={t.tabs.label}
      tabs={parts.map(([part, label]) => ({
        href: viewContext.href(eventPath(event, `/${part}`)),
        label,
        ...(part === current && { current: true }),
      }))}
    />
  );
}
