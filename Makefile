# Everything a person types. `make` alone tells what there is.

SECONDS ?= 3600
SEED ?=
ONLY ?=
BUILD_DIR ?= .build
export BUILD_DIR

.DEFAULT_GOAL := help
.PHONY: help demo test torture bench mutants fuzz coverage sanitize docs lint format deps clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## install what is missing, build, and show the promise of the store (under a minute once it is built)
	@.ci/requirements demo
	@swift build -c release --product cairn --scratch-path $(BUILD_DIR)
	@$$(swift build -c release --scratch-path $(BUILD_DIR) --show-bin-path)/cairn demo

test: ## install what is missing, then all tests and the crash laboratory (under 10 minutes)
	@.ci/requirements test
	@.ci/stages test

torture: ## the long versions: make torture SECONDS=3600 SEED=1
	@.ci/requirements ci
	@.ci/stages torture --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

bench: ## measure beside SQLite, RocksDB, LevelDB and LMDB (20 minutes); make bench ONLY=compaction for a part of it
	@.ci/requirements bench
	@.ci/bench $(if $(ONLY),"$(ONLY)")

mutants: ## break each safety on purpose; the laboratory must notice every time
	@.ci/requirements build
	@swift run -c release --scratch-path $(BUILD_DIR) lab mutants

fuzz: ## random bytes to every reader: make fuzz SECONDS=60 SEED=1, for each of three fuzzers
	@.ci/requirements build
	@.ci/fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

coverage: ## how much of the library the tests reach
	@.ci/requirements test
	@.ci/coverage

sanitize: ## the tests under the thread and the address sanitizer
	@.ci/requirements test
	@.ci/stages checks "thread sanitizer" "address sanitizer"

docs: ## build the documentation
	@.ci/requirements build
	@.ci/documentation

lint: ## complain about format
	@swift format lint --strict --recursive Package.swift Sources Tests Benchmarks

format: ## mend the format
	@swift format --in-place --recursive Package.swift Sources Tests Benchmarks

deps: ## look for what is needed, and install what is missing
	@.ci/requirements ci

clean: ## remove everything that was built
	@rm -rf $(BUILD_DIR) Benchmarks/.build
