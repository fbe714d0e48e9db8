import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../icons.tsx";

export type ButtonStyle = {
  kind?: "primary" | "danger" | "quiet";
  size?: "s" | "l";
  icon?: IconName;
};

export type ButtonProps = ButtonStyle & {
  children: ComponentChildren;
  type?: "submit" | "button";
  name?: string;
  value?: string;
  disabled?: boolean;
  busy?: boolean;
  /** Sends the form elsewhere. */
  formaction?: string;
  /** Key that presses it when the island `okno-keys` is there. */
  shortcut?: string;
  /** Id of the popover it opens. */
  opensDialog?: string;
};

/** A verb and its object; one `primary` per form. */
export function Button({
  kind,
  size,
  icon,
  children,
  type = "submit",
  name,
  value,
  disabled,
  busy,
  formaction,
  shortcut,
  opensDialog,
}: ButtonProps) {
  return (
    <button
      class="button"
      type={opensDialog === undefined ? type : "button"}
      data-kind={kind}
      data-size={size}
      name={name}
      value={value}
      disabled={disabled}
      aria-busy={busy ? "true" : undefined}
      formaction={formaction}
      data-key={shortcut}
      popovertarget={opensDialog}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export type ButtonLinkProps = ButtonStyle & {
  href: string;
  children: ComponentChildren;
  shortcut?: string;
  download?: boolean;
};

export function ButtonLink({
  kind,
  size,
  icon,
  href,
  children,
  shortcut,
  download,
}: ButtonLinkProps) {
  return (
    <a
      class="button"
      href={href}
      data-kind={kind}
      data-size={size}
      data-key={shortcut}
      download={download}
    >
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

/** A row of buttons. */
export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>;
}
