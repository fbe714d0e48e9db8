import type { Messages } from "#base/messages.ts";
import type { mergeMessages as ruMessages, mergeRefusals as ruRefusals } from "./messages.ru.ts";

export const mergeMessages = {
  merges: {
    title: "One organisation, two cards",
    lead: "The spare card merges into the one that stays: its services, people and ties are shown together. It can be undone.",
    search: "The other card: name or INN",
    find: "Find",
    same: "Alike",
    nothing: "Nothing alike. Search by name.",
    compare: "Compare",
    gone: "Merges",
    kept: "Stays",
    equal: "the same",
    differs: "differs",
    button: "Merge the cards",
    swap: "Swap",
    merged: "The cards are merged",
    mergedTitle: "Merged cards",
    mergedText: "They answer with this card. They can be separated again.",
    undo: "Separate",
    undone: "The cards are separate again",
    link: "Merge with another",
    choose: "Compare",
  },
} as const satisfies Messages<typeof ruMessages>;

export const mergeRefusals = {
  "merged-card": "This card is merged into another. Open the one that stays",
  "merge-itself": "A card cannot be merged into itself",
  "not-merged": "This card is not merged",
} satisfies Messages<typeof ruRefusals>;
