/** Marks the pressed button busy while its form is sent, and lets no second press through. */
export class OknoBusy extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("submit", (submit) => {
      if (form.dataset["sending"] !== undefined) {
        submit.preventDefault();
        return;
      }
      form.dataset["sending"] = "";
      submit.submitter?.setAttribute("aria-busy", "true");
    });
    // Coming back through history shows the page as it was left: the form must be usable again.
    window.addEventListener("pageshow", () => {
      if (!form) return;
      delete form.dataset["sending"];
      for (const button of form.querySelectorAll("button[aria-busy]"))
        button.removeAttribute("aria-busy");
    });
  }
}

customElements.define("okno-busy", OknoBusy);
