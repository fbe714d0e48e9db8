/** A kind of trouble: what residents write about it, what bodies answer, what checkers see. */
import type { LandmarkKind } from "../territories.ts";
import type { Scene } from "../pictures.ts";

/**
 * Texts may hold slots: {где} «на Речной, 8», {улица} «на Речной», {адрес} «Речная, 8», {дом},
 * {нп} «в Мостках», {дата} «до 12 марта», {мастер} a body's named employee with a telephone;
 * and choices written as [one|another].
 */
export type Kit = {
  readonly key: string;
  readonly topic: string;
  readonly scene: Scene;
  readonly at: "house" | "street" | LandmarkKind;
  readonly settlement: "town" | "village" | "any";
  /** First and last day on which such a trouble may begin. */
  readonly season: readonly [string, string];
  readonly urgent: boolean;
  readonly title: string;
  readonly summary: string;
  readonly texts: readonly string[];
  readonly interim: readonly string[];
  readonly done: readonly string[];
  readonly seen: readonly string[];
  readonly missing: readonly string[];
};

type KitDraft = Omit<Kit, "settlement" | "season" | "urgent"> &
  Partial<Pick<Kit, "settlement" | "season" | "urgent">>;

/** Fills what most kits share: any settlement, the whole period, not urgent. */
export function kit(draft: KitDraft): Kit {
  return { settlement: "any", season: ["2026-02-01", "2026-05-31"], urgent: false, ...draft };
}

export const WINTER = ["2026-02-01", "2026-03-22"] as const;
export const THAW = ["2026-03-10", "2026-04-25"] as const;
export const HEATING = ["2026-02-01", "2026-04-28"] as const;
export const SPRING = ["2026-03-25", "2026-05-31"] as const;
export const WARM = ["2026-04-20", "2026-05-31"] as const;
