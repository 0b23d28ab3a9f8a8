#!/bin/sh
# unpack.sh FOLDER PACKAGE...: unpacks Debian packages below FOLDER without installing them, so that no service starts.
# Their programs are linked into FOLDER/bin.
set -eu
folder=$1
shift
mkdir -p "$folder/bin" "$folder/archives"
for package in "$@"; do
    [ -d "$folder/$package" ] && continue
    echo "Unpacking Debian package $package into $folder"
    apt-cache show "$package" >/dev/null 2>&1 || { [ "$(id -u)" = 0 ] && apt-get update -qq || sudo apt-get update -qq; }
    (cd "$folder/archives" && apt-get download -qq "$package" 2>/dev/null)
    dpkg -x "$(ls -t "$folder/archives/${package}"_*.deb | head -1)" "$folder/$package"
    for program in "$folder/$package"/usr/bin/* "$folder/$package"/usr/sbin/*; do
        [ -e "$program" ] || continue
        ln -sf "$(cd "$(dirname "$program")" && pwd)/$(basename "$program")" "$folder/bin/"
    done
done
