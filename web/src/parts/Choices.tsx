// One of a few, as buttons that say which is chosen. The choice stands in the address, so that it can be linked to.
import { plain } from "./Text";

export function Choices<Value extends string>(props: {
  legend: string;
  all: readonly { value: Value; label: string }[];
  chosen: Value;
  choose: (value: Value) => void;
}) {
  return (
    <fieldset class="choices">
      <legend class="unseen-to-eyes">{props.legend}</legend>
      {props.all.map(({ value, label }) => (
        <button type="button" key={value} aria-pressed={value === props.chosen} onClick={() => props.choose(value)}>
          {plain(label, 60)}
        </button>
      ))}
    </fieldset>
  );
}
