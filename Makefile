# SPDX-License-Identifier: Apache-2.0
# Thin on purpose: what a target does is in the script it names.

.PHONY: run test test-mail-servers test-browser bench torture docs build install deb clean

# Installs what is missing, builds, and shows an afternoon of a simulated dock.
run:
	Scripts/install-packages build
	swift build --product roost
	.build/debug/roost demo $(ARGS)

# Installs, builds and runs all tests.
test:
	Scripts/test $(ARGS)

# Installs Postfix, OpenSMTPD and aiosmtpd and sends mail through each of them.
test-mail-servers:
	Scripts/test-mail-servers $(ARGS)

# Drives the console in headless Chromium. Screenshots: make test-browser ARGS="--shots DIRECTORY"
test-browser:
	Scripts/install-packages browser
	swift build --product roost
	Scripts/test-browser $(ARGS)

# The nightly checks: crashes at every system call, models, mutants, fuzzing. One of them: make torture ARGS=models
torture:
	Scripts/install-packages torture
	Scripts/torture $(ARGS)

# Prints what things cost, each against a reference measured in the same run.
bench:
	Scripts/install-packages build
	Benchmarks/run $(ARGS)

# Builds the documentation as plain pages in .build/docs-site and looks at every link of them.
docs:
	Scripts/install-packages docs
	Scripts/make-docs $(ARGS)

# A release build of the command, with Swift's libraries in it: a dock has no Swift. At most 80 MB when stripped.
build:
	Scripts/install-packages build
	Scripts/build-release

# Installs the command, its units and pages: make install DESTDIR= prefix=/usr/local
prefix ?= /usr/local
install: build
	Scripts/install-tree .build/release/roost "$(prefix)" "$(DESTDIR)"

# A Debian package in dist/.
deb: build
	Scripts/install-packages deb
	Scripts/make-deb

clean:
	rm -rf .build
