/** The pause in typing, in milliseconds, after which possible duplicates are looked up. */
const typingPauseMs = 500;

type SuggestedDuplicate = { name: string; href: string; note: string };

/**
 * Lists, while the names and number of a new organisation are typed, the cards that
 * may be the same. Attributes: `data-source` (address), `data-title`. The server asks again when it is
 * sent.
 */
export class OknoSimilar extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;
  lastQuery = "";

  connectedCallback(): void {
    const form = this.closest("form");
    if (form === null) return;
    this.setAttribute("role", "status");
    form.addEventListener("input", ({ target }) => {
      const named = target instanceof HTMLInputElement && fields.includes(target.name);
      if (!named) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.fetchSimilar(form), typingPauseMs);
    });
  }

  async fetchSimilar(form: HTMLFormElement): Promise<void> {
    const typed = new FormData(form);
    const query = new URLSearchParams(
      fields.map((field): [string, string] => [field, String(typed.get(field) ?? "").trim()]),
    ).toString();
    if (query === this.lastQuery) return;
    this.lastQuery = query;
    const response = await fetch(`${this.dataset["source"]}?${query}`).catch(() => undefined);
    if (response?.ok !== true) return;
    const { similar } = (await response.json()) as { similar: SuggestedDuplicate[] };
    // An answer to an earlier query is outdated.
    if (query === this.lastQuery) this.renderSimilar(similar);
  }

  renderSimilar(duplicates: readonly SuggestedDuplicate[]): void {
    this.hidden = duplicates.length === 0;
    const title = document.createElement("strong");
    title.textContent = this.dataset["title"] ?? "";
    const list = document.createElement("ul");
    for (const { name, href, note } of duplicates) {
      const link = document.createElement("a");
      link.href = href;
      link.target = "_blank";
      link.textContent = name;
      const line = document.createElement("li");
      line.append(link, note === "" ? "" : `, ${note}`);
      list.append(line);
    }
    this.replaceChildren(title, list);
  }
}

const fields = ["name", "shortName", "inn"];

customElements.define("okno-similar", OknoSimilar);
