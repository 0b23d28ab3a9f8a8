# Everything a newcomer needs is `make run` and `make test`; both begin by installing what this machine lacks.
SHELL := /bin/bash
SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
BINARY := whatsapp_status_exporter
ARGS ?=

# Debian packages: what the build links, and what the tests talk to.
BUILD_PACKAGES := pkg-config libssl-dev zlib1g-dev libyaml-dev libsqlite3-dev libbrotli-dev \
	libcrypt-dev libnghttp2-dev libpq-dev libre2-dev ca-certificates
TEST_PACKAGES := openssl curl bind9-dnsutils python3 python3-venv iproute2 procps tzdata libreadline8 libcap2 \
	lintian man-db systemd
DEB_PACKAGES := dpkg-dev binutils
# Unpacked only: installed they would start. bind9's libraries have its exact version in their names.
TEST_PEERS := prometheus prometheus-alertmanager prometheus-blackbox-exporter prometheus-node-exporter victoria-metrics nginx \
	bind9 bind9-libs postgresql-15 postgresql-client-15
# Installed only in a machine that is thrown away, which has no network to get them by.
TEST_DEBS := prometheus prometheus-alertmanager
TEST_ENVIRONMENT := .build/test-venv
DATADOG_ENVIRONMENT := .build/datadog-venv
PYTEST := $(TEST_ENVIRONMENT)/bin/python -m pytest -q -o cache_dir=$(CURDIR)/.build/pytest Tests/EndToEnd

.PHONY: deps test-deps build run test e2e bench lint release lab dashboards kubernetes-rules install deb clean

## Installs the system libraries that are missing, by package name.
deps:
	@deploy/packages/ensure.sh $(BUILD_PACKAGES)

test-deps: deps
	@deploy/packages/ensure.sh $(TEST_PACKAGES) $(DEB_PACKAGES)
	@test -x $(TEST_ENVIRONMENT)/bin/python || python3 -m venv $(TEST_ENVIRONMENT)
	@Tests/EndToEnd/peers/unpack.sh .build/peers $(TEST_PEERS)
	@Tests/EndToEnd/peers/download.sh $(CURDIR)/.build/peers/debs $(TEST_DEBS)
	@$(TEST_ENVIRONMENT)/bin/pip install --quiet --disable-pip-version-check -r Tests/EndToEnd/requirements.txt
	@test -x $(DATADOG_ENVIRONMENT)/bin/python || python3 -m venv $(DATADOG_ENVIRONMENT)
	@$(DATADOG_ENVIRONMENT)/bin/pip install --quiet --disable-pip-version-check -r Tests/EndToEnd/datadog/requirements.txt

build: deps
	$(SWIFT) build

## The main job: serve on the embedded catalogue. ARGS="--help" shows the flags.
run: release
	.build/release/$(BINARY) $(ARGS)

release: deps
	$(SWIFT) build -c release --static-swift-stdlib --product $(BINARY)

## Unit tests, then the real binary against real peers on loopback.
test: test-deps
	@SWIFT=$(SWIFT) Tests/unit.sh
	@$(MAKE) --no-print-directory e2e

e2e: test-deps release lab
	@$(PYTEST) || { echo "Once more, alone:"; $(PYTEST) --last-failed --last-failed-no-failures none; }

bench: test-deps release
	$(TEST_ENVIRONMENT)/bin/python Tests/Benchmarks/run.py

lint:
	$(SWIFT) format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests

## A WhatsApp of one's own, to break: `.build/release/whatsapp_lab --help`.
lab: deps
	$(SWIFT) build -c release --static-swift-stdlib --product whatsapp_lab

## Writes grafana/dashboards/ from grafana/source/, where its make.py says how to write one.
dashboards:
	@python3 grafana/source/make.py

## Writes the rules of deploy/prometheus/rules once more, as objects of the Prometheus operator.
kubernetes-rules:
	@cd deploy/kubernetes/prometheus-operator && ./rules.sh >rules.yaml

## Program, unit and socket, manual page, completions, configuration, rules, routes and dashboards.
install: release
	DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) deploy/install.sh .build/release/$(BINARY)

## The Debian package whatsapp-status-exporter, in .build/deb.
deb: release
	@deploy/packages/ensure.sh $(DEB_PACKAGES)
	@deploy/debian/build.sh .build/release/$(BINARY) .build/deb

clean:
	$(SWIFT) package clean
	rm -rf .build
