#!/usr/bin/env bash
# Installs what is missing, builds, and opens Ectopy on the synthetic demo data.
#   ./run.sh                opens the window (without a display: the same as --headless)
#   ./run.sh --headless     the main job without a display: demo data, cut, train, evaluate, report
#   ./run.sh -- ARGS        hands ARGS to the program (./run.sh -- PATH, ./run.sh -- --help)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source .setup/install.sh

usage() { sed -n '2,5s/^# \{0,1\}//p' "$0"; }

headless_job() {
  local cli=build/release/bin/ectopy-cli out=demo
  mkdir -p "$out"
  echo "1/5 synthetic recordings and their beats"
  "$cli" demo --out "$out/data"
  echo "2/5 training on whole patients"
  "$cli" train --data "$out/data/arrhythmia.beats" --split patient --epochs 25 --stop-patience 25 --seed 1 \
    --out "$out/arrhythmia.safetensors"
  echo "3/5 evaluation"
  "$cli" evaluate --model "$out/arrhythmia.safetensors" --data "$out/data/arrhythmia.beats"
  echo "4/5 transfer to the infarction set, convolutions frozen"
  "$cli" transfer --from "$out/arrhythmia.safetensors" --mode freeze --data "$out/data/infarction.beats" \
    --split patient --epochs 4 --seed 1 --out "$out/infarction.safetensors"
  echo "5/5 report"
  "$cli" report --model "$out/arrhythmia.safetensors" --data "$out/data/arrhythmia.beats" --out "$out/report.html"
  echo "The report is $PWD/$out/report.html"
}

mode=window
case "${1:-}" in
  --headless) mode=headless; shift; [ $# -eq 0 ] || { usage; exit 2; } ;;
  --) mode=arguments; shift ;;
  -h | --help) usage; exit 0 ;;
  "") [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || mode=headless ;;
  *) usage; exit 2 ;;
esac

install_packages
case $mode in
  headless)
    build release ectopy-cli ectopy_learn
    headless_job
    ;;
  window)
    build release ectopy ectopy_learn
    exec build/release/bin/ectopy --demo
    ;;
  arguments)
    build release ectopy ectopy_learn
    exec build/release/bin/ectopy "$@"
    ;;
esac
