import { render } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { emptyForm } from "../../http/form.ts";
import { Field } from "./fields.tsx";
import { fieldError, fieldProps, FormErrorSummary, listProps } from "./form-state.tsx";

const fields = { ...emptyForm, errors: { title: "Give a title", places: "Choose a place" } };

describe("what is wrong with a form", () => {
  it("is nothing for a form that is right", () => {
    expect(render(<FormErrorSummary form={emptyForm} />)).toBe("");
  });

  it("is the refusal's sentence alone where no field is wrong", () => {
    const html = render(<FormErrorSummary form={{ ...emptyForm, refusal: "Changed meanwhile" }} />);
    expect(html).toContain("Changed meanwhile");
    expect(html).toContain('role="alert"');
  });

  it("is the sentence and the fields where both are known", () => {
    const html = render(<FormErrorSummary form={{ ...fields, refusal: "Cannot be sent yet" }} />);
    expect(html).toMatch(/<h2[^>]*>.*Cannot be sent yet<\/h2>/);
    expect(html).toContain('<a href="#f-title">Give a title</a>');
  });

  it("is not told twice where a field repeats the sentence", () => {
    const html = render(<FormErrorSummary form={{ ...fields, refusal: "Give a title" }} />);
    expect(html.split("Give a title")).toHaveLength(2);
  });

  it("leads to the control that shows the field, a list's too", () => {
    const summary = render(
      <FormErrorSummary form={fields} controlName={(field) => `material-${field}`} />,
    );
    expect(summary).toContain('href="#f-material-title"');
    expect(render(<FormErrorSummary form={fields} />)).toContain('href="#f-places"');
    expect(render(<Field {...fieldError(fields, "places")} name="places[]" label="" />)).toContain(
      'id="f-places"',
    );
  });
});

describe("a field of a form that came back", () => {
  const form = { values: { title: "Bridge" }, lists: { places: ["a"] }, errors: { title: "Long" } };

  it("carries its name, what was written and what is wrong", () => {
    expect(fieldProps(form, "title")).toEqual({ name: "title", value: "Bridge", error: "Long" });
    expect(fieldProps(form, "note")).toEqual({ name: "note", value: "" });
    expect(fieldProps(form, "note", "first")).toEqual({ name: "note", value: "first" });
    expect(listProps(form, "places")).toEqual({ name: "places[]", value: ["a"] });
    expect(fieldError(form, "note")).toEqual({});
  });
});
