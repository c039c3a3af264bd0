# The front door. meson builds; each target installs what it needs, says so, and is quick when
# nothing is missing.

RELEASE = build/release
CHECKED = build/checked
COVERAGE = build/coverage
SANITIZE = -Db_sanitize=address,undefined -Db_lundef=false
LAWS = tests/laws/simulate
YEARS = 4000

all: setup-build $(RELEASE)/build.ninja
	@ninja -C $(RELEASE) --quiet

run: all
	@$(RELEASE)/quitus demo

test: setup-check $(CHECKED)/build.ninja
	@ninja -C $(CHECKED) --quiet
	@tests/run $(CHECKED)

check: setup-check all $(CHECKED)/build.ninja
	@ninja -C $(CHECKED) --quiet
	@ninja -C $(RELEASE) --quiet $(LAWS)
	@tests/run --all $(CHECKED) $(RELEASE)

# Simulated firm-years under faults, each judged by an oracle; then kills of the real server.
prove: setup-check all $(CHECKED)/build.ninja
	@ninja -C $(CHECKED) --quiet
	@ninja -C $(RELEASE) --quiet $(LAWS)
	@tests/laws/prove --years $(YEARS) --jobs $$(nproc) $(RELEASE)/$(LAWS)
	@tests/prove/run $(CHECKED) $(RELEASE)

coverage: setup-coverage $(COVERAGE)/build.ninja
	@tools/coverage $(COVERAGE)

bench: setup-bench all
	@tests/bench/run $(RELEASE)

install: all
	@meson install -C $(RELEASE) --no-rebuild

format:
	@clang-format -i src/*/*.[ch] src/*.c

clean:
	rm -rf build

setup-build:
	@tools/setup build

setup-check:
	@tools/setup check

setup-coverage:
	@tools/setup coverage

setup-bench:
	@tools/setup bench

$(RELEASE)/build.ninja:
	@mkdir -p build
	@meson setup $(RELEASE) --buildtype=release > build/setup.log || { cat build/setup.log; exit 1; }

$(CHECKED)/build.ninja:
	@mkdir -p build
	@meson setup $(CHECKED) --buildtype=debugoptimized -Dtests=true $(SANITIZE) > build/setup.log \
	|| { cat build/setup.log; exit 1; }

# Neither optimised nor inlined, so that a branch is one of the text.
$(COVERAGE)/build.ninja:
	@mkdir -p build
	@meson setup $(COVERAGE) --buildtype=debug -Dtests=true -Db_coverage=true > build/setup.log \
	|| { cat build/setup.log; exit 1; }

.PHONY: all run test check prove coverage bench install format clean setup-build setup-check \
	setup-coverage setup-bench
