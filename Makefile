# The front door. meson builds; each target installs what it needs, says so, and is quick when
# nothing is missing.

RELEASE = build/release
CHECKED = build/checked
SANITIZE = -Db_sanitize=address,undefined -Db_lundef=false
LAWS = tests/laws/simulate
YEARS = 100000

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

# Simulated firm-years under faults, as many as one has time for, each judged by an oracle.
prove: all
	@ninja -C $(RELEASE) --quiet $(LAWS)
	@tests/laws/prove --years $(YEARS) --jobs $$(nproc) $(RELEASE)/$(LAWS)

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

setup-bench:
	@tools/setup bench

$(RELEASE)/build.ninja:
	@meson setup $(RELEASE) --buildtype=release > build/setup.log || { cat build/setup.log; exit 1; }

$(CHECKED)/build.ninja:
	@meson setup $(CHECKED) --buildtype=debugoptimized -Dtests=true $(SANITIZE) > build/setup.log \
	|| { cat build/setup.log; exit 1; }

.PHONY: all run test check prove bench install format clean setup-build setup-check setup-bench
