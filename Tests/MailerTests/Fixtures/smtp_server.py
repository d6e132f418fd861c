# SPDX-License-Identifier: Apache-2.0
"""SMTP servers for tests, on a free loopback port, printed as "port N". They end with their standard input.

smtp_server.py KIND FOLDER CERT KEY [OPTION...]
  KIND      aiosmtpd-tls | aiosmtpd-starttls | chunking-tls | plain | silent | drip | slam
  FOLDER    every accepted mail is written there: N.mail (octets), N.json (envelope)
  OPTION    cut=N            close the first connection after N octets from the client (chunking-tls)
            user=U,secret=S  what AUTH takes
            maxtls=1.1       highest TLS version
            mailmax=N        mails of one session, announced (chunking-tls)
            final=never      take content and never answer it (chunking-tls)
"""
import asyncio
import base64
import functools
import json
import os
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
                say("250-AUTH PLAIN XOAUTH2\r\n250 SIZE 50000000")
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
                octets = await take("chunk", int(line.split(" ")[1]))
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
        server = await asyncio.start_server(chunking, "127.0.0.1", 0, ssl=context())
    else:
        handler = {"plain": plain, "silent": silent, "drip": drip, "slam": slam}[KIND]
        server = await asyncio.start_server(handler, "127.0.0.1", 0)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


threading.current_thread().name = "smtp"
asyncio.run(main())
