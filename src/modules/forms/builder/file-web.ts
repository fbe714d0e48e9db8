import { xlsxResponse } from "#base/http/exports.ts";
import type { RequestContext } from "#base/http/route.ts";
import { printXlsForm, type PrintedSheet } from "../definition/xlsform-print.ts";
import { loadForm } from "./draft.tsx";

/** Sends the form as the JSON file that `parseFormFile` reads back. */
export async function exportForm(c: RequestContext): Promise<Response> {
  const { draft, code } = await loadForm(c);
  return new Response(JSON.stringify(draft, null, 2), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${code}.json"`,
    },
  });
}

/** Sends the form as an XLSForm workbook. */
export async function exportXlsForm(c: RequestContext): Promise<Response> {
  const { draft, code } = await loadForm(c);
  const { survey, choices, settings } = printXlsForm(draft);
  return xlsxResponse(code, survey.columns, inOneBatch(survey), {
    sheet: "survey",
    moreTables: [
      { sheet: "choices", columns: choices.columns, batches: inOneBatch(choices) },
      { sheet: "settings", columns: settings.columns, batches: inOneBatch(settings) },
    ],
  });
}

async function* inOneBatch({ rows }: PrintedSheet): AsyncGenerator<string[][]> {
  yield rows;
}
