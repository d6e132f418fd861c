# SPDX-License-Identifier: Apache-2.0
# A real submission server (aiosmtpd) for the tests: TLS or STARTTLS, one user with a password or a token, mail kept as
# files. It decides nothing about Roost; it prints its port when it is ready and ends with its standard input.
import argparse
import asyncio
import base64
import itertools
import json
import pathlib
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

options = argparse.ArgumentParser()
options.add_argument("folder", type=pathlib.Path)
options.add_argument("security", choices=["tls", "starttls"])
options.add_argument("--refuse", default="")
options.add_argument("--token", default="", help="what XOAUTH2 and OAUTHBEARER take")
arguments = options.parse_args()
folder = arguments.folder
folder.mkdir(parents=True, exist_ok=True)


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
openssl("req", "-x509", *new_key, "-subj", "/CN=test authority", "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
openssl("req", *new_key, "-subj", "/CN=localhost", "-keyout", folder / "key.pem", "-out", folder / "request.pem")
(folder / "extensions").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
openssl("x509", "-req", "-in", folder / "request.pem", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
        "-CAcreateserial", "-days", "2", "-extfile", folder / "extensions", "-out", folder / "certificate.pem")
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
numbers = itertools.count(1)


class Keep:
    # aiosmtpd offers a mechanism for each auth_NAME of its handler.
    async def auth_XOAUTH2(self, server, words):
        wanted = f"user=dock\x01auth=Bearer {arguments.token}\x01\x01"
        return await self.token(server, words, wanted, {"status": "400", "schemes": "Bearer"}, b"")

    async def auth_OAUTHBEARER(self, server, words):
        port = server.transport.get_extra_info("sockname")[1]
        wanted = f"n,a=dock,\x01host=localhost\x01port={port}\x01auth=Bearer {arguments.token}\x01\x01"
        return await self.token(server, words, wanted, {"status": "invalid_token"}, b"\x01")

    async def token(self, server, words, wanted, trouble, answer):
        given = words[1] if len(words) > 1 else base64.b64encode(await server.challenge_auth("")).decode()
        if base64.b64decode(given).decode() == wanted:
            return AuthResult(success=True, auth_data=b"dock")
        # The client has to answer the error with nothing or a single ^A before it is told 535 (RFC 7628).
        said = await server.challenge_auth(json.dumps(trouble))
        (folder / "answer").write_bytes(b"right" if said == answer else repr(said).encode())
        return AuthResult(success=False, handled=False)

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address == arguments.refuse:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        (folder / f"{next(numbers):05}.eml").write_bytes(envelope.content)
        return "250 2.0.0 Kept"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"dock" and data.password == b"s3cret word"
    return AuthResult(success=good)


def session():
    secure = {"tls_context": context, "require_starttls": True} if arguments.security == "starttls" else {}
    return SMTP(Keep(), hostname="localhost", authenticator=authenticate, auth_required=True,
                auth_require_tls=arguments.security == "starttls", **secure)


async def serve():
    loop = asyncio.get_running_loop()
    implicit = context if arguments.security == "tls" else None
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=implicit)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(serve())
