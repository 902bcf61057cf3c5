#!/usr/bin/env bash
# The long run on damaged evidence (`./dev fuzz [COUNT]`): COUNT cuts and COUNT mutants (1 to 100 changed bytes) of every EVTX
# in ../shared/data, in the release build (which must stay below 200 MB) and under ASan and UBSan, one process a core. Each
# process prints its seed; HOPTRACE_SEED=number repeats it.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-1000}
cores=$(nproc)

run() {  # PRESET
  local preset=$1 shard failed=0 processes=()
  for ((shard = 0; shard < cores; ++shard)); do
    HOPTRACE_DAMAGES=$count HOPTRACE_SHARD=$shard/$cores "build/$preset/tests/evtx_damage_test" \
      --gtest_filter='*FreshSeed' > "build/$preset/fuzz-$shard.log" 2>&1 &
    processes+=($!)
  done
  for shard in "${!processes[@]}"; do
    wait "${processes[$shard]}" || failed=1
  done
  grep -hE 'HOPTRACE_SEED|peak memory|OK|FAILED|Failure|ERROR|runtime error' build/"$preset"/fuzz-*.log || true
  return "$failed"
}

for preset in release asan; do
  cmake --preset "$preset" > /dev/null
  cmake --build --preset "$preset" --target evtx_damage_test -- --quiet
  echo "== $preset: $count cuts and $count mutants of each file"
  SECONDS=0
  run "$preset" || { echo "fuzz: failed; the logs are build/$preset/fuzz-*.log"; exit 1; }
  echo "   $SECONDS s"
done
