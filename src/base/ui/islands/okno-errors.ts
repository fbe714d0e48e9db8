/** Moves focus to the error summary it stands in, so that it is read first after a post. */
export class OknoErrors extends HTMLElement {
  connectedCallback(): void {
    this.closest<HTMLElement>("[data-autofocus]")?.focus();
  }
}

customElements.define("okno-errors", OknoErrors);
