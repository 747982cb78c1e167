# Sourced by run.sh and test.sh: installs what .setup/packages.txt names and this machine lacks. Asks nothing.
install_packages() {
  local missing=() package as_root=()
  while read -r package; do
    [[ -z $package || $package == \#* ]] && continue
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
  done <"$(dirname "${BASH_SOURCE[0]}")/packages.txt"
  [ ${#missing[@]} -eq 0 ] && return 0
  command -v apt-get >/dev/null || {
    echo "This needs a Debian 12 machine (apt-get), or these packages by other means: ${missing[*]}" >&2
    return 1
  }
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || {
      echo "Not root and no password-free sudo. Run this once, then start again:" >&2
      echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
      return 1
    }
    as_root=(sudo -n)
  fi
  echo "Installing: ${missing[*]}"
  local log; log=$(mktemp)
  if ! { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "The packages could not be installed; the whole log is $log" >&2
    return 1
  fi
  rm -f "$log"
}

# build PRESET [TARGET...]: configures once, then builds what changed.
build() {
  local preset=$1; shift
  local folder=build/$preset
  [ -f "$folder/build.ninja" ] || cmake --preset "$preset" >"/tmp/ectopy-cmake-$$.log" 2>&1 || {
    cat "/tmp/ectopy-cmake-$$.log" >&2; return 1; }
  rm -f "/tmp/ectopy-cmake-$$.log"
  cmake --build "$folder" ${1:+--target "$@"}
}
