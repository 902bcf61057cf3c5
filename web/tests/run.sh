#!/bin/sh
# The page's tests, for ctest: exit 77 (skipped) with a plain message where what they need is not installed.
set -eu
cd "$(dirname "$0")/.."
skip() {
  echo "skipped: $1; ./dev test installs it" >&2
  exit 77
}
command -v node >/dev/null || skip "there is no node"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' || skip "node is older than 18"
[ -d node_modules/playwright-core ] || skip "web/node_modules is not there (npm ci)"
[ -f ../build/web/page.js ] || skip "the page's bundle is not built (./dev web)"
[ -n "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || [ -x /usr/bin/google-chrome ] || skip "there is no chromium"
exec node --test tests/*.test.mjs tests/model/*.test.mjs tests/model/*.test.mjs
