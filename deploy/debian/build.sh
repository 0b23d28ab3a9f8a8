#!/bin/sh
# build.sh BINARY FOLDER: makes the Debian package whatsapp-status-exporter of a release binary, and says where it is.
# Needs dpkg-dev and binutils; no root, no debhelper. COMPRESSION: xz, or what takes less time (dpkg-deb's -Z).
set -eu
export LC_ALL=C.UTF-8
binary=$1
folder=$2
package=whatsapp-status-exporter
name=whatsapp_status_exporter
here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..

version=$("$binary" --version | sed -n 's/.*, version \([^ ]*\) .*/\1/p')
[ "$(dpkg-parsechangelog -l "$here/changelog" -S Version)" = "$version" ] || {
    echo "deploy/debian/changelog does not begin with version $version, which the binary has" >&2
    exit 1
}
date=$(dpkg-parsechangelog -l "$here/changelog" -S Timestamp)
architecture=$(dpkg --print-architecture)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
umask 022
# Where dpkg-shlibdeps looks for a package's files, and for who asks.
root=$scratch/debian/$package
mkdir -p "$root/DEBIAN"
printf 'Source: %s\n\nPackage: %s\nArchitecture: any\n' "$package" "$package" >"$scratch/debian/control"

DESTDIR=$root PREFIX=/usr UNITS=/lib/systemd/system ZSH=/usr/share/zsh/vendor-completions "$top/deploy/install.sh" "$binary"
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/bin/$name"
doc=$root/usr/share/doc/$package
install -D -m 0644 -t "$doc" "$here/copyright" "$top/README.md"
[ ! -d "$top/deploy/runbooks" ] || install -D -m 0644 -t "$doc/runbooks" "$top"/deploy/runbooks/*.md
for part in alertmanager datadog newrelic; do
    [ ! -f "$top/deploy/$part/README.md" ] || install -m 0644 -T "$top/deploy/$part/README.md" "$doc/$part.md"
done
install -m 0644 -T "$here/changelog" "$doc/changelog"
install -m 0644 -T "$top/CHANGELOG.md" "$doc/NEWS"
gzip -9n "$doc/changelog" "$doc/NEWS" "$root/usr/share/man/man1/$name.1"
[ ! -f "$here/lintian-overrides" ] || install -D -m 0644 -T "$here/lintian-overrides" "$root/usr/share/lintian/overrides/$package"

depends=$(cd "$scratch" && dpkg-shlibdeps -O "debian/$package/usr/bin/$name" | sed -n 's/^shlibs:Depends=//p')
size=$(du -k -s --apparent-size "$root" | cut -f1)
control=$root/DEBIAN
sed -e "s|@VERSION@|$version|; s|@ARCHITECTURE@|$architecture|; s|@SIZE@|$size|; s|@DEPENDS@|$depends|" "$here/control" >"$control/control"
install -m 0755 -t "$control" "$here/postinst" "$here/prerm" "$here/postrm"
(cd "$root" && find etc -type f | sed 's|^|/|' | sort) >"$control/conffiles"
(cd "$root" && find usr lib -type f | sort | xargs md5sum) >"$control/md5sums"

# The same files make the same package, bit for bit.
find "$root" -exec touch -h -d "@$date" {} +
mkdir -p "$folder"
SOURCE_DATE_EPOCH=$date dpkg-deb --root-owner-group "-Z${COMPRESSION:-xz}" --build "$root" "$folder/${package}_${version}_$architecture.deb" >/dev/null
echo "$folder/${package}_${version}_$architecture.deb"
