/** Moves focus to the toast it stands in, so that its undo link is one Tab away; Escape puts the toast away. */
export class OknoFlash extends HTMLElement {
  connectedCallback(): void {
    const toast = this.closest<HTMLElement>("[data-toast]");
    if (!toast) return;
    toast.focus({ preventScroll: true });
    toast.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") toast.remove();
    });
  }
}

customElements.define("okno-flash", OknoFlash);
