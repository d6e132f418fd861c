# SPDX-License-Identifier: Apache-2.0
"""SMTP servers for tests, on a free loopback port, printed as "port N". They end with their standard input.

smtp_server.py KIND FOLDER CERT KEY [OPTION...]
  KIND      aiosmtpd-tls | aiosmtpd-starttls | chunking-tls | plain | silent | drip | slam
  FOLDER    every accepted mail is written there: N.mail (octets), N.json (envelope)
            chunking-tls offers AUTH by auth=WORDS: PLAIN+XOAUTH2 if left out, SCRAM-SHA-256 and others known
  OPTION    cut=N            close the first connection after N octets from the client (chunking-tls)
            user=U,secret=S  what AUTH takes
            maxtls=1.1       highest TLS version
            mailmax=N        mails of one session, announced (chunking-tls)
            final=never      take content and never answer it (chunking-tls)
            scram=WAY        what the server does wrong: signature, silent, nonce, rounds (chunking-tls)
            slow=N           reads content N octets at a time, with 50 ms between (chunking-tls)
            ask=PEM          asks the client for a certificate of this authority
"""
import asyncio
import base64
import functools
import hashlib
import hmac
import json
import os
import secrets
import socket
import ssl
import sys
import threading

KIND, FOLDER, CERT, KEY = sys.argv[1:5]
OPTIONS = dict(word.split("=", 1) for word in sys.argv[5:])
USER, SECRET = OPTIONS.get("user", "dock@example.org"), OPTIONS.get("secret", "pass")
count = 0


def keep(sender, recipients, octets):
    global count
    count += 1
    with open(os.path.join(FOLDER, f"{count:04}.mail"), "wb") as file:
        file.write(octets)
    with open(os.path.join(FOLDER, f"{count:04}.json"), "w") as file:
        json.dump({"sender": sender, "recipients": recipients}, file)


@functools.cache
def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(CERT, KEY)
    if "ask" in OPTIONS:
        made.load_verify_locations(OPTIONS["ask"])
        made.verify_mode = ssl.CERT_REQUIRED
    if OPTIONS.get("maxtls") == "1.1":
        made.set_ciphers("ALL:@SECLEVEL=0")
        made.minimum_version = ssl.TLSVersion.TLSv1
        made.maximum_version = ssl.TLSVersion.TLSv1_1
    return made


