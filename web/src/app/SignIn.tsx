// Asked for when the server says 401. The token stays in this page's memory and goes nowhere but to the server.
import { useEffect, useRef } from "preact/hooks";

export function SignIn({ give }: { give: (token: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <main id="main" class="view sign-in">
      <h1 tabIndex={-1}>Sign in</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const token = field.current?.value.trim() ?? "";
          if (token) give(token);
        }}
      >
        <label>
          Token
          <input ref={field} type="password" autocomplete="off" spellcheck={false} required />
        </label>
        <p>Whoever runs hoptrace serve has given you one. It is forgotten when this page is closed.</p>
        <button type="submit">Sign in</button>
      </form>
    </main>
  );
}
