import type { ModelReport, ModelVersion } from "#modules/triage/index.ts";

const WEAK = 0.5;
const FEWEST_JUDGED = 5;
const MOST_LABELS = 200;

const share = (value: number) => value.toFixed(3);
const row = (cells: readonly (string | number)[]) =>
  cells
    .map((cell, at) => (at === 0 ? String(cell).padEnd(36) : String(cell).padStart(10)))
    .join("");

/** A model's card as people read it; of a region's own version with what its guard saw. */
export function cardText(card: ModelReport, version?: ModelVersion): string {
  return [...head(card, version), ...classes(card), ...calibration(card), ...weakSpots(card)].join(
    "\n",
  );
}

function head(card: ModelReport, version: ModelVersion | undefined): string[] {
  const { metrics } = card;
  const guard = version && [
    `Guard          ${version.guard.reason}: of the newest ${version.guard.texts} labelled texts ${share(version.guard.before)} were right before, ${share(version.guard.after)} with it`,
    `In use since   ${version.activatedAt?.toISOString() ?? ""}`,
  ];
  return [
    `Model          ${card.name}`,
    `Trained        ${card.trainedAt}`,
    `Taught by      ${card.texts} texts with ${card.classes.length} labels; none of them is in the file`,
    ...(guard ?? []),
    "",
    `On ${card.evaluatedTexts} texts that it had not seen:`,
    `  right                     ${share(metrics.accuracy)}`,
    `  F1, every label alike     ${share(metrics.macroF1)}`,
    `  F1, every text alike      ${share(metrics.weightedF1)}`,
    `  calibration error         ${share(metrics.ece)}`,
    `  may label alone, 90 % right: ${share(metrics.coverageAt90)} of the texts`,
    "",
  ];
}

function classes(card: ModelReport): string[] {
  const shown = card.classes.slice(0, MOST_LABELS);
  return [
    row(["Label", "taught", "judged", "precision", "recall", "F1"]),
    ...shown.map(({ label, taught, texts, precision, recall, f1 }) =>
      row([label, taught, texts, share(precision), share(recall), share(f1)]),
    ),
    ...(shown.length < card.classes.length
      ? [`… and ${card.classes.length - shown.length} rarer labels`]
      : []),
    "",
  ];
}

function calibration({ bins }: ModelReport): string[] {
  return [
    row(["How sure it was", "texts", "sure", "right"]),
    ...bins.flatMap(({ texts, sure, right }, at) =>
      texts === 0
        ? []
        : [
            row([
              `${(at / bins.length).toFixed(2)} … ${((at + 1) / bins.length).toFixed(2)}`,
              texts,
              share(sure),
              share(right),
            ]),
          ],
    ),
    "",
  ];
}

function weakSpots({ classes: labels, confused }: ModelReport): string[] {
  const weak = labels.filter(({ texts, f1 }) => texts >= FEWEST_JUDGED && f1 < WEAK);
  const unseen = labels.filter(({ texts }) => texts < FEWEST_JUDGED).length;
  return [
    "Known weak spots",
    ...(weak.length === 0
      ? [`  no label judged on ${FEWEST_JUDGED} texts or more has an F1 below ${WEAK}`]
      : weak.map(({ label, texts, f1 }) => `  ${label}: F1 ${share(f1)} on ${texts} texts`)),
    ...(unseen === 0
      ? []
      : [`  ${unseen} labels were judged on fewer than ${FEWEST_JUDGED} texts`]),
    ...confused.map(({ label, said, texts }) => `  ${label} was taken for ${said}: ${texts} texts`),
    "",
  ];
}
