/**
 * Keyboard shortcuts: an element with `data-key="j"` is clicked (a field: focused) by that key, `?` opens the help.
 * Keys do nothing while one types or while a modifier is held, and can be switched off for good.
 */
const STORAGE_KEY = "okno-keys";
const textInputSelector =
  "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

export class OknoKeys extends HTMLElement {
  connectedCallback(): void {
    const bar = this.closest<HTMLElement>(".keys");
    if (bar) bar.hidden = false;
    const help = bar?.querySelector<HTMLElement>("[popover]");
    const toggle = bar?.querySelector<HTMLElement>("[data-keys-switch]");
    toggle?.addEventListener("click", () => {
      localStorage.setItem(STORAGE_KEY, this.on ? "off" : "on");
      this.label(toggle);
    });
    if (toggle) this.label(toggle);
    document.addEventListener("keydown", (press) => this.handleKey(press, help));
  }

  get on(): boolean {
    return localStorage.getItem(STORAGE_KEY) !== "off";
  }

  label(toggle: HTMLElement): void {
    toggle.textContent = (this.on ? this.dataset["off"] : this.dataset["on"]) ?? "";
  }

  handleKey(press: KeyboardEvent, help: HTMLElement | null | undefined): void {
    if (
      press.ctrlKey ||
      press.altKey ||
      press.metaKey ||
      press.isComposing ||
      press.defaultPrevented
    )
      return;
    const target = press.target instanceof Element ? press.target : document.body;
    if (target.closest(textInputSelector)) return;
    if (press.key === "?") help?.togglePopover();
    if (!this.on) return;
    // Enter and Space belong to the control that has focus.
    if ((press.key === "Enter" || press.key === " ") && target.closest("a, button, summary, input"))
      return;
    const key = CSS.escape(press.key.toLowerCase());
    const found = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
    if (!found) return;
    press.preventDefault();
    if (found.matches(textInputSelector)) found.focus();
    else found.click();
  }
}

customElements.define("okno-keys", OknoKeys);