def start_aiosmtpd(loop, implicit):
    from aiosmtpd.smtp import SMTP, AuthResult

    class Handler:
        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith("bad"):
                return "550 5.1.1 no such user"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            keep(envelope.mail_from, envelope.rcpt_tos, envelope.original_content)
            return "250 2.0.0 taken"

    def authenticate(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (USER.encode(), SECRET.encode())
        return AuthResult(success=good, handled=False)

    def factory():
        return SMTP(
            Handler(), hostname="localhost", authenticator=authenticate, auth_required=True,
            auth_require_tls=not implicit, require_starttls=not implicit,
            tls_context=None if implicit else context(), loop=loop)

    return loop.create_server(factory, "127.0.0.1", 0, ssl=context() if implicit else None)


connections = 0


async def slowly(take, size):
    """Content, at the speed the options ask for."""
    step = int(OPTIONS.get("slow", "0")) or size
    octets = b""
    while len(octets) < size:
        octets += await take("chunk", min(step, size - len(octets)))
        if "slow" in OPTIONS:
            await asyncio.sleep(0.05)
    return octets


async def scram(first, take, say, flush):
    """SCRAM-SHA-256 from the server's side (RFC 5802), strict; whether the client is who it says."""
    way = OPTIONS.get("scram", "")

    def mac(key, text):
        return hmac.new(key, text, hashlib.sha256).digest()

    async def ask(text):
        say("334 " + base64.b64encode(text.encode()).decode())
        await flush()
        return base64.b64decode((await take("line")).strip(), validate=True).decode()

    head, bare = first[:3], first[3:]
    if head != "n,," or not bare.startswith("n="):
        return False
    name, nonce = bare[2:].split(",r=")
    mine = secrets.token_urlsafe(18)
    salt, rounds = secrets.token_bytes(16), 1000 if way == "rounds" else 4096
    sent = ("X" if way == "nonce" else nonce) + mine
    second = f"r={sent},s={base64.b64encode(salt).decode()},i={rounds}"
    final = await ask(second)
    without, proof = final.rsplit(",p=", 1)
    if without != f"c=biws,r={nonce}{mine}" or name.replace("=2C", ",").replace("=3D", "=") != USER:
        return False
    salted = hashlib.pbkdf2_hmac("sha256", SECRET.encode(), salt, rounds)
    key = mac(salted, b"Client Key")
    text = f"{bare},{second},{without}".encode()
    wanted = bytes(a ^ b for a, b in zip(key, mac(hashlib.sha256(key).digest(), text)))
    if base64.b64decode(proof, validate=True) != wanted:
        return False
    if way == "silent":
        return True
    signature = mac(mac(salted, b"Server Key"), text + (b"!" if way == "signature" else b""))
    return await ask("v=" + base64.b64encode(signature).decode()) == ""


async def chunking(reader, writer):
    """PIPELINING, CHUNKING, XOAUTH2; one AUTH, then mail; replies are written when the pipeline is empty."""
    global connections
    connections += 1
    left = int(OPTIONS.get("cut", "0")) if connections == 1 else 0
    limited = left > 0

    async def take(kind, size=0):
        nonlocal left
        octets = await (reader.readline() if kind == "line" else reader.readexactly(size))
        left -= len(octets)
        if not octets or (limited and left <= 0):
            raise ConnectionError("cut")
        return octets

    def say(text):
        writer.write(text.encode() + b"\r\n")

    sender, recipients = None, []
    try:
        say("220 chunking ready")
        while True:
            line = (await take("line")).decode("utf-8", "replace").rstrip("\r\n")
            verb = line.split(" ")[0].upper()
            if verb == "EHLO":
                if "mailmax" in OPTIONS:
                    say(f"250-chunking\r\n250-LIMITS MAILMAX={OPTIONS['mailmax']}")
                say("250-chunking\r\n250-PIPELINING\r\n250-CHUNKING")
                say(f"250-AUTH {OPTIONS.get('auth', 'PLAIN+XOAUTH2').replace('+', ' ')}\r\n250 SIZE 50000000")
            elif verb == "AUTH" and line.split(" ")[1] == "SCRAM-SHA-256":
                first = base64.b64decode(line.split(" ")[2], validate=True).decode()
                good = await scram(first, take, say, writer.drain)
                say("235 2.7.0 welcome" if good else "535 5.7.8 refused")
            elif verb == "AUTH":
                given = base64.b64decode(line.split(" ")[2]).decode()
                wanted = [f"\0{USER}\0{SECRET}", f"user={USER}\x01auth=Bearer {SECRET}\x01\x01"]
                say("235 2.7.0 welcome" if given in wanted else "535 5.7.8 refused")
            elif verb == "RSET":
                sender, recipients = None, []
                say("250 2.0.0 reset")
            elif verb == "MAIL":
                sender = line[line.index("<") + 1 : line.index(">")]
                say("250 2.1.0 ok")
            elif verb == "RCPT":
                address = line[line.index("<") + 1 : line.index(">")]
                if address.startswith("bad"):
                    say("550 5.1.1 no such user")
                else:
                    recipients.append(address)
                    say("250 2.1.5 ok")
            elif verb == "BDAT":
                octets = await slowly(take, int(line.split(" ")[1]))
                if OPTIONS.get("final") == "never":
                    await asyncio.Event().wait()
                if recipients:
                    keep(sender, recipients, octets)
                    say("250 2.0.0 taken")
                else:
                    say("554 5.5.1 no valid recipients")
                sender, recipients = None, []
            elif verb == "QUIT":
                say("221 2.0.0 bye")
                await writer.drain()
                break
            else:
                say("500 5.5.2 unknown")
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
        pass
    finally:
        writer.close()


async def plain(reader, writer):
    """Offers no STARTTLS: as if someone on the way had removed it."""
    writer.write(b"220 plain ready\r\n")
    while line := await reader.readline():
        known = {b"EHLO": b"250-plain\r\n250 AUTH PLAIN\r\n", b"QUIT": b"221 bye\r\n"}
        keep("", [], line)
        writer.write(known.get(line[:4].upper(), b"500 unknown\r\n"))


async def silent(reader, writer):
    while await reader.read(4096):
        pass


async def drip(reader, writer):
    """Sends a reply that never ends, slowly: octets arrive, the reply does not."""
    try:
        while True:
            writer.write(b"2")
            await writer.drain()
            await asyncio.sleep(0.05)
    except ConnectionError:
        pass


async def slam(reader, writer):
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    if KIND == "aiosmtpd-tls":
        server = await start_aiosmtpd(loop, True)
    elif KIND == "aiosmtpd-starttls":
        server = await start_aiosmtpd(loop, False)
    elif KIND == "chunking-tls":
        listener = socket.socket()
        if "slow" in OPTIONS:
            # A small window: what the server does not read yet is not sent either.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
        listener.bind(("127.0.0.1", 0))
        server = await asyncio.start_server(chunking, sock=listener, ssl=context(), limit=16384)
    else:
        handler = {"plain": plain, "silent": silent, "drip": drip, "slam": slam}[KIND]
        server = await asyncio.start_server(handler, "127.0.0.1", 0)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


threading.current_thread().name = "smtp"
asyncio.run(main())
