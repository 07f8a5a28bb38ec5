#!/usr/bin/env bash
# Installs Debian's Chromium and complete Vietnamese fonts for the browser tests; does nothing where they are.
set -euo pipefail
need=()
command -v chromium >/dev/null || need+=(chromium)
fc-list 2>/dev/null | grep -qi "NotoSans-Regular" || need+=(fonts-noto-core)
[ ${#need[@]} -eq 0 ] && exit 0
run=""
[ "$(id -u)" -eq 0 ] || run="sudo"
$run apt-get update -qq
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends "${need[@]}"
