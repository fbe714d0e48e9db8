import type { ComponentChildren, VNode } from "preact";
import type { z } from "zod";
import type { FormState } from "#base/http/form.ts";
import type { ExportCell } from "#base/tables/csv-writer.ts";
import type { Lang } from "#base/messages.ts";
import type { CommonQuestion, LocalizedText } from "../definition/question-parts.ts";
import type { ExpressionValue } from "../definition/expression.ts";
import type { FormMessages, FormViewContext } from "../view.ts";
import type { BuilderInput, BuilderValues } from "./builder-fields.tsx";
import type { AnswerFault } from "./checks.ts";
import type { FieldContext } from "./field-context.tsx";
import type { PostedForm } from "./posted.ts";

/**
 * The rules of a question kind: how an answer is read, recognised, checked and computed with. Pure,
 * and bundled into the island `okno-form`: a file of a kind builds nothing else at its top level.
 */
export type KindRules<Q, A> = {
  /** Part of the first control's name, where a question has several controls. */
  firstPart?: string;
  /** Reads an answer from posted controls; `undefined` when all are blank. `names` are all posted names. */
  parse(question: Q, posted: PostedForm, names: readonly string[]): A | undefined;
  /** Tells whether a stored answer has this kind's shape: an older version may have had another kind. */
  matches(answer: unknown): answer is A;
  /** Returns what a condition sees of an answer, or of the named part of it. */
  value(question: Q, answer: A, part: string | undefined): ExpressionValue;
  /** Lists the parts that a condition may name. */
  parts?(question: Q): string[];
  /** Lists what is wrong with an answer of the right shape. */
  faults(question: Q, answer: A): AnswerFault[];
  /** Returns the most points a question can bring; `undefined` where it is not scored. */
  maxPoints?(question: Q): number | undefined;
  /** Returns the points of a value; by default the number itself, and 1 for true. */
  points?(question: Q, value: ExpressionValue): number;
};

export type FieldInput<Q, A> = { question: Q; answer: A | undefined; context: FieldContext };

export type TextContext = {
  lang: Lang;
  placeName: (id: string) => string;
  /** How a day «YYYY-MM-DD» is printed; exports leave it as it is. */
  day: (text: string) => string;
};

export type AnswerView<Q, A> = {
  question: Q;
  answer: A;
  view: FormViewContext;
  /** Address of an attached file. */
  fileHref: (id: string) => string;
};

export type CodedText = { code: string; text: LocalizedText };

/** What one answer adds to the results: counted codes, a number for the mean, a text to list. */
export type TalliedAnswer = {
  codes: string[];
  number?: number | undefined;
  text?: string | undefined;
};

export type ResultLabelContext = { t: FormMessages; lang: Lang; placeName: (id: string) => string };

/** A row of a survey sheet as a kind reads it. */
export type XlsFormRow = {
  /** First word of `type`: `text`, `select_one`. */
  type: string;
  cells: Record<string, string>;
  /** Options of the list that `type` names; `undefined` when the file lacks that list. */
  options: CodedText[] | undefined;
  /** The row names this kind itself, in the column `okno_kind`. */
  isOwn: boolean;
};

/** What a kind writes besides name, label and hint. */
export type XlsFormQuestion = {
  type: string;
  /** Options of the list that stands after `type`. */
  options?: readonly CodedText[];
  cells?: Record<string, string>;
};

/** Everything the module knows of one kind of question: each kind is one file and one line of `kinds`. */
export type Kind<S extends z.ZodType<CommonQuestion>, A> = {
  rules: KindRules<z.output<S>, A>;
  /** Builds the schema of the question; a function, so that the browser's bundle holds no zod. */
  schema(): S;
  /** Returns what of an answer to another version of the question still fits the control. */
  fit(answer: unknown): A | undefined;
  /** Renders the control with its label, hint and error. */
  field(input: FieldInput<z.output<S>, A>): VNode;
  builder: {
    /** Values that a new question of this kind begins with. */
    start?: BuilderValues;
    /** Reads the kind's own properties from the builder's page; throws `invalid` at the control. */
    parse(input: BuilderInput): Record<string, unknown>;
    /** Returns the builder's values of a question. */
    values(question: z.output<S>): BuilderValues;
    /** Renders the kind's own controls of the builder. */
    fields(input: { t: FormMessages["builder"]; form: FormState }): VNode | null;
    /** Lists the texts with codes of their own, each list free of repetitions. */
    lists?(question: z.output<S>): (readonly CodedText[])[];
    /** Turns a typed comparison value into one that conditions compare with. */
    compared?(question: z.output<S>, typed: string): string | number | boolean;
  };
  paper: {
    /** A note after the question's text. */
    note?(t: FormMessages["paper"]): string;
    /** Renders the space for an answer on paper. */
    space(input: { question: z.output<S>; lang: Lang }): VNode;
  };
  tally: {
    /** Rows that are counted one by one. */
    rows?(question: z.output<S>): readonly CodedText[];
    read(question: z.output<S>, answer: A, row: string | undefined): TalliedAnswer;
    /** Lists the bars of the results; `counted` are the codes met in answers. */
    cells?(question: z.output<S>, counted: readonly string[]): CodedText[];
    /** Returns the label of a bar; by default its text in the reader's language. */
    label?(code: string, context: ResultLabelContext): string;
    /** Not offered for the table by municipality. */
    isPlace?: true;
  };
  /** Prints an answer as one text, as replies, history and exports show it. */
  text(question: z.output<S>, answer: A, context: TextContext): string;
  /** The text names a reply in a list. */
  isTitle?: true;
  /** The text is a list divided by «; ». */
  isList?: true;
  /** Renders an answer in a reply where a text is not enough. */
  view?(input: AnswerView<z.output<S>, A>): ComponentChildren;
  exports?: {
    /** Prints one cell; `row` is a row of `tally.rows`, `files` the address that files stand below. */
    cell?(
      question: z.output<S>,
      answer: A,
      context: { lang: Lang; row: string | undefined; files: string },
    ): ExportCell | undefined;
    /** Lists the rows inside an answer, in the columns of `exportRows`. */
    rows?(question: z.output<S>, answer: A): ExportCell[][];
  };
  xlsform: {
    /** Reads the kind's own properties; `undefined` for a row of another kind. */
    read(row: XlsFormRow): Record<string, unknown> | undefined;
    write(question: z.output<S>): XlsFormQuestion;
  };
};
