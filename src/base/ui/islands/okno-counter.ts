/** Says how many characters are left in the textarea named by `data-for`; words come in `data-left` and `data-over`. */
export class OknoCounter extends HTMLElement {
  connectedCallback(): void {
    const area = document.getElementById(this.dataset["for"] ?? "");
    if (!(area instanceof HTMLTextAreaElement)) return;
    const max = Number(this.dataset["max"]);
    const show = () => {
      // A line break is sent as two characters but counted by people and by the server as one.
      const left = max - area.value.length;
      const template = (left < 0 ? this.dataset["over"] : this.dataset["left"]) ?? "{count}";
      this.textContent = template.replace("{count}", String(Math.abs(left)));
    };
    this.className = "hint";
    this.hidden = false;
    this.setAttribute("role", "status");
    area.addEventListener("input", show);
    show();
  }
}

customElements.define("okno-counter", OknoCounter);
