/**
 * A map over the server's drawing. The drawing stays until a person presses its button; only then
 * is the map's code loaded. Attributes: `data-borders`, `data-points`, `data-tiles`, `data-center`
 * («lat,lon,zoom»), with `data-pick` also `data-at` and the names of the form's inputs in
 * `data-lat`, `data-lon`, `data-address`; messages in `data-say-*`.
 */
export class OknoMap extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>("[data-opens-map]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => void this.open(button));
  }

  async open(button: HTMLButtonElement): Promise<void> {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const { drawMap } = await import("./okno-map/draw.ts");
      await drawMap(this);
      button.remove();
    } catch {
      button.removeAttribute("aria-busy");
      this.announce(this.dataset["sayFailed"] ?? "");
    }
  }

  /** Announces a sentence and shows it under the map. */
  announce(sentence: string): void {
    const line = this.querySelector<HTMLElement>("[role=status]");
    if (line) line.textContent = sentence;
  }
}

customElements.define("okno-map", OknoMap);
