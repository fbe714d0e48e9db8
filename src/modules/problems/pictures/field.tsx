import type { FormState } from "#base/http/form.ts";
import { Field, fieldError } from "#base/ui/index.ts";

/** The file field of a form with pictures, and the ids that an earlier try of the form saved. */
export function PicturesField({
  form,
  label,
  hint,
}: {
  form: FormState;
  label: string;
  hint: string;
}) {
  return (
    <>
      <Field
        label={label}
        name="pictures[]"
        kind="file"
        multiple
        accept="image/jpeg,image/png,image/webp"
        hint={hint}
        {...fieldError(form, "pictures")}
      />
      {(form.lists.savedPictures ?? []).map((id) => (
        <input type="hidden" name="savedPictures[]" value={id} />
      ))}
    </>
  );
}
