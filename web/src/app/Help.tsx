// The keys, as a dialog: the browser keeps the focus inside and gives it back.
import { useEffect, useRef } from "preact/hooks";
import { VIEWS } from "../views/views";

const KEYS: [string, string][] = [
  ["/", "search the findings"],
  ["?", "these keys"],
  ["Escape", "close what is open, or back to where you came from"],
  ["Tab, Shift Tab", "next and previous link or button"],
  ["Enter", "open it"],
];

export function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {VIEWS.filter((view) => view.key).map((view) => (
          <div key={view.name}>
            <dt>
              <kbd>{view.key}</kbd>
            </dt>
            <dd>
              <strong>{view.title}</strong> {view.asks}
            </dd>
          </div>
        ))}
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
