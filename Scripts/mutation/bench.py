# SPDX-License-Identifier: Apache-2.0
"""The scratch package: a copy of the pure targets in which every mutant of the core sleeps, and the runs of it.

One build holds all mutants; a run wakes one. What does not compile is taken out and counted apart.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import time

import rules

HERE = pathlib.Path(__file__).resolve().parent
PURE = {"DockModel", "Wear", "Schedule", "Post", "Registers", "MAVLink", "Triage", "RoostCore"}
PRODUCT, WORLD = "mutation-driver", "RoostSim"
MOST_BUILDS = 12
MOST_MUTANTS = 4096  # as in Mutants.swift
MEMORY_LIMIT = 4 << 20  # KiB


def imports_of(path):
    return set(re.findall(r"^\s*(?:\w+ )?import (?:struct |class |enum )?(\w+)", path.read_text(), re.M))


class Bench:
    def __init__(self, root, scratch, days, faults_per_day):
        self.world = [str(days), str(faults_per_day)]
        self.scratch = scratch
        self.sources = root / "Sources"
        self.mutants, self.texts = rules.mine(self.sources / "RoostCore")
        if len(self.mutants) >= MOST_MUTANTS:
            raise SystemExit(f"{len(self.mutants)} mutants, room for {MOST_MUTANTS}: raise it in Mutants.swift too")
        self.unsound = []
        self.kills = collections.Counter()  # by function and seed
        self.broken = []  # mutants that do not compile
        self.build_seconds = 0.0

    # The package.

    def targets(self):
        """The pure targets that the world and the core need, each with what it imports."""
        needed, open_targets, found = {}, [WORLD, "RoostCore"], {}
        while open_targets:
            target = open_targets.pop()
            if target in found:
                continue
            files = self.world_files() if target == WORLD else sorted((self.sources / target).rglob("*.swift"))
            uses = set().union(*(imports_of(file) for file in files)) & PURE
            found[target] = (files, sorted(uses - {target}))
            open_targets += uses
        return found

    def world_files(self):
        """The files of the simulated world that know no socket, no thread and no real device."""
        world = self.sources / WORLD / "World"
        return [f for f in sorted(world.rglob("*.swift")) if imports_of(f) <= PURE]

    def write(self, path, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
        self.kept.add(path)

    def lay_out(self):
        self.kept = set()
        folder = self.scratch / "Sources"
        lines = []
        for target, (files, uses) in self.targets().items():
            base = self.sources / target
            for file in files:
                relative = file.relative_to(base).as_posix()
                text = file.read_text()
                if target == "RoostCore" and relative in self.texts:
                    live = [m for m in self.mutants if m.file == relative and m not in self.broken]
                    text = rules.instrument(self.texts[relative], live)
                self.write(folder / target / relative, text)
            lines.append(f'.target(name: "{target}", dependencies: {json.dumps(uses)}, swiftSettings: settings),')
        words = [f.read_text() for t in ("DockModel", "RoostCore") for f in sorted((self.sources / t).rglob("*.swift"))]
        self.write(folder / "RoostCore" / "Mutants.swift",
                   (HERE / "Mutants.swift").read_text() + rules.opposites(words))
        self.write(folder / PRODUCT / "main.swift", (HERE / "Driver.swift").read_text())
        lines.append(f'.executableTarget(name: "{PRODUCT}", dependencies: ["RoostCore", "{WORLD}"], '
                     'swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),')
        self.write(self.scratch / "Package.swift", "\n".join([
            "// swift-tools-version: 6.2", "import PackageDescription",
            "let settings: [SwiftSetting] = [", "    .swiftLanguageMode(.v6),",
            '    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),', "]",
            'let package = Package(name: "mutation", targets: [', *("    " + line for line in lines), "])", ""]))
        for path in folder.rglob("*.swift"):
            if path not in self.kept:
                path.unlink()

    def build(self):
        """Builds, taking out what does not compile."""
        began = time.monotonic()
        for _ in range(MOST_BUILDS):
            self.lay_out()
            command = ["nice", "swift", "build", "-c", "release", "--package-path", str(self.scratch), "--product",
                       PRODUCT, "-Xswiftc", "-suppress-warnings"]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode == 0:
                break
            self.take_out(done.stdout)
        else:
            raise SystemExit(f"the mutated core does not build after {MOST_BUILDS} attempts")
        self.build_seconds = time.monotonic() - began
        shown = subprocess.run(["swift", "build", "-c", "release", "--package-path", str(self.scratch),
                                "--show-bin-path"], stdout=subprocess.PIPE, text=True, check=True)
        self.program = pathlib.Path(shown.stdout.strip()) / PRODUCT

    def take_out(self, output):
        core = self.scratch.resolve() / "Sources" / "RoostCore"
        found = False
        for path, line, column, text in re.findall(r"^(/\S+\.swift):(\d+):(\d+): error: (.*)$", output, re.M):
            try:
                relative = pathlib.Path(path).resolve().relative_to(core).as_posix()
            except ValueError:
                continue
            source = (core / relative).read_text()
            lines = source.encode().split(b"\n")
            offset = len((b"\n".join(lines[:int(line) - 1]) + b"\n" + lines[int(line) - 1][:int(column) - 1]).decode())
            around = [m for m in self.mutants
                      if m.file == relative and m not in self.broken and m.span[0] <= offset <= m.span[1]]
            if around:
                inner = min(around, key=lambda m: m.span[1] - m.span[0])
                inner.error = text
                self.broken.append(inner)
                found = True
        if not found:
            raise SystemExit("the scratch copy of the core does not build:\n" + output[-4000:])

    # The runs.

    def call(self, mutant, seeds, processor_seconds="unlimited"):
        """Runs the driver; a run that takes more of the processor than it may is ended with SIGXCPU."""
        limits = f'ulimit -c 0 -v {MEMORY_LIMIT} -S -t {processor_seconds}; exec nice "$@"'
        command = ["bash", "-c", limits, "mutant", str(self.program), str(mutant), *self.world,
                   *map(str, seeds)]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"})

    def feel(self, seeds, jobs):
        """Runs the unmutated core: which seeds each mutant would be felt in, and the digest of each seed.

        The seeds in which the core itself breaks a rule are kept in `unsound`."""
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        shares = [seeds[part::jobs] for part in range(jobs) if seeds[part::jobs]]
        with concurrent.futures.ThreadPoolExecutor(max_workers=jobs) as pool:
            lines = [line for lines in pool.map(self.feel_share, shares) for line in lines]
        felt, digests = {}, {}
        for line in lines:
            if line.startswith("{"):
                self.unsound.append(json.loads(line))
                continue
            seed, digest, *ids = line.split()
            digests[int(seed)] = digest
            for number in ids:
                felt.setdefault(int(number), []).append(int(seed))
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds_a_seed = (now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime) / len(seeds)
        return {number: sorted(found) for number, found in felt.items()}, digests

    def feel_share(self, seeds):
        """What the driver says of each seed; a seed that traps is said to, and the next process goes on behind it."""
        lines = []
        while seeds:
            done = self.call(-1, seeds)
            said = done.stdout.splitlines()
            lines += said
            if done.returncode == 0:
                return lines
            lines.append(json.dumps({"caught": "trap", "seed": seeds[len(said)], "second": 0}))
            seeds = seeds[len(said) + 1:]
        return lines

    def judge(self, mutant, seeds, digests):
        """Lets one mutant live through the seeds that feel it."""
        if not seeds:
            return {"verdict": "survived", "how": "never felt", "cpu": 0.0}
        # What killed a mutant of this function, or any, is tried first: the verdict is the same, and sooner known.
        function = mutant.function
        seeds = sorted(seeds, key=lambda s: (-9 * self.kills[function, s] - self.kills["", s], s))
        spent = 0.0
        verdict = {"verdict": "survived", "how": "no difference"}
        at = 0
        # A short first call: a hang is found sooner.
        while at < len(seeds) and verdict["verdict"] == "survived":
            share = seeds[at:at + (2 if at == 0 else len(seeds))]
            done = self.call(mutant.id, share, int(10 + 10 * self.seconds_a_seed * len(share)))
            said = [json.loads(line) for line in done.stdout.splitlines()]
            spent += said[-1]["cpu"] if said else 0
            if said and "caught" in said[-1]:
                verdict = {"verdict": "caught", "by": said[-1]["caught"], "seed": said[-1]["seed"],
                           "second": said[-1]["second"]}
            elif done.returncode != 0:
                cause = "liveness (a run without end)" if done.returncode == -signal.SIGXCPU else "trap"
                verdict = {"verdict": "caught", "by": cause, "seed": share[min(len(said), len(share) - 1)]}
            elif any(digests[line["seed"]] != line["digest"] for line in said):
                verdict["how"] = "other runs, no rule objects"
            at += len(share)
        if verdict["verdict"] == "caught":
            self.kills[function, verdict["seed"]] += 1
            self.kills["", verdict["seed"]] += 1
        verdict["cpu"] = round(spent, 2)
        return verdict

