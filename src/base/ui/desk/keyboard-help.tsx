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
  const messages = useMessages();
  const hint = ({ keys, action }: KeyHint) => (
    <li>
      {keys.map((key) => (
        <kbd>{key}</kbd>
      ))}{" "}
      {action}
    </li>
  );
  return (
    <aside class="keys" aria-label={messages.keys} hidden>
      <Island name="okno-keys" data-on={messages.keysOn} data-off={messages.keysOff} />
      <div class="wrap" data-wide={wide ? "" : undefined}>
        <ul role="list">
          {bar.map(hint)}
          {hint({ keys: ["?"], action: messages.allKeys })}
        </ul>
      </div>
      <div id="keys-help" class="card keys-help" popover="auto">
        <div class="stack">
          <h2 class="h3">{messages.keys}</h2>
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
              {messages.close}
            </button>
            <button class="button" data-kind="quiet" type="button" data-keys-switch="">
              {messages.keysOff}
            </button>
          </div>
        </div>
      </div>
    </aside>
  );
}
