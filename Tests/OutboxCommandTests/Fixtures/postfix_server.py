# SPDX-License-Identifier: Apache-2.0
# A private Postfix as submission server in a folder of its own: STARTTLS and implicit TLS with SASL (sasldb2), mail into
# a maildir. It needs root, as Postfix does, and leaves the Postfix of the machine alone. It prints one line of JSON when
# it takes mail and stops Postfix with its standard input or a signal.
#
#   postfix_server.py FOLDER      ->  {"starttls": PORT, "tls": PORT, "ca": FILE, "maildir": FOLDER}
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from counting_sink import PASSWORD, USER, make_certificates

MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file_prefixes = {home}
maillog_file = {home}/log
myhostname = mail.example.net
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
local_recipient_maps =
alias_maps =
virtual_transport = virtual
virtual_mailbox_domains = example.org
virtual_mailbox_base = {home}
virtual_mailbox_maps = static:mail/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_tls_cert_file = {home}/certificates/certificate.pem
smtpd_tls_key_file = {home}/certificates/key.pem
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = {home}/config/sasl
smtpd_sasl_local_domain = test
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_helo_required = yes
smtpd_forbid_bare_newline = yes
message_size_limit = 20480000
"""
MASTER = """
{starttls} inet n - n - - smtpd
{tls} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
retry unix - - n - - error
error unix - - n - - error
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
"""
SASL = """
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {home}/config/sasl/sasldb2
mech_list: PLAIN LOGIN
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own(path, user):
    shutil.chown(path, user)
    return path


def prepare(home):
    """Everything Postfix reads; returns its two ports."""
    # Postfix drops its rights and walks down this path again.
    home.chmod(0o755)
    make_certificates(home / "certificates")
    # Debian's Postfix looks for the SASL configuration beside its own, others where they are told.
    for name in ("config", "queue", "config/sasl"):
        (home / name).mkdir()
    (home / "data").mkdir()
    own(home / "data", "postfix")
    (home / "mail").mkdir(mode=0o700)
    own(home / "mail", 65534)
    ports = {"home": home, "starttls": free_port(), "tls": free_port()}
    (home / "config/main.cf").write_text(MAIN.lstrip().format(**ports))
    (home / "config/master.cf").write_text(MASTER.lstrip().format(**ports))
    (home / "config/sasl/smtpd.conf").write_text(SASL.lstrip().format(**ports))
    database = home / "config/sasl/sasldb2"
    subprocess.run(["saslpasswd2", "-p", "-c", "-f", database, "-u", "test", USER], input=PASSWORD.encode(), check=True)
    own(database, "postfix").chmod(0o600)
    return ports


def greets(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def postfix(home, *words):
    return subprocess.run(["/usr/sbin/postfix", "-c", home / "config", *words], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def main():
    pwd.getpwnam("postfix")
    home = pathlib.Path(sys.argv[1]).resolve()
    home.mkdir(parents=True, exist_ok=True)
    # Unix sockets have short names: the queue lives where the path is short.
    short = pathlib.Path(tempfile.mkdtemp(prefix="pf", dir="/tmp"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        ports = prepare(short)
        started = postfix(short, "start")
        deadline = time.monotonic() + 10
        while not (greets(ports["starttls"]) and greets(ports["tls"])):
            if started.returncode != 0 or time.monotonic() > deadline:
                log = short / "log"
                sys.exit(started.stdout.decode() + (log.read_text() if log.exists() else ""))
            time.sleep(0.05)
        print(json.dumps({"starttls": ports["starttls"], "tls": ports["tls"],
                          "ca": str(short / "certificates/ca.pem"), "maildir": str(short / "mail/new"),
                          "log": str(short / "log")}), flush=True)
        sys.stdin.read()
    finally:
        postfix(short, "stop")
        pid = short / "queue/pid/master.pid"
        deadline = time.monotonic() + 5
        while pid.exists() and os.path.exists(f"/proc/{pid.read_text().strip()}") and time.monotonic() < deadline:
            time.sleep(0.05)
        if (short / "log").exists():
            shutil.copy(short / "log", home / "log")
        shutil.rmtree(short, ignore_errors=True)


if __name__ == "__main__":
    main()
