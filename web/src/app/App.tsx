// The frame around all views: header, navigation, help, sign-in, live updates.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ZoneContext } from "../parts/Time";
import { Waiting } from "../parts/Waiting";
import type { Source } from "../source/source";
import { VIEWS, viewOf } from "../views/views";
import { FrameContext, useDocument } from "./documents";
import { Header } from "./Header";
import { Help } from "./Help";
import { useKeys } from "./keyboard";
import { useLive } from "./live";
import { Navigation } from "./Navigation";
import { PrintAll } from "./PrintAll";
import { useTheme, useZone } from "./preferences";
import { address, goTo, useRoute, useSteps } from "./route";
import { SignIn } from "./SignIn";

// What is open closes first; then the way back, as long as it stays in this page.
function goBack(steps: number) {
  const active = document.activeElement;
  if (document.querySelector("dialog[open]")) return;
  if (active instanceof HTMLInputElement || active instanceof HTMLSelectElement) active.blur();
  else if (steps > 0) window.history.back();
  else goTo(address("summary"));
}

function Shown() {
  const route = useRoute();
  const view = viewOf(route.view);
  const head = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  const asked = useDocument("case");
  const print = route.view === "print";
  useEffect(() => {
    const name = asked.state === "here" ? ` · ${asked.value.name}` : "";
    document.title = `${view.title}${name} · hoptrace`;
  }, [view, asked]);
  // The reader's place follows the view, but is not taken away at the start.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the view changes
  useEffect(() => {
    if (!first.current) head.current?.focus({ preventScroll: true });
    if (!first.current) window.scrollTo(0, 0);
    first.current = false;
  }, [route.view]);
  if (print) return <PrintAll />;
  return (
    <main id="main" class={`view view-${view.name}`}>
      <h1 ref={head} tabIndex={-1}>
        {view.title}
      </h1>
      <Waiting all={[asked]}>{() => <view.component route={route} />}</Waiting>
    </main>
  );
}

export function App({ source }: { source: Source }) {
  const [theme, nextTheme] = useTheme();
  const [zone, nextZone] = useZone();
  const [help, setHelp] = useState(false);
  const [signIn, setSignIn] = useState(false);
  const steps = useSteps();
  const live = useLive(source, signIn);
  const frame = useMemo(
    () => ({ source, revision: live.revision, askSignIn: () => setSignIn(true) }),
    [source, live.revision],
  );
  useKeys({
    ...Object.fromEntries(VIEWS.filter((view) => view.key).map((view) => [view.key, () => goTo(address(view.name))])),
    "?": () => setHelp(true),
    Escape: () => goBack(steps.current),
    "/": (event) => {
      event.preventDefault();
      const field = document.querySelector<HTMLInputElement>("main input[type=search]");
      if (field) field.focus();
      else goTo(address("findings", [], { search: "yes" }));
    },
  });
  return (
    <FrameContext.Provider value={frame}>
      <ZoneContext.Provider value={zone}>
        <button type="button" class="skip" onClick={skip}>
          Skip to the content
        </button>
        <Header
          live={live}
          theme={theme}
          nextTheme={nextTheme}
          zone={zone}
          nextZone={nextZone}
          showHelp={() => setHelp(true)}
        />
        <Navigation />
        {signIn ? <SignIn /> : <Shown />}
        {help && <Help close={() => setHelp(false)} />}
      </ZoneContext.Provider>
    </FrameContext.Provider>
  );
}

// A button, no link: the part of the address behind the # belongs to the views.
function skip() {
  document.querySelector<HTMLElement>("main h1")?.focus();
}
