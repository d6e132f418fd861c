# SPDX-License-Identifier: Apache-2.0
# Thin on purpose: what a target does is in the script it names.

.PHONY: run test bench torture build install clean

# Installs what is missing, builds, and shows an afternoon of a simulated dock.
run:
	Scripts/install-packages build
	swift build --product roost
	.build/debug/roost demo $(ARGS)

# Installs, builds and runs all tests.
test:
	Scripts/test $(ARGS)

# The nightly checks: crashes at every system call, models, mutants, fuzzing. One of them: make torture ARGS=models
torture:
	Scripts/install-packages torture
	Scripts/torture $(ARGS)

# Prints what things cost, each against a reference measured in the same run.
bench:
	Scripts/install-packages build
	Benchmarks/run $(ARGS)

# A release build of the command.
build:
	Scripts/install-packages build
	swift build -c release --product roost

# Installs the command: make install DESTDIR= prefix=/usr/local
prefix ?= /usr/local
install: build
	install -D -m 0755 .build/release/roost "$(DESTDIR)$(prefix)/bin/roost"

clean:
	rm -rf .build
