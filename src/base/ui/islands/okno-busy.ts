/** A file as the answer leaves the page where it is: after this many milliseconds the form may be sent again. */
const BUSY_TIMEOUT_MS = 8000;

/** Marks the pressed button busy while its form is sent, and lets no second press through. */
export class OknoBusy extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest("form");
    if (!form) return;
    const release = () => {
      delete form.dataset["sending"];
      for (const button of form.querySelectorAll("[aria-busy]"))
        button.removeAttribute("aria-busy");
    };
    form.addEventListener("submit", (submit) => {
      if (form.dataset["sending"] !== undefined) {
        submit.preventDefault();
        return;
      }
      form.dataset["sending"] = "";
      submit.submitter?.setAttribute("aria-busy", "true");
      setTimeout(release, BUSY_TIMEOUT_MS);
    });
    // Coming back through history shows the page as it was left: the form must be usable again.
    window.addEventListener("pageshow", release);
  }
}

customElements.define("okno-busy", OknoBusy);
