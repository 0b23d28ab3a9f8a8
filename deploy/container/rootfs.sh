#!/bin/sh
# rootfs.sh BINARY FOLDER: puts into FOLDER what BINARY needs to run with FOLDER as its root, and nothing else.
# To be run as root on the Debian that BINARY was built on.
set -eu
binary=$1
root=$2

# As the loader finds them. libpq is opened when a database is first probed, so the binary does not name it.
libpq=$(/sbin/ldconfig -p | awk '$1 == "libpq.so.5" { print $NF; exit }')
libraries=$({ ldd "$binary"; ldd "$libpq"; echo "$libpq"; } | grep -o '/[^ ]*' | sort -u)

install -d -m 0755 "$root"
install -D -m 0755 "$binary" "$root/usr/bin/whatsapp_status_exporter"
strip "$root/usr/bin/whatsapp_status_exporter"
for library in $libraries; do
    install -D -m 0755 "$library" "$root$library"
done

# Each library's licence, and its package as distroless images have it: scanners look there for what must be renewed.
install -d -m 0755 "$root/var/lib/dpkg/status.d"
readlink -f $libraries | sed 's,.*/,*/,' | xargs dpkg-query --search | sed 's/[:,].*//' | sort -u | while read -r package; do
    install -D -m 0644 "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/copyright"
    dpkg-query --status "$package" >"$root/var/lib/dpkg/status.d/$package"
done

install -D -m 0644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
install -m 0644 /etc/os-release "$root/etc/os-release"
echo 'exporter:x:65532:65532::/data:/sbin/nologin' >"$root/etc/passwd"
echo 'exporter:x:65532:' >"$root/etc/group"
install -d -m 1777 "$root/tmp"
# A volume mounted here for the first time takes over its owner.
install -d -m 0700 -o 65532 -g 65532 "$root/data"
