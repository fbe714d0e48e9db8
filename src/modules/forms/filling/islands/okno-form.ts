import {
  mergePageAnswers,
  parsePostedSections,
  parseAnswers,
  shownField,
  type Answers,
} from "../../evaluate/answers.ts";
import type { FormDefinition } from "../../definition/definition.ts";
import { evaluate, type Evaluation } from "../../evaluate/evaluate.ts";
import type { ExpressionValue } from "../../definition/expression.ts";
import { computeMoneyTotals, computeRowTotal, type MoneyRow } from "../../kinds/tables/money.ts";

/** How long after the last change the answers are saved, in milliseconds. */
const autosaveDelay = 3000;

type AutosaveResponse = { version: number; time: string; href: string; clashes: string[] };

/**
 * Wraps a form of questions: shows and hides them, computes, and saves the draft automatically.
 * Attributes: `data-definition`, `data-answers` (JSON), `data-save` (address) and messages. Uses the
 * server's own evaluator.
 */
export class OknoForm extends HTMLElement {
  #form: HTMLFormElement | null = null;
  #definition: FormDefinition | undefined;
  #kept: Answers = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;
  #stopped = false;

  connectedCallback(): void {
    const form = this.closest("form");
    const { definition, answers, save } = this.dataset;
    if (form === null || definition === undefined) return;
    this.#form = form;
    this.#definition = JSON.parse(definition) as FormDefinition;
    this.#kept = JSON.parse(answers ?? "{}") as Answers;
    form.addEventListener("input", () => this.#changed());
    form.addEventListener("change", () => this.#changed());
    if (save !== undefined) form.addEventListener("submit", (event) => this.#wait(event), true);
    this.#draw();
    if (this.dataset["keyed"] === undefined) return;
    form.addEventListener("keydown", (event) => this.#key(event));
    this.#controls()[0]?.focus();
  }

  #controls(): HTMLElement[] {
    return this.#parts("input, textarea, select").filter(
      (part) =>
        part.offsetParent !== null && !(part instanceof HTMLInputElement && part.type === "hidden"),
    );
  }

  /** Keying paper in: a digit chooses the answer of that place, and the next question is at hand. */
  #key(event: KeyboardEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLInputElement) || !/^[0-9]$/.test(event.key)) return;
    if (target.type !== "radio" && target.type !== "checkbox") return;
    const group = this.#controls().filter(
      (part) => part instanceof HTMLInputElement && part.name === target.name,
    ) as HTMLInputElement[];
    // Marks are pressed by their own figure, other answers by their place.
    const chosen = group.find(({ value }) => value === event.key) ?? group[Number(event.key) - 1];
    if (chosen === undefined) return;
    event.preventDefault();
    chosen.checked = target.type === "radio" || !chosen.checked;
    this.#changed();
    if (target.type !== "radio") return chosen.focus();
    const controls = this.#controls();
    controls[controls.indexOf(group.at(-1) ?? chosen) + 1]?.focus();
  }

