# SPDX-License-Identifier: Apache-2.0
# A strict submission server over TLS that counts what it accepts by Message-ID, and a proxy that cuts a connection at
# a given octet. After a cut the server still takes what has reached it: the worst case for duplicates. Neither knows
# anything of Roost.
import base64
import hashlib
import re
import select
import socket
import ssl
import struct
import subprocess
import threading

USER, PASSWORD = "dock", "s3cret word"


def make_certificates(folder):
    """An authority (ca.pem) and a server certificate for localhost (certificate.pem, key.pem)."""
    def openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    folder.mkdir(parents=True, exist_ok=True)
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    openssl("req", "-x509", *new_key, "-subj", "/CN=test authority",
            "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    openssl("req", *new_key, "-subj", "/CN=localhost", "-keyout", folder / "key.pem", "-out", folder / "request.pem")
    (folder / "extensions").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", folder / "request.pem", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", folder / "extensions", "-out", folder / "certificate.pem")
    return folder


class Cut:
    """Where and how one connection is cut: side up (client to server) or down, layer cipher or plain, after `at` octets,
    by close, reset, or as a hole that swallows everything and says nothing."""

    def __init__(self, layer, side, at, how="close"):
        self.layer, self.side, self.at, self.how = layer, side, at, how

    def __repr__(self):
        return f"{self.layer}-{self.side} {self.at} {self.how}"

    def is_for(self, layer, side):
        return (self.layer, self.side) == (layer, side)


def listener():
    made = socket.create_server(("127.0.0.1", 0), backlog=20)
    return made, made.getsockname()[1]


class Ended(Exception):
    pass


class Session:
    """One connection of the sink."""

    def __init__(self, sink, link, cut):
        self.sink, self.link, self.cut = sink, link, cut
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = sink.context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.plain, self.taken, self.said, self.cipher_out = b"", 0, 0, 0
        self.is_mute = False
        # For each accepted mail: Message-ID, and the ends of its final reply in both layers.
        self.finals = []

    def run(self):
        try:
            while True:
                try:
                    self.tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    self.flush()
                    self.fill()
            self.flush()
            self.talk()
        except (Ended, OSError, ssl.SSLError):
            pass
        finally:
            self.sink.finished(self)
            self.link.close()

    def flush(self):
        octets = self.outgoing.read()
        self.cipher_out += len(octets)
        if octets and not self.is_mute:
            try:
                self.link.sendall(octets)
            except OSError:
                # What has arrived is still taken.
                self.is_mute = True

    def fill(self):
        octets = self.link.recv(65536)
        if not octets:
            raise Ended
        self.incoming.write(octets)

    def more(self):
        """Waits for plain octets; at a cut on the way up the rest never arrives."""
        while True:
            if self.cut and self.cut.is_for("plain", "up") and self.taken >= self.cut.at:
                self.hang()
            try:
                fresh = self.tls.read(65536)
            except ssl.SSLWantReadError:
                self.flush()
                self.fill()
                continue
            if not fresh:
                raise Ended
            if self.cut and self.cut.is_for("plain", "up"):
                fresh = fresh[:self.cut.at - self.taken]
            self.taken += len(fresh)
            self.plain += fresh
            return

    def hang(self):
        if self.cut.how == "hole":
            while self.link.recv(65536):
                pass
        if self.cut.how == "reset":
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Ended

    def say(self, text):
        octets = text.encode() + b"\r\n"
        if self.cut and self.cut.is_for("plain", "down") and not self.is_mute:
            allowed = octets[:max(0, self.cut.at - self.said)]
            if len(allowed) < len(octets):
                if allowed:
                    self.tls.write(allowed)
                    self.flush()
                self.is_mute = True
                if self.cut.how != "hole":
                    self.link.shutdown(socket.SHUT_WR)
        self.said += len(octets)
        if not self.is_mute:
            self.tls.write(octets)
            self.flush()

    def line(self):
        while b"\n" not in self.plain:
            if len(self.plain) > 20000:
                self.sink.violation("endless line")
                raise Ended
            self.more()
        line, _, self.plain = self.plain.partition(b"\n")
        if not line.endswith(b"\r") or b"\0" in line:
            self.sink.violation(f"bad command line {line[:60]}")
        return line[:-1].decode("utf-8", "replace")

    def exactly(self, count):
        while len(self.plain) < count:
            self.more()
        octets, self.plain = self.plain[:count], self.plain[count:]
        return octets

    def dotted(self):
        while not self.plain.startswith(b".\r\n") and b"\r\n.\r\n" not in self.plain:
            self.more()
        if self.plain.startswith(b".\r\n"):
            self.plain = self.plain[3:]
            return b""
        content, _, self.plain = self.plain.partition(b"\r\n.\r\n")
        content += b"\r\n"
        return re.sub(rb"^\.", b"", content, flags=re.M)

    def alone(self, verb):
        if self.plain:
            self.sink.violation(f"octets behind {verb}")

    def talk(self):
        sender, recipients, is_known = None, [], False
        self.say("220 sink ESMTP")
        while True:
            line = self.line()
            verb = line.split(" ")[0].upper()
            if verb in ("EHLO", "AUTH", "DATA", "QUIT"):
                self.alone(verb)
            if verb not in ("EHLO", "AUTH", "QUIT", "RSET", "BDAT") and not is_known:
                self.say("530 5.7.0 Log in first")
            elif verb == "EHLO":
                self.say("\r\n".join(["250-sink", *(f"250-{word}" for word in self.sink.offers), "250 AUTH PLAIN"]))
            elif verb == "AUTH":
                given = base64.b64decode(line.split(" ")[2]).decode()
                is_known = given == f"\0{USER}\0{PASSWORD}"
                self.say("235 2.7.0 Welcome" if is_known else "535 5.7.8 Refused")
            elif verb == "RSET":
                sender, recipients = None, []
                self.say("250 2.0.0 Reset")
            elif verb == "MAIL":
                if sender is not None:
                    self.sink.violation("MAIL inside a transaction")
                sender = line
                self.say("250 2.1.0 Sender ok")
            elif verb == "RCPT":
                recipients.append(line)
                self.say("250 2.1.5 Recipient ok")
            elif verb == "DATA" and recipients:
                self.say("354 Go on")
                self.accept(self.dotted())
                sender, recipients = None, []
            elif verb == "BDAT":
                words = line.split(" ")
                if words[2:] != ["LAST"]:
                    self.sink.violation("a chunk that is not the last")
                content = self.exactly(int(words[1]))
                if is_known and recipients:
                    self.accept(content)
                else:
                    self.say("503 5.5.1 No transaction")
                sender, recipients = None, []
            elif verb == "QUIT":
                self.say("221 2.0.0 Bye")
                raise Ended
            else:
                self.sink.violation(f"unexpected {line[:60]}")
                self.say("503 5.5.1 Unexpected")

    def accept(self, content):
        found = re.search(rb"^Message-ID: *(<[^>]+>)\r$", content, re.M | re.I)
        name = found.group(1).decode() if found else "none"
        self.sink.accepted.append((name, hashlib.sha256(content).hexdigest()))
        self.say("250 2.0.0 Taken")
        self.finals.append((name, self.said, self.cipher_out))


