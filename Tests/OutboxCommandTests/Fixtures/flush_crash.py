# SPDX-License-Identifier: Apache-2.0
# Kills `roost outbox flush`, or lets the disk fail it, at every system call that leaves a mark (or a sample of them),
# flushes again and counts what arrived. A mail that the dead process had stored as sent must never come again, and the
# database must be whole. Prints one JSON object; `failures` must be empty.
#
#   flush_crash.py ROOST FOLDER [--points all|N|kill:pwrite64:12,ENOSPC:fdatasync:3+12] [--seed 1] [--shard 1/1]
import argparse
import collections
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import zlib

from mail_torture import OFFERS, Torture

CALLS = ["write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "sendto", "sendmsg"]
DISK_CALLS = {"write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename"}
LENGTHS = [1, 12, 200]


class FlushCrash(Torture):
    def __init__(self, options):
        super().__init__(options)
        self.result.update(calls={}, points_that_exist=0, points_tried=0, points_reached=0, errors_told=0,
                           seed=options.seed)
        self.harm, self.stored, self.arrived, self.problems = None, set(), collections.Counter(), []

    def census(self):
        """Which calls of one undisturbed flush leave a mark: the numbers, as strace counts them, thread by thread."""
        log = self.folder / "calls"
        self.round("census", prefix=["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "0", "-o", str(log), "-e",
                                     "trace=" + ",".join(CALLS)])
        totals, numbers = collections.Counter(), collections.defaultdict(set)
        for line in log.read_text("utf-8", "replace").splitlines():
            thread, _, rest = line.partition(" ")
            call = rest.strip().partition("(")[0]
            if call in CALLS:
                totals[thread, call] += 1
                if "anon_inode:[eventfd]" not in rest:
                    numbers[call].add(totals[thread, call])
        self.result["calls"] = {call: len(found) for call, found in sorted(numbers.items())}
        points = []
        for call, found in sorted(numbers.items()):
            for number in sorted(found):
                points.append(("kill", call, number, 1))
                if call in DISK_CALLS:
                    points.append((["EIO", "ENOSPC"][number % 2], call, number, LENGTHS[number % 3]))
        return points

    def chosen(self, points):
        """All points, a shard of them, those that are named, or a sample in which the kinds take turns."""
        wanted = self.options.points
        if ":" in wanted:
            return [self.named(text) for text in wanted.split(",")]
        if wanted != "all":
            chance = random.Random(self.options.seed)
            decks = collections.defaultdict(list)
            for point in points:
                decks[point[:2]].append(point)
            for deck in decks.values():
                chance.shuffle(deck)
            points = []
            while len(points) < int(wanted) and any(decks.values()):
                points += [deck.pop() for _, deck in sorted(decks.items()) if deck]
            points = points[:int(wanted)]
        number, count = map(int, self.options.shard.split("/"))
        # A point belongs to the same part of every run, however many points a run counts.
        return [point for point in points if zlib.crc32(repr(point).encode()) % count == number - 1]

    @staticmethod
    def named(text):
        harm, call, place = text.split(":")
        number, _, length = place.partition("+")
        return harm, call, int(number), int(length or 1)

    def look(self, queue, code, words):
        """After the harmed flush: what is stored as sent, what has arrived, and whether the file is whole."""
        self.problems = []
        copy = self.folder / "autopsy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(queue, copy)
        database = sqlite3.connect(copy / "roost.db")
        found = [row[0] for row in database.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            self.problems.append(f"integrity_check: {found[:3]}")
        self.stored = {row[0] for row in database.execute("SELECT message_id FROM outbox WHERE state = 'sent'")}
        database.close()
        self.arrived = collections.Counter(name for name, _ in self.sink.accepted)
        for name in sorted(self.stored - set(self.arrived)):
            self.problems.append(f"{name} is stored as sent and never arrived")
        if self.harm == "kill":
            self.result["points_reached"] += code in (-9, 137)
        elif self.harm:
            self.result["points_reached"] += 1
            self.result["errors_told"] += code != 0 and words.strip() != ""
            # A result that cannot be printed ends the program with 1, after all has been done.
            if code not in (0, 1, 74, 75, 77, 78):
                self.problems.append(f"exit code {code}: {words[-200:]}")

    def judge(self, what, cut, first, is_done, words, queue):
        super().judge(what, cut, first, is_done, words, queue)
        for name, count in collections.Counter(name for name, _ in self.sink.accepted).items():
            if name in self.stored and count > self.arrived[name]:
                self.problems.append(f"{name} was stored as sent and came again")
            if count > 2:
                self.problems.append(f"{name} came {count} times")
        if self.problems:
            self.result["failures"].append(f"{what}: {self.problems[:4]}")

    def run(self):
        points = self.census()
        self.result["points_that_exist"] = len(points)
        begun, chosen = time.monotonic(), self.chosen(points)
        for count, (harm, call, number, length) in enumerate(chosen, 1):
            self.harm = harm
            place = f"{number}..{number + length - 1}" if length > 1 else f"{number}"
            what = "signal=KILL" if harm == "kill" else f"error={harm}"
            quick = [] if harm == "kill" else ["--seccomp-bpf"]
            prefix = ["strace", "-f", *quick, "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                      f"inject={call}:{what}:when={place}"]
            self.round(f"{harm}:{call}:{number}" + (f"+{length}" if length > 1 else ""), prefix=prefix)
            self.result["points_tried"] += 1
            self.result["kills"] += harm == "kill"
            self.show(count, len(chosen), begun)
        self.result["seconds"] = round(time.monotonic() - begun, 1)
        return self.result

    def show(self, count, total, begun):
        """A bar on the terminal that started the run; nothing where there is none."""
        if not self.options.bar:
            return
        try:
            with open("/dev/tty", "w", encoding="utf-8") as terminal:
                full, left = 30 * count // total, (time.monotonic() - begun) / count * (total - count)
                terminal.write(f"\rflush  [{'#' * full}{'.' * (30 - full)}] {count}/{total}, "
                               f"{len(self.result['failures'])} failed, {int(left / 60)} min left ")
        except OSError:
            self.options.bar = False


def main():
    options = argparse.ArgumentParser()
    options.add_argument("roost")
    options.add_argument("folder")
    options.add_argument("--points", default="20")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--shard", default="1/1")
    options.add_argument("--mails", type=int, default=4)
    options.add_argument("--mode", choices=OFFERS, default="chunking")
    options.add_argument("--bar", action="store_true")
    chosen = options.parse_args()
    pathlib.Path(chosen.folder).mkdir(parents=True, exist_ok=True)
    result = FlushCrash(chosen).run()
    print(json.dumps(result))
    return 1 if result["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
