// All views in a row, for paper or a PDF: what is folded on the screen is open here. The browser's own dialog prints.
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { OnPaper } from "../parts/Unfold";
import { Attack } from "../views/attack/Attack";
import { Evidence } from "../views/evidence/Evidence";
import { Loss } from "../views/loss/Loss";
import { Posture } from "../views/posture/Posture";
import { Remediation } from "../views/remediation/Remediation";
import { Summary } from "../views/summary/Summary";
import { Who } from "../views/who/Who";
import { address, type Route } from "./route";

interface Printed {
  name: string;
  title: string;
  component: ComponentType<{ route?: Route }>;
  first: boolean;
}

// The order is that of the paper; `first`: printed unless it is taken out.
const PRINTED: readonly Printed[] = [
  { name: "summary", title: "Summary", component: Summary, first: true },
  { name: "who", title: "Who", component: Who, first: true },
  { name: "loss", title: "Loss", component: Loss, first: true },
  { name: "posture", title: "Posture", component: Posture, first: true },
  { name: "remediation", title: "Remediation", component: Remediation, first: true },
  { name: "attack", title: "ATT&CK", component: Attack, first: false },
  { name: "evidence", title: "Evidence", component: Evidence, first: false },
];

export function PrintAll() {
  const [names, setNames] = useState<readonly string[]>(PRINTED.filter((one) => one.first).map((one) => one.name));
  const choose = (name: string, wanted: boolean) =>
    setNames(wanted ? [...names, name] : names.filter((one) => one !== name));
  return (
    <main id="main" class="view view-print">
      <section class="panel only-on-screen" aria-labelledby="print-title">
        <h1 id="print-title" tabIndex={-1}>
          Print
        </h1>
        <fieldset class="choices">
          <legend>What to print, in this order</legend>
          {PRINTED.map((view) => (
            <label key={view.name}>
              <input
                type="checkbox"
                checked={names.includes(view.name)}
                onChange={(event) => choose(view.name, event.currentTarget.checked)}
              />{" "}
              {view.title}
            </label>
          ))}
        </fieldset>
        <div class="actions">
          <button type="button" onClick={() => window.print()}>
            Print or save as PDF
          </button>
          <a href={address("summary")}>Back to the summary</a>
        </div>
      </section>
      <OnPaper.Provider value={true}>
        {PRINTED.filter((view) => names.includes(view.name)).map((view) => (
          <article key={view.name} class={`printed-view view-${view.name}`}>
            <h1>{view.title}</h1>
            <view.component />
          </article>
        ))}
      </OnPaper.Provider>
    </main>
  );
}
