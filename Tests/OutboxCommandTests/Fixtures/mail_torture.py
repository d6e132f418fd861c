# SPDX-License-Identifier: Apache-2.0
# Tortures `roost outbox flush`: cuts at octets in both directions, below and inside TLS, and SIGKILL at system calls;
# flushes again and counts what arrived. Prints one JSON object: lost, changed, foreign, unexplained and stuck must be 0,
# most_duplicates at most the window.
#
#   mail_torture.py ROOST FOLDER [--points 40] [--finals 3] [--kills 3] [--mode chunking|pipelining|steps] [--mails 12]
import argparse
import hashlib
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time

from counting_sink import PASSWORD, USER, Cut, Proxy, Sink, make_certificates

OFFERS = {"chunking": ["PIPELINING", "CHUNKING", "SIZE 50000000"], "pipelining": ["PIPELINING"], "steps": []}
CALLS = ["fdatasync", "pwrite64", "sendto", "recvfrom"]


class Torture:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(options.folder)
        certificates = make_certificates(self.folder / "certificates")
        self.authority = certificates / "ca.pem"
        self.password = self.folder / "password"
        self.password.write_text(PASSWORD + "\n")
        self.password.chmod(0o600)
        self.sink = Sink(certificates, OFFERS[options.mode])
        self.proxy = Proxy(self.sink.port)
        self.template = self.folder / "template"
        self.expected = self.enqueue()
        self.result = dict(mode=options.mode, rounds=0, cuts=0, kills=0, lost=0, changed=0, foreign=0, stuck=0,
                           duplicates=0, most_duplicates=0, unexplained=0, violations=0, slowest=0.0,
                           slowest_round="", failures=[])

    def enqueue(self):
        """A queue with mails of many sizes; every round begins with a copy of it."""
        lines = []
        for number in range(self.options.mails):
            text = f"number {number}\n.dot\n..dots\n" + "0123456789 abcdef\n" * [0, 3, 40, 200, 700][number % 5]
            lines.append(json.dumps({"to": ["ops@example.org", "chief@example.org"][:1 + number % 2],
                                     "subject": f"mail {number}", "body": text}))
        subprocess.run([self.options.roost, "outbox", "enqueue", "--queue", str(self.template), "--from",
                        "dock@example.org"], input="\n".join(lines).encode(), check=True, stdout=subprocess.DEVNULL)
        database = sqlite3.connect(self.template / "roost.db")
        rows = database.execute("SELECT message_id, octets FROM outbox JOIN outbox_body ON mail = id").fetchall()
        database.close()
        return {name: hashlib.sha256(octets).hexdigest() for name, octets in rows}

    def flush(self, queue, prefix=(), timeout=20):
        words = [*prefix, self.options.roost, "outbox", "flush", "--queue", str(queue), "--host", "localhost",
                 "--port", str(self.proxy.port), "--security", "tls", "--ca", str(self.authority), "--user", USER,
                 "--password-file", str(self.password), "--timeout", str(timeout), "--now"]
        done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120)
        return done.returncode, done.stderr.decode("utf-8", "replace")

    def round(self, what, cut=None, prefix=()):
        queue = self.folder / "queue"
        shutil.rmtree(queue, ignore_errors=True)
        shutil.copytree(self.template, queue)
        self.sink.reset(cut if cut and cut.layer == "plain" else None)
        self.proxy.cut = cut if cut and cut.layer == "cipher" else None
        start = time.monotonic()
        code, words = self.flush(queue, prefix, timeout=1 if cut and cut.how == "hole" else 20)
        spent = round(time.monotonic() - start, 2)
        if spent > self.result["slowest"]:
            self.result["slowest"], self.result["slowest_round"] = spent, what
        is_settled = self.sink.settle()
        first = self.sink.sessions[0] if self.sink.sessions else None
        self.look(queue, code, words)
        for _ in range(3):
            last, words = self.flush(queue)
            if last == 0:
                break
        is_settled = self.sink.settle() and is_settled
        self.judge(what, cut, first, last == 0 and is_settled, words, queue)
        self.result["rounds"] += 1
        return code, first

    def judge(self, what, cut, first, is_done, words, queue):
        counts, problems = {}, []

        def found(kind, detail):
            self.result[kind] += 1
            problems.append(f"{kind} {detail}")

        for name, digest in self.sink.accepted:
            counts[name] = counts.get(name, 0) + 1
            if name not in self.expected:
                found("foreign", name)
            elif self.expected[name] != digest:
                found("changed", name)
        twice = 0
        for name in self.expected:
            if name not in counts:
                found("lost", name)
            extra = counts.get(name, 0) - 1
            twice += max(extra, 0)
            if extra > 0 and cut and not self.was_final_lost(name, cut, first):
                found("unexplained", name)
        self.result["duplicates"] += twice
        self.result["most_duplicates"] = max(self.result["most_duplicates"], twice)
        for violation in self.sink.violations:
            found("violations", violation)
        if not is_done or self.left(queue) != (0, len(self.expected)):
            found("stuck", words)
        if problems and len(self.result["failures"]) < 10:
            self.result["failures"].append(f"{what}: {problems[:4]}")

    def look(self, queue, code, words):
        """What a subclass wants to see between the first flush and the next ones."""

    @staticmethod
    def was_final_lost(name, cut, first):
        """Whether the cut session's final reply to this mail had not wholly passed the cut, or may not have: a reset
        can overtake what was sent before it."""
        if cut.how == "reset":
            return True
        for final, plain_end, cipher_end in first.finals if first else []:
            if final == name:
                return cut.side == "up" or cut.at < (plain_end if cut.layer == "plain" else cipher_end)
        return False

    @staticmethod
    def left(queue):
        """Mails that are not sent, and mails that are."""
        database = sqlite3.connect(queue / "roost.db")
        counts = dict(database.execute("SELECT state = 'sent', COUNT(*) FROM outbox GROUP BY 1").fetchall())
        database.close()
        return counts.get(0, 0), counts.get(1, 0)

    def run(self):
        _, whole = self.round("uncut")
        lengths = {("cipher", "up"): self.proxy.counts[0], ("cipher", "down"): whole.cipher_out,
                   ("plain", "up"): whole.taken, ("plain", "down"): whole.said}
        cuts = []
        hows = ["close", "reset"]
        for number, (key, length) in enumerate(sorted(lengths.items())):
            points = self.options.points // 4
            for index in range(points):
                at = index * length // max(points, 1) + self.options.shift
                cuts.append(Cut(*key, at, hows[(index + number) % 2]))
        finals = whole.finals[::max(1, len(whole.finals) // max(self.options.finals, 1))][:self.options.finals]
        for _, plain_end, cipher_end in finals:
            cuts += [Cut("plain", "down", plain_end + step) for step in (-2, -1, 0, 1)]
            cuts += [Cut("cipher", "down", cipher_end + step) for step in (-1, 0, 1)]
        for _, plain_end, _ in finals[:self.options.holes]:
            cuts.append(Cut("plain", "down", plain_end - 1, "hole"))
        for cut in cuts:
            self.result["cuts"] += 1
            self.round(f"{cut}", cut)
        self.kill()
        return self.result

    def kill(self):
        """SIGKILL at the Nth system call of a kind."""
        numbers = random.Random(self.options.shift)
        for call in CALLS if shutil.which("strace") else []:
            for index in range(self.options.kills):
                when = 1 + index * (2 + self.options.mails * 2) // self.options.kills + numbers.randrange(3)
                inject = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                          "-e", f"inject={call}:signal=KILL:when={when}"]
                code, _ = self.round(f"kill at {call} {when}", prefix=inject)
                self.result["kills"] += code in (-9, 137)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("roost")
    options.add_argument("folder")
    options.add_argument("--points", type=int, default=40)
    options.add_argument("--finals", type=int, default=3)
    options.add_argument("--holes", type=int, default=1)
    options.add_argument("--kills", type=int, default=3)
    options.add_argument("--mails", type=int, default=12)
    options.add_argument("--shift", type=int, default=0)
    options.add_argument("--mode", choices=OFFERS, default="chunking")
    print(json.dumps(Torture(options.parse_args()).run()))


if __name__ == "__main__":
    sys.exit(main())
