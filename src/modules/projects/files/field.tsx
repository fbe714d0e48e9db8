import { attachmentAccept, type Attachment } from "#base/files/attachments.ts";
import { Checkbox, Field, fieldError } from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProjectViewContext } from "../view.ts";

/** A file input of a form: the current file, its removal, and an upload of another. */
export function FileField({
  viewContext: view,
  form,
  held,
  label,
  hint,
}: {
  viewContext: ProjectViewContext;
  form: FormState;
  held: Attachment | undefined;
  label: string;
  hint: string;
}) {
  const { edit } = view.t;
  return (
    <>
      <Field
        kind="file"
        name="file"
        label={label}
        hint={held === undefined ? hint : `${edit.fileHeld(held.name)} ${hint}`}
        accept={attachmentAccept}
        {...fieldError(form, "file")}
      />
      {held !== undefined && (
        <>
          <input type="hidden" name="fileId" value={held.id} />
          <Checkbox name="dropFile" label={edit.dropFile} />
        </>
      )}
    </>
  );
}
