import type { Messages } from "#base/messages.ts";
import type { ChangedPart } from "./diff.ts";
import type { programmeRu } from "./messages.ru.ts";

const changedPartNames: Record<ChangedPart, string> = {
  time: "time",
  place: "place",
  title: "title",
  speakers: "speakers",
  line: "video link",
  places: "number of places",
  text: "description",
};

export const programmeEn = {
  sessionKinds: {
    day: "Day",
    plenary: "Plenary",
    section: "Section",
    "master-class": "Master class",
    talk: "Talk",
    discussion: "Discussion",
    break: "Break",
    other: "Other",
  },
  speakerRoles: { speaker: "Speaks:", moderator: "Chairs:", master: "Master:", expert: "Expert:" },
  programmeEdit: {
    title: "Programme",
    lead: "This is a draft: visitors see it when you publish.",
    add: "Add a line",
    change: "Change",
    kind: "What it is",
    parent: "Inside of",
    noParent: "By itself",
    name: "Title",
    summary: "Note",
    startsAt: "Begins",
    endsAt: "Ends",
    room: "Room",
    place: "Place in words",
    online: "There is a video link",
    onlineUrl: "Link to join",
    capacity: "Places, if one must choose",
    capacityHint: "Empty: everybody may come",
    save: "Save the line",
    saved: "The line is kept in the draft",
    remove: "Take out of the programme",
    removed: "The line is taken out of the draft",
    speakers: "Who speaks",
    noSpeakers: "Nobody yet.",
    find: "Find a person",
    findHint: "Beginning of the surname",
    findButton: "Find",
    foundNone: "Nobody was found. Add a new person below.",
    addPerson: "Add",
    newPerson: "Somebody new",
    role: "Role",
    removeSpeaker: "Take away",
    speakerAdded: "Added",
    speakerRemoved: "Taken away",
    publish: "Publish the programme",
    publishTitle: "What changes for visitors",
    publishNone: "The published programme is the same.",
    publishFirst: "This is the first publication: there will be no letters.",
    publishTold: (n) =>
      n === 0
        ? "There will be no letters: the changes concern nobody who registered."
        : `${n} ${n === 1 ? "person gets" : "people get"} a letter: only those whom it concerns.`,
    published: "The programme is published",
    versions: "Earlier versions",
    empty: "Add the first line: a day, a plenary or a section.",
  },
  programmeLine: ({ title, what, parts: changed, from, to }) => {
    if (what === "added") return `“${title}”: added`;
    if (what === "removed") return `“${title}”: will not take place`;
    const moved = to === "" ? [] : [`now ${to}, was ${from}`];
    const others = changed.filter((part) => part !== "time").map((part) => changedPartNames[part]);
    const rest = others.length === 0 ? [] : [`changed: ${others.join(", ")}`];
    return `“${title}”: ${[...moved, ...rest].join("; ")}`;
  },
} satisfies Messages<typeof programmeRu>;
