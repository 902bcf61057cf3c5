#!/usr/bin/env bash
# Peak resident memory of a hunt over 100 MB and over 1 GB of EVTX, with SigmaHQ's rules, and their ratio: memory must
# not grow with evidence. Not part of any test: it needs ../shared, 1.2 GB of disk and some minutes.
#
# usage: tools/measure_memory.sh [HOPTRACE] [JOBS]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
hoptrace=$(readlink -f "${1:-build/release/hoptrace}")
jobs=${2:-$(nproc)}
shared=$(readlink -f ../shared)
[[ -d $shared/data/sigma/rules ]] || { echo "measure_memory: this needs ../shared/data" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

peak() {  # BYTES: prints kilobytes
  mkdir "$folder/$1"
  python3 -B "$shared/tools/make_big_evtx.py" "$folder/$1/big.evtx" "$1" "$shared/data/evtx-attack-samples" "$shared/data/regression" >&2
  python3 - "$hoptrace" hunt "$folder/$1" --case "$folder/$1.hop" --rules "$shared/data/sigma/rules" --quiet --jobs "$jobs" <<'EOF'
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], check=False).returncode
if code not in (0, 3):
    sys.exit(f"measure_memory: the hunt ended with {code}")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
EOF
  rm -rf "${folder:?}/$1" "$folder/$1".hop*
}

small=$(peak 100000000)
echo "100 MB of EVTX, $jobs jobs: $((small / 1024)) MiB peak"
large=$(peak 1000000000)
echo "1 GB of EVTX, $jobs jobs: $((large / 1024)) MiB peak"
awk -v a="$small" -v b="$large" 'BEGIN { printf "ratio: %.3f\n", b / a; exit !(b <= a * 1.1) }'
