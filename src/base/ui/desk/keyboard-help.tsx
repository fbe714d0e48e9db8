import { Island } from "../island.tsx";
import { useMessages } from "../lang.tsx";

export type KeyHint = { keys: readonly string[]; action: string };

/** Hints for the keyboard: a bar, and all keys under «?». Shown by the island alone; every key has a button. */
export function KeyboardHelp({
  bar,
  all,
  wide,
}: {
  bar: readonly KeyHint[];
  all: readonly KeyHint[];
  wide?: boolean;
}) {
  const words = useMessages();
  const hint = ({ keys, action: does }: KeyHint) => (
    <li>
      {keys.map((key) => (
        <kbd>{key}</kbd>
      ))}{" "}
      {does}
    </li>
  );
  return (
    <aside class="keys" aria-label={words.keys} hidden>
      <Island name="okno-keys" data-on={words.keysOn} data-off={words.keysOff} />
      <div class="wrap" data-wide={wide ? "" : undefined}>
        <ul role="list">
          {bar.map(hint)}
          {hint({ keys: ["?"], action: words.allKeys })}
        </ul>
      </div>
      <div id="keys-help" class="card keys-help" popover="auto">
        <div class="stack">
          <h2 class="h3">{words.keys}</h2>
          <ul class="plain" role="list">
            {all.map(hint)}
          </ul>
          <div class="actions">
            <button
              class="button"
              type="button"
              popovertarget="keys-help"
              popovertargetaction="hide"
            >
              {words.close}
            </button>
            <button class="button" data-kind="quiet" type="button" data-keys-switch="">
              {words.keysOff}
            </button>
          </div>
        </div>
      </div>
    </aside>
  );
}