  #changed(): void {
    this.#draw();
    if (this.dataset["save"] === undefined || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), autosaveDelay);
  }

  #draw(): void {
    if (this.#form === null || this.#definition === undefined) return;
    const posted = new FormData(this.#form);
    const page = {
      answers: parseAnswers(this.#definition, posted),
      sections: parsePostedSections(this.#definition, posted),
    };
    const answers = mergePageAnswers(this.#definition, this.#kept, page);
    this.#show(evaluate(this.#definition, answers));
    this.#sum(answers);
  }

  #show({ shown, sections, computed }: Evaluation): void {
    for (const part of this.#parts("[data-question]"))
      part.hidden = !shown.has(part.dataset["question"] ?? "");
    for (const part of this.#parts("[data-form-section]"))
      part.hidden = !sections.has(part.dataset["formSection"] ?? "");
    for (const part of this.#parts("[data-computed]"))
      part.textContent = this.#told(computed[part.dataset["computed"] ?? ""] ?? null);
    const seen = this.#form?.querySelector<HTMLInputElement>(`input[name="${shownField}"]`);
    if (seen) seen.value = [...shown].join(" ");
  }

  /** Totals of budgets, row by row and below. */
  #sum(answers: Answers): void {
    for (const part of this.#parts("[data-money-sum]")) {
      const [code = "", column = ""] = (part.dataset["moneySum"] ?? "").split(".");
      const totals = computeMoneyTotals((answers[code] ?? []) as MoneyRow[]);
      part.textContent = this.#told(totals[column as keyof typeof totals]);
    }
    for (const part of this.#parts("[data-money-row]")) {
      const [code = "", at = ""] = (part.dataset["moneyRow"] ?? "").split(".");
      part.textContent = this.#told(computeRowTotal(this.#row(code, at)));
    }
  }

  #row(code: string, at: string): MoneyRow {
    const posted = new FormData();
    for (const part of ["quantity", "price"])
      posted.set(`q.${code}.0.${part}`, this.#field(`q.${code}.${at}.${part}`));
    const question = { code, kind: "money-table", most: 1 };
    const definition = { sections: [{ code: "row", questions: [question] }] };
    const read = parseAnswers(definition as unknown as FormDefinition, posted);
    return ((read[code] ?? []) as MoneyRow[])[0] ?? ({ quantity: null, price: null } as MoneyRow);
  }

  #field(name: string): string {
    const field = this.#form?.elements.namedItem(name);
    return field instanceof HTMLInputElement ? field.value : "";
  }

  #told(value: ExpressionValue): string {
    if (typeof value !== "number") return value === null ? "—" : String(value);
    return new Intl.NumberFormat(this.dataset["lang"] === "en" ? "en-GB" : "ru-RU", {
      maximumFractionDigits: 2,
    }).format(value);
  }

  #parts(selector: string): HTMLElement[] {
    return [...(this.#form?.querySelectorAll<HTMLElement>(selector) ?? [])];
  }

  /** A save under way would look like another person's change: sending waits for it. */
  #wait(event: Event): void {
    clearTimeout(this.#timer);
    this.#stopped = true;
    if (this.#saving === undefined || !(event instanceof SubmitEvent)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    void this.#saving.finally(() => this.#form?.requestSubmit(submitter));
  }

  #save(): void {
    const address = this.dataset["save"];
    if (this.#form === null || address === undefined || this.#stopped || this.#saving) return;
    const body = new FormData();
    // Files go once, when the person sends them.
    for (const [name, value] of new FormData(this.#form))
      if (typeof value === "string") body.append(name, value);
    this.#say("saving");
    this.#saving = fetch(address, { method: "POST", body })
      .then(async (response) => {
        if (!response.ok) throw new Error(String(response.status));
        this.#saved((await response.json()) as AutosaveResponse);
      })
      .catch(() => this.#say("failed"))
      .finally(() => (this.#saving = undefined));
  }

  #saved({ version, time, href, clashes }: AutosaveResponse): void {
    if (clashes.length > 0) {
      this.#stopped = true;
      this.#say("clashed");
      return;
    }
    this.#hidden("seen", String(version));
    this.#say("yes", time);
    if (this.#form === null || this.#form.action.endsWith(href)) return;
    this.#form.action = href;
    this.dataset["save"] = `${href}/save.json`;
    history.replaceState(null, "", href + location.search);
  }

  #hidden(name: string, value: string): void {
    const known = this.#form?.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    const input = known ?? document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    if (!known) this.#form?.append(input);
  }

  #say(word: "saving" | "failed" | "clashed" | "yes", time = ""): void {
    const line = this.#form?.querySelector("[data-save-state]");
    if (line) line.textContent = (this.dataset[word] ?? "").replace("{time}", time);
  }
}

customElements.define("okno-form", OknoForm);
