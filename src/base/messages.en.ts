import type { ru } from "./messages.ru.ts";
import type { Messages } from "./messages.ts";

export const en = {
  errors: {
    notFoundTitle: "There is no such page",
    notFoundText: "The address may be mistyped, or this page is not for everybody.",
    forbiddenTitle: "You cannot do this",
    tooManyTitle: "Too often",
    conflictTitle: "Things changed while you were writing",
    invalidTitle: "This will not work",
    bugTitle: "Something broke on our side",
    bugText: (id: string) =>
      `We wrote it down under number ${id}. Please try again; if it fails again, tell us this number.`,
    home: "Home",
    back: "Back",
    signIn: "Sign in",
  },
  refusals: {
    "not-found": "There is no such page. Check the address.",
    forbidden: "You cannot do this. Whom to ask is written at the foot of the page.",
    "foreign-post": "The form was not sent from our page. Open it again and repeat.",
    "too-many": "Too many requests in a row. Wait {minutes} min and repeat.",
    "bad-address":
      "The page's address holds a filter that does not exist. Remove it and start again.",
    "bad-query": "The page's address is wrong in «{field}»: {trouble}",
    "body-too-large": "The files are too large. Together they must stay under {megabytes} MB.",
    "picture-too-large": "The picture is over 10 MB. Shrink it or take it at a lower quality.",
    "not-a-picture": "This is not a picture. JPEG, PNG and WebP will do.",
    "picture-gone": "This picture already belongs to another record. Choose it again.",
    "picture-broken": "The picture is damaged and does not open. Choose another one.",
    "attachment-unknown": "«{name}» is no PDF, DOCX, XLSX, ODT, ODS, CSV, TXT or picture.",
    "attachment-too-large": "«{name}» is over 20 MB. Shrink the file or split it.",
    "attachment-empty": "«{name}» is empty. Choose another file.",
    "attachment-macros":
      "«{name}» holds macros or programs. Save it without them, as a PDF for instance.",
    "attachment-old-office": "«{name}» is of an old format. Save it as DOCX, XLSX or PDF.",
    "attachment-broken": "«{name}» is damaged and does not open. Save it anew.",
    "attachment-zip-bomb": "«{name}» unpacks into too large a file. Save it anew or attach a PDF.",
    "attachment-gone": "This file already belongs to another record. Choose it again.",
    "field-missing": "Fill in this field",
    "field-too-small": "Too short: at least {minimum}",
    "field-too-big": "Too long: at most {maximum}",
    "field-format": "Check the spelling: something is wrong",
    "field-choose": "Choose one of the options",
    "field-wrong": "Check this field",
    "bad-rule-pack": "The rules of deadlines hold an error: {trouble}",
    "letter-on-way": "This letter has gone or is waiting to go: no need to send it twice.",
    "bad-form": "The form arrived damaged. Open the page again and repeat.",
    "bad-json":
      "The request body cannot be read: JSON by the schema in the API description is needed.",
  },
} satisfies Messages<typeof ru>;
