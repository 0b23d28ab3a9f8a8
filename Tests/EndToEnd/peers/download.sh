#!/bin/sh
# download.sh FOLDER PACKAGE...: downloads Debian packages and what they need besides what is installed here, for a machine without a network.
set -eu
folder=$1
shift
mkdir -p "$folder/partial"
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
get() {
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --download-only -o "Dir::Cache::archives=$folder" "$@" >/dev/null
}
# Lists that are old name files that are gone.
get "$@" 2>/dev/null || { $sudo apt-get update -qq && get "$@"; }
