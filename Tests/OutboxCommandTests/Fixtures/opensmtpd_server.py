# SPDX-License-Identifier: Apache-2.0
# A private OpenSMTPD as submission server: STARTTLS and implicit TLS with log-in, mail into a maildir. Its package
# takes Postfix away, so it runs unpacked from a folder, in a mount namespace of its own with users of its own. It needs
# root and a C compiler, prints one line of JSON when it takes mail, and ends with its standard input or a signal.
#
#   opensmtpd_server.py FOLDER PACKAGE   ->  {"starttls": PORT, "tls": PORT, "ca": FILE, "maildir": FOLDER}
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from counting_sink import PASSWORD, USER, make_certificates

CONFIGURATION = """
pki localhost cert "{home}/certificates/certificate.pem"
pki localhost key "{home}/certificates/key.pem"
table credentials file:{home}/credentials
table everybody {{ "@" = "nobody" }}
listen on 127.0.0.1 port {starttls} tls-require pki localhost auth <credentials> hostname localhost
listen on 127.0.0.1 port {tls} smtps pki localhost auth <credentials> hostname localhost
action "keep" maildir "{home}/mail" virtual <everybody>
match auth from any for any action "keep"
"""
# Folders that the program has in itself; each is laid over in the namespace only.
OWN_FOLDERS = ("/var/spool/smtpd", "/var/lib/opensmtpd", "/usr/libexec/opensmtpd")
USERS = {"opensmtpd": 64990, "opensmtpq": 64991}


def run(*words, **options):
    return subprocess.run(list(map(str, words)), check=True, stdout=subprocess.PIPE, **options).stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def greets(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def lay_over(home, package):
    """The users and folders of OpenSMTPD, seen by this process and its children only."""
    run("mount", "--make-rprivate", "/")
    lines = {"passwd": "{0}:x:{1}:{1}::/var/lib/opensmtpd/empty:/usr/sbin/nologin\n", "group": "{0}:x:{1}:\n"}
    for name, line in lines.items():
        text = pathlib.Path("/etc", name).read_text()
        added = "".join(line.format(user, number) for user, number in USERS.items() if f"\n{user}:" not in text)
        (home / name).write_text(text + added)
        run("mount", "--bind", home / name, pathlib.Path("/etc", name))
    for folder in OWN_FOLDERS:
        os.makedirs(folder, exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    run("mount", "-t", "tmpfs", "-o", "mode=711", "tmpfs", "/var/spool/smtpd")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/var/lib/opensmtpd")
    os.mkdir("/var/lib/opensmtpd/empty", 0o755)
    run("mount", "--bind", package / "usr/libexec/opensmtpd", "/usr/libexec/opensmtpd")


def prepare(home):
    """Everything OpenSMTPD reads; returns its two ports."""
    home.chmod(0o755)
    make_certificates(home / "certificates")
    (home / "certificates/key.pem").chmod(0o600)
    word = run("openssl", "passwd", "-6", "-stdin", input=PASSWORD.encode()).decode().strip()
    (home / "credentials").write_text(f"{USER} {word}\n")
    # Made beforehand: mails that come at the same time would make these folders at the same time.
    for name in ("mail", "mail/new", "mail/cur", "mail/tmp"):
        (home / name).mkdir(mode=0o700)
        shutil.chown(home / name, 65534, 65534)
    ports = {"home": home, "starttls": free_port(), "tls": free_port()}
    (home / "smtpd.conf").write_text(CONFIGURATION.lstrip().format(**ports))
    source = pathlib.Path(__file__).with_name("opensmtpd_keys.c")
    run("cc", "-shared", "-fPIC", "-w", "-o", home / "keys.so", source, "-ldl")
    return ports


def serve(folder, package):
    # Short, as unix sockets and logs like it, and no business of the test's folder.
    home = pathlib.Path(tempfile.mkdtemp(prefix="os", dir="/tmp"))
    server = None
    try:
        lay_over(home, package)
        ports = prepare(home)
        with open(home / "log", "w") as log:
            server = subprocess.Popen(
                [package / "usr/sbin/smtpd", "-d", "-v", "-f", home / "smtpd.conf"], stdout=log, stderr=log,
                env=dict(os.environ, LD_PRELOAD=str(home / "keys.so")))
        deadline = time.monotonic() + 15
        while not (greets(ports["starttls"]) and greets(ports["tls"])):
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit((home / "log").read_text())
            time.sleep(0.05)
        print(json.dumps({"starttls": ports["starttls"], "tls": ports["tls"],
                          "ca": str(home / "certificates/ca.pem"), "maildir": str(home / "mail/new")}), flush=True)
        sys.stdin.read()
    finally:
        if server:
            server.terminate()
            server.wait(10)
        if (home / "log").exists():
            os.makedirs(folder, exist_ok=True)
            shutil.copy(home / "log", folder / "log")
        shutil.rmtree(home, ignore_errors=True)


def main():
    # A parent may have handed its blocked signals down; OpenSMTPD waits for its children by one of them.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    folder, package = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    if sys.argv[3:] != ["inside"]:
        again = [sys.executable, os.path.abspath(__file__), str(folder), str(package), "inside"]
        # With processes of its own: whatever ends this one ends them all.
        os.execvp("unshare", ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"] + again)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    serve(folder, package)


if __name__ == "__main__":
    main()
