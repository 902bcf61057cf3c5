// Says openly what of the case this page was not given.
import { useDocument } from "../app/documents";
import { count } from "./numbers";
import { Text } from "./Text";

/** `about`: only what concerns these words, where a view shows part of it; without it, all. */
export function LeftOut({ about }: { about?: RegExp }) {
  const asked = useDocument("case");
  if (asked.state !== "here") return null;
  const told = asked.value.left_out.filter((one) => !about || about.test(one.what));
  if (told.length === 0) return null;
  return (
    <ul class="notice">
      {told.map((one, at) => (
        <li key={at}>
          Not all is in this page: <Text of={one.what} most={200} />, {count(one.kept)} of {count(one.of)} (
          <Text of={one.why} />)
        </li>
      ))}
    </ul>
  );
}