class Sink:
    """The server; `accepted` holds (Message-ID, digest) of every message it took."""

    def __init__(self, certificates, offers=("PIPELINING", "CHUNKING", "SIZE 50000000", "8BITMIME")):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificates / "certificate.pem", certificates / "key.pem")
        self.offers = offers
        self.server, self.port = listener()
        self.running = set()
        self.change = threading.Condition()
        self.reset(None)
        threading.Thread(target=self.serve, daemon=True).start()

    def reset(self, cut):
        """Forgets what came and cuts the next connection."""
        self.accepted, self.violations, self.sessions, self.cut = [], [], [], cut

    def serve(self):
        while True:
            link, _ = self.server.accept()
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            cut, self.cut = self.cut, None
            session = Session(self, link, cut)
            with self.change:
                self.running.add(session)
            self.sessions.append(session)
            threading.Thread(target=session.run, daemon=True).start()

    def finished(self, session):
        with self.change:
            self.running.discard(session)
            self.change.notify_all()

    def settle(self):
        """Waits until no connection is open: what was sent is then counted."""
        with self.change:
            self.change.wait_for(lambda: not self.running, timeout=20)
            return not self.running

    def violation(self, what):
        self.violations.append(what)


class Proxy:
    """Passes a TCP connection on and cuts the next one where `cut` says."""

    def __init__(self, target):
        self.target = target
        self.server, self.port = listener()
        self.cut = None
        self.counts = [0, 0]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.server.accept()
            cut, self.cut = self.cut, None
            threading.Thread(target=self.carry, args=(client, cut), daemon=True).start()

    def carry(self, client, cut):
        counts = [0, 0]
        self.counts = counts
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            client.close()
            return
        for link in (client, server):
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        is_down_open, sources = True, [client, server]
        try:
            while True:
                ready, _, _ = select.select(sources, [], [], 60)
                if not ready:
                    return
                # Towards the server first: it has taken all it can when the way back is cut.
                if client in ready:
                    octets = client.recv(65536)
                    if not octets:
                        return
                    allowed = self.allowed(octets, counts[0], cut, "up")
                    counts[0] += len(allowed)
                    try:
                        server.sendall(allowed)
                    except OSError:
                        pass  # Read on: closing now would reset the connection and destroy what the client was told.
                    if len(allowed) < len(octets):
                        return self.end(client, cut)
                if server in ready:
                    octets = server.recv(65536)
                    allowed = self.allowed(octets, counts[1], cut, "down") if is_down_open else b""
                    counts[1] += len(allowed)
                    if allowed:
                        client.sendall(allowed)
                    if is_down_open and (not octets or len(allowed) < len(octets)):
                        is_down_open = False
                        if octets and cut.how == "reset":
                            return self.end(client, cut)
                        if not octets or cut.how == "close":
                            client.shutdown(socket.SHUT_WR)
                    if not octets:
                        sources = [client]
        except OSError:
            pass
        finally:
            server.close()
            client.close()

    @staticmethod
    def allowed(octets, count, cut, side):
        return octets[:max(0, cut.at - count)] if cut and cut.is_for("cipher", side) else octets

    @staticmethod
    def end(client, cut):
        if cut.how == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        while cut.how == "hole" and client.recv(65536):
            pass
