// What a view shows while its documents are asked for, and when they could not be had.
import type { ComponentChildren } from "preact";
import type { Asked } from "../app/documents";

type Values<Parts extends readonly Asked<unknown>[]> = {
  [At in keyof Parts]: Parts[At] extends Asked<infer Value> ? Value : never;
};

export function Failed({ error }: { error: Error }) {
  return (
    <div class="failed" role="alert">
      <strong>This could not be shown.</strong> {error.message}
    </div>
  );
}

/** Shows `children` with the values once all are here. */
export function Waiting<const Parts extends readonly Asked<unknown>[]>(props: {
  all: Parts;
  children: (...values: Values<Parts>) => ComponentChildren;
}) {
  const failed = props.all.find((part) => part.state === "failed");
  if (failed?.state === "failed") return <Failed error={failed.error} />;
  if (props.all.some((part) => part.state === "loading"))
    return (
      <p class="loading" role="status">
        Reading…
      </p>
    );
  const values = props.all.map((part) => (part.state === "here" ? part.value : undefined));
  return <>{props.children(...(values as Values<Parts>))}</>;
}
