# `make` alone lists the targets.

SHELL = /bin/sh
PREFIX ?= /usr/local
DESTDIR ?=
REPORT ?= reports/acme
VENV = .build/venv

UNAME := $(shell uname -s)
ifeq ($(UNAME),Darwin)
# brew keeps OpenSSL out of the way of the system's own.
export PKG_CONFIG_PATH := $(shell brew --prefix openssl@3 2>/dev/null)/lib/pkgconfig:$(PKG_CONFIG_PATH)
RELEASE_FLAGS = -c release
# Where the disk image of LibreOffice puts its programs.
export PATH := $(PATH):/Applications/LibreOffice.app/Contents/MacOS
else
RELEASE_FLAGS = -c release --static-swift-stdlib
endif

.DEFAULT_GOAL := help
.PHONY: help deps test-deps build release demo test fuzz lint format record clean install

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install the system packages that a build needs, where they are missing
	@scripts/system-packages build

test-deps: deps ## the same for what only tests need: LibreOffice, and Python with a virtual environment
	@scripts/system-packages test
	@[ -x $(VENV)/bin/python3 ] || python3 -m venv $(VENV)
	@[ ! -f Tests/requirements.txt ] || \
		$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement Tests/requirements.txt

build: deps ## debug build of everything
	swift build

release: deps ## release binary
	swift build $(RELEASE_FLAGS) --product breakeven

demo: release ## build, and write the report of the sample project to reports/acme
	@mkdir -p '$(dir $(REPORT))'
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/breakeven" report Samples/acme --output '$(REPORT)'
	@echo "the report is in $(REPORT)"

test: test-deps ## every test
	BREAKEVEN_PYTHON="$(CURDIR)/$(VENV)/bin/python3" swift test --parallel

# A build of its own: fuzz targets and sanitizers fit no other. A crash would wait for its backtrace under libFuzzer.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS = FuzzReader FuzzArchives FuzzTexts
FUZZ_BUILD = BREAKEVEN_FUZZ=1 swift build -c release --scratch-path .build/fuzz --sanitize=fuzzer -Xswiftc -enable-testing

fuzz: deps ## run every fuzz target, a minute in all (FUZZ_SECONDS)
	@for target in $(FUZZ_TARGETS); do \
		$(FUZZ_BUILD) --product $$target && mkdir -p .build/fuzz/corpus/$$target && \
		SWIFT_BACKTRACE=enable=no "$$($(FUZZ_BUILD) --show-bin-path)/$$target" -timeout=10 -rss_limit_mb=2048 \
			-max_total_time=$$(( $(FUZZ_SECONDS) / $(words $(FUZZ_TARGETS)) )) \
			-artifact_prefix=.build/fuzz/ .build/fuzz/corpus/$$target || exit 1; \
	done

lint: ## format of the sources, and what may be committed
	@scripts/lint

format: ## bring the sources into format
	swift format --in-place --recursive Package.swift Sources Tests

record: deps ## accept what the tests compute as the expected output of the samples
	RECORD=1 swift test --filter 'SampleTests|GuideTests|HelpTests'

clean: ## remove everything that was built, and the report of `make demo`
	rm -rf .build reports/acme

install: release ## install the binary, templates and samples below PREFIX (default /usr/local)
	@bin=$$(swift build $(RELEASE_FLAGS) --show-bin-path) && \
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/breakeven' && \
	install -m 755 "$$bin/breakeven" '$(DESTDIR)$(PREFIX)/bin/breakeven' && \
	for folder in Templates Samples; do \
		[ ! -d "$$folder" ] || cp -R "$$folder" '$(DESTDIR)$(PREFIX)/share/breakeven/'; \
	done && \
	rm -rf '$(DESTDIR)$(PREFIX)'/share/breakeven/Samples/*/reports
	@echo "installed $(DESTDIR)$(PREFIX)/bin/breakeven"
