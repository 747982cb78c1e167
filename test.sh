#!/usr/bin/env bash
# Installs what is missing, builds, runs all tests.
#   ./test.sh               preset dev
#   ./test.sh asan          another preset: asan, tsan
#   ./test.sh dev -R NAME   further arguments go to ctest
# ECTOPY_DATA names the folder with real recordings; tests that need them are skipped without it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source .setup/install.sh

preset=${1:-dev}
case $preset in
  dev | asan | tsan) ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
[ $# -eq 0 ] || shift
install_packages
build "$preset"
[ -n "${ECTOPY_DATA:-}" ] || echo "ECTOPY_DATA is not set: tests on real recordings are skipped."
# libgomp reads these before any of our code runs.
export OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0
ctest --preset "$preset" --parallel "$(nproc)" "$@"
