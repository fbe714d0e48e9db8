import type { ComponentChildren } from "preact";
import { Section } from "../layout/layout.tsx";

/** One section of the styleguide. */
export function Demo({
  id,
  title,
  children,
}: {
  id: string;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <Section id={`sg-${id}`} title={title}>
      {children}
    </Section>
  );
}
