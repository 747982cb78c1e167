#!/bin/sh
# Feeds the readers with broken files: ./run.sh [SECONDS [UNIT...]]; every unit, 60 seconds each by default, two at
# a time. Needs Debian's clang-19 and libclang-rt-19-dev. What breaks a reader is left in findings/UNIT/. With
# ECTOPY_DATA small real recordings are among the seeds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- $(ls "$here/corpus")

command -v clang++-19 > /dev/null || { echo "clang++-19 is missing: apt-get install clang-19" >&2; exit 1; }
[ -n "$(find "$(clang++-19 -print-resource-dir)/lib/" -name 'libclang_rt.fuzzer*')" ] ||
  { echo "libFuzzer is missing: apt-get install libclang-rt-19-dev" >&2; exit 1; }
cd "$root"
cmake --preset fuzz > /dev/null
cmake --build --preset fuzz > build/fuzz/build.log 2>&1 || { cat build/fuzz/build.log >&2; exit 1; }

work=$root/build/fuzz/corpus # grows from run to run

# real_seeds UNIT: files of ECTOPY_DATA that are one input as they stand.
real_seeds() {
  case $1 in
    wfdb_header) find "$ECTOPY_DATA" -name '*.hea' -size -2k ;;
    wfdb_annotations) find "$ECTOPY_DATA" -name '*.atr' -size -4k ;;
    edf_record) find "$ECTOPY_DATA/edf" -size -8k -type f ;;
  esac | head -n 200
}

# run_unit UNIT: its log lies beside its corpus, its exit status behind that.
run_unit() {
  case $1 in
    wfdb_header | wfdb_signals) most=2048 ;; # FLAC makes much of little
    beat_file | model_file | edf_record) most=8192 ;;
    *) most=4096 ;;
  esac
  mkdir -p "$work/$1" "$here/findings/$1"
  [ -z "${ECTOPY_DATA:-}" ] || real_seeds "$1" | xargs -r cp -t "$work/$1"
  status=0
  nice -n 15 build/fuzz/bin/fuzz_"$1" -rss_limit_mb=1024 -malloc_limit_mb=512 -timeout=10 -max_len=$most \
    -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix="$here/findings/$1/" \
    "$work/$1" "$here/corpus/$1" "$here/findings/$1" > "$work/$1.log" 2>&1 || status=$?
  echo $status > "$work/$1.status"
  rmdir "$here/findings/$1" 2> /dev/null || true
}

running=0
for unit in "$@"; do
  run_unit "$unit" &
  running=$((running + 1))
  [ $((running % 2)) -ne 0 ] || wait
done
wait

# stat_of UNIT NAME: a figure of the fuzzer's last lines.
stat_of() { sed -n "s/^stat::$2: *//p" "$work/$1.log"; }

failed=0
printf '%-18s %12s %10s %8s %8s  %s\n' unit runs runs/s edges MB result
for unit in "$@"; do
  result=well
  if [ "$(cat "$work/$unit.status")" -ne 0 ]; then
    result=$(grep -m 1 -E '^(Finding|SUMMARY)|runtime error' "$work/$unit.log" || echo "see $work/$unit.log")
    failed=1
  fi
  edges=$(grep -o 'cov: [0-9]*' "$work/$unit.log" | tail -n 1 | cut -d ' ' -f 2)
  printf '%-18s %12s %10s %8s %8s  %s\n' "$unit" "$(stat_of "$unit" number_of_executed_units)" \
    "$(stat_of "$unit" average_exec_per_sec)" "${edges:--}" "$(stat_of "$unit" peak_rss_mb)" "$result"
done
exit $failed
