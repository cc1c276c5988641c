# The one list of commands. Each brings what it needs, asks nothing, and has nothing to do the second time.

# What the built page is made of.
SOURCES := Cargo.toml Cargo.lock Trunk.toml index.html boot.js package-lock.json protocol/Cargo.toml \
	demo/addresses.json demo/security-headers.mjs \
	setup/tools.sh setup/build.sh setup/pack.mjs setup/split.mjs setup/shrink.mjs \
	$(shell find src protocol/src style -type f)

LAB_SOURCES := setup/lab.sh demo/lab/addresses.json demo/lab/addresses.mjs demo/lab/security-headers.mjs $(shell find lab -type f)

.PHONY: help demo test fuzz dev build lab fmt lint size set-up
.NOTPARALLEL:

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' Makefile

demo: dist/index.html dist-lab/index.html ## run the page and its local servers, and print the address to open
	@node demo/start.mjs

test: ## run every test; the last line is the sum
	@setup/test.sh

fuzz: ## feed every parser of outside text with whatever a fuzzer thinks of, a minute each
	@setup/fuzz.sh

dev: set-up ## the same as demo, and build the page anew whenever a source is saved
	@setup/dev.sh

build: dist/index.html ## build the page for release into dist/; ADDRESS=https://... adds the document that makes that address a client id
	@if [ -n "$(ADDRESS)" ]; then setup/client-metadata.sh "$(ADDRESS)"; fi

lab: dist-lab/index.html ## build the lab into dist-lab/ (make demo serves it too)

fmt: ## format the Rust sources
	@setup/lint.sh --format

lint: ## check the format and the lints
	@setup/lint.sh

size: dist/index.html ## weigh the first load, and compare it with the gate
	@node setup/size.mjs

dist/index.html: $(SOURCES) | set-up
	@setup/build.sh

dist-lab/index.html: $(SOURCES) $(LAB_SOURCES) | set-up
	@setup/lab.sh

set-up:
	@setup/npm.sh
	@setup/wasm.sh
	@setup/build-tools.sh
