#!/bin/sh
# install.sh BINARY: puts the program and all that belongs to it below $DESTDIR; a configuration that is there stays.
# PREFIX: /usr/local, or /usr for a package. UNITS: where systemd's units go. ZSH: where zsh looks for completions.
set -eu
binary=$1
PREFIX=${PREFIX:-/usr/local}
UNITS=${UNITS:-/etc/systemd/system}
ZSH=${ZSH:-$PREFIX/share/zsh/site-functions}
name=whatsapp_status_exporter
root=$(cd "$(dirname "$0")/.." && pwd)
share=$PREFIX/share/whatsapp-status-exporter

place() { # MODE FROM TO
    install -D -m "$1" -T "$2" "${DESTDIR:-}$3"
}
printed() { # FLAG TO
    "$binary" "$1" | place 0644 /dev/stdin "$2"
}
kept() { # FROM TO
    [ -e "${DESTDIR:-}$2" ] || place 0644 "$1" "$2"
}
below() { # FOLDER PATTERN TO
    [ -d "$root/$1" ] || return 0
    (cd "$root/$1" && find . -type f -name "$2") | while read -r file; do place 0644 "$root/$1/$file" "$3/${file#./}"; done
}

place 0755 "$binary" "$PREFIX/bin/$name"
printed --help-man "$PREFIX/share/man/man1/$name.1"
printed --completion-script-bash "$PREFIX/share/bash-completion/completions/$name"
printed --completion-script-zsh "$ZSH/_$name"
printed --completion-script-fish "$PREFIX/share/fish/vendor_completions.d/$name.fish"
for unit in service socket; do
    sed "s|/usr/local/bin/|$PREFIX/bin/|" "$root/deploy/systemd/$name.$unit" | place 0644 /dev/stdin "$UNITS/$name.$unit"
done
kept "$root/deploy/systemd/$name.default" "/etc/default/$name"
kept "$root/deploy/config/$name.yml" "/etc/$name/$name.yml"
below deploy/prometheus '*.yml' "$share/prometheus"
below deploy/alertmanager '*.yml' "$share/alertmanager"
below deploy/alertmanager '*.tmpl' "$share/alertmanager"
below grafana/dashboards '*.json' "$share/grafana/dashboards"
below grafana/provisioning '*.y*ml' "$share/grafana/provisioning"
for agent in datadog newrelic opentelemetry; do below "deploy/$agent" '*.y*ml' "$share/$agent"; done
# The tests of the rules are for those who change them.
find "${DESTDIR:-}$share/prometheus" -name '*_test.yml' -delete
