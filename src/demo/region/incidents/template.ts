/** A kind of incident: what residents write about it, what bodies answer, what checkers see. */
import type { DemoLandmarkKind } from "../territories.ts";
import type { PictureScene } from "../pictures.ts";

/**
 * Texts may hold slots: {где} «на Речной, 8», {улица} «на Речной», {адрес} «Речная, 8», {дом},
 * {нп} «в Мостках», {дата} «до 12 марта», {мастер} a body's named employee with a telephone;
 * and choices written as [one|another].
 */
export type IncidentTemplate = {
  readonly key: string;
  readonly topic: string;
  readonly scene: PictureScene;
  readonly at: "house" | "street" | DemoLandmarkKind;
  readonly settlement: "town" | "village" | "any";
  /** First and last day on which such an incident may begin. */
  readonly season: readonly [string, string];
  readonly urgent: boolean;
  readonly title: string;
  readonly summary: string;
  readonly texts: readonly string[];
  readonly interimTexts: readonly string[];
  readonly claimTexts: readonly string[];
  readonly confirmedTexts: readonly string[];
  readonly refutedTexts: readonly string[];
};

type IncidentTemplateDraft = Omit<IncidentTemplate, "settlement" | "season" | "urgent"> &
  Partial<Pick<IncidentTemplate, "settlement" | "season" | "urgent">>;

/** Fills what most kits share: any settlement, the whole period, not urgent. */
export function defineTemplate(draft: IncidentTemplateDraft): IncidentTemplate {
  return { settlement: "any", season: ["2026-02-01", "2026-05-31"], urgent: false, ...draft };
}

export const WINTER = ["2026-02-01", "2026-03-22"] as const;
export const THAW = ["2026-03-10", "2026-04-25"] as const;
export const HEATING = ["2026-02-01", "2026-04-28"] as const;
export const SPRING = ["2026-03-25", "2026-05-31"] as const;
export const WARM = ["2026-04-20", "2026-05-31"] as const;
