# The entry points for people. CMake does the work (see CMakePresets.json).
.DEFAULT_GOAL := help
.PHONY: help deps deps-all dist-release build demo test test-all docs format clean
MAKEFLAGS += --no-print-directory

JOBS ?= $(shell nproc)

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

deps: ## Install what the build and the tests need (Debian packages)
	@scripts/install-deps.sh build

deps-all:
	@scripts/install-deps.sh all

build: deps ## Build dist/compliance and dist/terraform-provider-compliance
	@scripts/build.sh release compliance
	@scripts/dist.sh build/release

demo: deps ## Build, then show a plan that breaks PCI-DSS fail
	@scripts/build.sh dev compliance
	@scripts/demo.sh build/dev

test: deps ## Build, then pass every test
	@scripts/build.sh dev
	@# Some tests kill and interrupt real processes, and what those say last is
	@# theirs to race about: a failure has to happen twice. The log shows both.
	@ctest --test-dir build/dev --output-on-failure --no-tests=error \
	  --repeat until-pass:2 -j $(JOBS)

test-all: deps-all test ## Tests under sanitizers, clang-tidy, live fuzzing
	@scripts/test-all.sh

docs: deps ## Regenerate docs/ from the schema and the rules
	@scripts/build.sh dev generate_docs
	@build/dev/tools/generate_docs .

format: ## Format every C++ file
	@git ls-files '*.h' '*.cc' | xargs clang-format-14 -i

clean: ## Remove what was built
	@rm -rf build dist
