// What this page is about: the case, its scope, its window; and what the reader can switch.
import type { CaseDocument } from "../model/case";
import { Text } from "../parts/Text";
import { Time, type Zone, zoneName } from "../parts/Time";
import { useDocument } from "./documents";
import type { Live } from "./live";
import type { Theme } from "./preferences";
import { address } from "./route";

function Scope({ of }: { of: CaseDocument }) {
  return (
    <dl class="case">
      <div>
        <dt>Case</dt>
        <dd class="case-name">
          <Text of={of.name} most={80} />
        </dd>
      </div>
      <div>
        <dt>Scope</dt>
        <dd>
          {of.scope === null ? `all organisations (${of.tenants.length})` : <Text of={of.scope} most={80} />}
          {of.redacted && ", with pseudonyms"}
        </dd>
      </div>
      <div>
        <dt>Evidence from</dt>
        <dd>
          <Time at={of.window.first} brief /> <span class="to">to</span> <Time at={of.window.last} brief />
        </dd>
      </div>
    </dl>
  );
}

const THEME_WORDS: Record<Theme, string> = { system: "system", light: "light", dark: "dark" };

export function Header(props: {
  live: Live;
  theme: Theme;
  nextTheme: () => void;
  zone: Zone;
  nextZone: () => void;
  showHelp: () => void;
}) {
  const asked = useDocument("case");
  return (
    <header class="frame-header">
      <p class="brand">hoptrace</p>
      {asked.state === "here" && <Scope of={asked.value} />}
      <p class="live" role="status">
        {props.live.lost && "no connection; what is shown may be old"}
        {!props.live.lost && props.live.hunting && "a hunt is running"}
      </p>
      <div class="switches">
        <button type="button" onClick={props.nextZone}>
          Times: {props.zone === "utc" ? "UTC" : zoneName()}
        </button>
        <button type="button" onClick={props.nextTheme}>
          Colours: {THEME_WORDS[props.theme]}
        </button>
        <a class="switch" href={address("print")}>
          Print
        </a>
        <button type="button" class="switch-keys" onClick={props.showHelp}>
          Keys <kbd>?</kbd>
        </button>
      </div>
    </header>
  );
}
