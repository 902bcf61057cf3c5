// Shown when the server says 401. Signing in is the server's own page, which gives a cookie that no script can read.
export function SignIn() {
  return (
    <main id="main" class="view sign-in">
      <h1 tabIndex={-1}>Sign in</h1>
      <p>This server shows its case only to those it knows.</p>
      <p>
        <a href="sign-in">Sign in with the token that you were given</a>
      </p>
    </main>
  );
}
