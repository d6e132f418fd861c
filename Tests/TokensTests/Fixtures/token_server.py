# SPDX-License-Identifier: Apache-2.0
"""A token endpoint for tests that takes nothing the RFCs do not allow (6749, 7523, 8628), on a free loopback port.

token_server.py FOLDER CERT KEY
  Prints "port N" and ends with its standard input. FOLDER holds client.pem (the certificate of the client "cert"),
  service.pem (the public key of the service account) and takes log.jsonl: one line a request, without secrets.

Clients: public (no proof), secret (basic or form, s3cret&=+ %), cert (assertion), busy (503), html, endless, redirect,
silent, odd (no token_type), past (expires_in 0). Refresh tokens rotate; an old one used again ends its family.
"""
import base64
import hashlib
import http.server
import json
import os
import re
import secrets
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

FOLDER, CERT, KEY = sys.argv[1:4]
SECRET = "s3cret&=+ %"
FORM = "application/x-www-form-urlencoded"
JWT_CLIENT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
lock = threading.Lock()
families = {"first": {"good": "first-0", "used": set()}}
devices, seen_ids = {}, set()
port = 0


class Refusal(Exception):
    def __init__(self, error, status=400, words=""):
        super().__init__(error)
        self.error, self.status, self.words = error, status, words


def need(fact, error="invalid_request", words="", status=400):
    if not fact:
        raise Refusal(error, status, words)


def unpad(text):
    need(re.fullmatch(r"[A-Za-z0-9_-]+", text), words="not base64url without padding")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def statement(text, audience, key, algorithms):
    """The header and claims of a signed JWT whose signature and times are good."""
    parts = text.split(".")
    need(len(parts) == 3, words="not three parts")
    header, claims = json.loads(unpad(parts[0])), json.loads(unpad(parts[1]))
    need(header["alg"] in algorithms and header["typ"] == "JWT", words="algorithm")
    names = [os.path.join(FOLDER, f"{threading.get_ident()}.{end}") for end in ("sig", "txt")]
    for name, octets in zip(names, (unpad(parts[2]), ".".join(parts[:2]).encode())):
        with open(name, "wb") as file:
            file.write(octets)
    options = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"] if header["alg"] == "PS256" else []
    done = subprocess.run(
        ["/usr/bin/openssl", "dgst", "-sha256", *options, "-verify", key, "-signature", *names], capture_output=True)
    need(done.returncode == 0, "invalid_client", "signature", 401)
    now = time.time()
    need(claims["aud"] == audience, "invalid_client", "audience", 401)
    need(now < claims["exp"] <= now + 3600 and claims["exp"] - claims["iat"] <= 3600, "invalid_client", "times", 401)
    need(claims["iat"] <= now and claims.get("nbf", 0) <= now, "invalid_client", "from the future", 401)
    return header, claims


def who(form, headers):
    """The client, proven in exactly one way."""
    ways = [bool(headers.get("Authorization")), "client_secret" in form, "client_assertion" in form]
    need(sum(ways) <= 1, words="more than one proof")
    if ways[0]:
        kind, _, value = headers["Authorization"].partition(" ")
        need(kind == "Basic", "invalid_client", status=401)
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
        name, secret = urllib.parse.unquote_plus(name), urllib.parse.unquote_plus(secret)
        need(form.get("client_id", name) == name, words="two clients")
    elif ways[2]:
        need(form.get("client_assertion_type") == JWT_CLIENT, words="assertion type")
        pem = open(os.path.join(FOLDER, "client.pem")).read()
        der = ssl.PEM_cert_to_DER_cert(pem)
        key = os.path.join(FOLDER, "client.pub")
        header, claims = statement(form["client_assertion"], f"https://localhost:{port}/token", key, ("RS256", "PS256"))
        need(unpad(header["x5t#S256"]) == hashlib.sha256(der).digest(), "invalid_client", "thumbprint", 401)
        need(claims["iss"] == claims["sub"] == form["client_id"] == "cert", "invalid_client", "issuer", 401)
        need(claims["jti"] not in seen_ids, "invalid_client", "jti twice", 401)
        seen_ids.add(claims["jti"])
        return "cert"
    else:
        name, secret = form.get("client_id", ""), form.get("client_secret", "")
    need(name != "secret" or secret == SECRET, "invalid_client", "wrong secret", 401)
    need(name != "cert", "invalid_client", "needs an assertion", 401)
    return name


def token(scope, refresh=None):
    answer = {"access_token": "at-" + secrets.token_urlsafe(600), "token_type": "bearer", "expires_in": 3600}
    if refresh:
        answer["refresh_token"] = refresh
    return answer | ({"scope": scope} if scope else {})


def grant(form, headers):
    kind = form.get("grant_type")
    if kind == JWT_GRANT:
        need(set(form) == {"grant_type", "assertion"}, words="more than the assertion")
        key = os.path.join(FOLDER, "service.pub")
        header, claims = statement(form["assertion"], f"https://localhost:{port}/token", key, ("RS256",))
        need(claims["iss"] == "dock@project.example" and header.get("kid") == "key-1", "invalid_grant", "issuer")
        need(claims["sub"] == "dock@example.org" and claims["scope"] == "mail", "unauthorized_client")
        return token(None)
    client = who(form, headers)
    if kind == "client_credentials":
        need(client in ("secret", "cert"), "unauthorized_client")
        need(form.get("scope") == "send", "invalid_scope")
        return token("send")
    if kind == "refresh_token":
        need(client in ("public", "secret"), "unauthorized_client")
        given = form["refresh_token"]
        family = families.get(given.split("-")[0])
        need(family and family["good"], "invalid_grant", "unknown or revoked")
        if given in family["used"]:
            family["good"] = None
        need(given == family["good"], "invalid_grant", "used before: all of this log-in is revoked")
        family["used"].add(given)
        family["good"] = f"{given.split('-')[0]}-{len(family['used'])}"
        return token("send", family["good"])
    if kind == DEVICE_GRANT:
        need("scope" not in form, words="the scope was fixed with the code")
        device = devices.get(form["device_code"])
        need(device, "invalid_grant", "unknown code")
        now = time.monotonic()
        early = now - device["asked"] < device["interval"] - 0.05
        device["asked"] = now
        if early:
            device["interval"] += 5
            raise Refusal("slow_down")
        device["pending"] -= 1
        need(device["pending"] < 0, "authorization_pending")
        need(client != "denied", "access_denied", "the person said no")
        del devices[form["device_code"]]
        families["device"] = {"good": "device-0", "used": set()}
        return token("send", "device-0")
    raise Refusal("unsupported_grant_type")


def device(form, headers):
    who(form, headers)
    need(form.get("scope") == "send", "invalid_scope")
    code = secrets.token_urlsafe(24)
    devices[code] = {"asked": time.monotonic(), "interval": 1, "pending": 1}
    return {"device_code": code, "user_code": "WDJB-MJHT", "verification_uri": "https://example.org/device",
            "verification_uri_complete": "https://example.org/device?code=WDJB-MJHT", "expires_in": 600, "interval": 1}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def answer(self, status, body, **headers):
        octets = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        names = {"Content-Type": "application/json;charset=UTF-8", "Cache-Control": "no-store"}
        for name, value in (names | {n.replace("_", "-"): v for n, v in headers.items()}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def do_GET(self):
        self.note({}, "GET")
        self.answer(405, {"error": "invalid_request"})

    def note(self, form, result):
        shown = {"path": self.path, "grant": form.get("grant_type"), "client": form.get("client_id"), "result": result,
                 "basic": "Authorization" in self.headers, "agent": self.headers.get("User-Agent")}
        with open(os.path.join(FOLDER, "log.jsonl"), "a") as file:
            file.write(json.dumps(shown) + "\n")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        form = {}
        try:
            need(self.headers.get("Content-Type") == FORM, words="media type")
            for name, value in urllib.parse.parse_qsl(body.decode("ascii"), True, True):
                need(name not in form, words=f"{name} twice")
                form[name] = value
            if self.odd(form.get("client_id", "")):
                return self.note(form, "odd")
            with lock:
                result = {"/token": grant, "/device": device}[self.path](form, self.headers)
        except Refusal as refusal:
            self.note(form, refusal.error)
            extra = {"WWW_Authenticate": "Basic"} if refusal.status == 401 else {}
            return self.answer(refusal.status, {"error": refusal.error, "error_description": refusal.words}, **extra)
        except (KeyError, ValueError) as fault:
            self.note(form, f"malformed {type(fault).__name__}")
            return self.answer(400, {"error": "invalid_request", "error_description": "malformed"})
        self.note(form, "ok")
        self.answer(200, result)

    def odd(self, client):
        """Whether the client's name asked for an answer that is none."""
        if client == "busy":
            self.answer(503, b"<html>later</html>", Content_Type="text/html", Retry_After="77")
        elif client == "html":
            self.answer(200, b"<html>sign in</html>", Content_Type="text/html")
        elif client == "redirect":
            self.answer(307, b"", Location=f"https://localhost:{port}/token?stolen=1")
        elif client == "endless":
            self.answer(200, b'{"access_token":"' + b"a" * 3_000_000 + b'","token_type":"bearer"}')
        elif client == "odd":
            self.answer(200, {"access_token": "at-1", "expires_in": 3600})
        elif client == "past":
            self.answer(200, {"access_token": "at-1", "token_type": "Bearer", "expires_in": 0})
        elif client == "silent":
            time.sleep(30)
        else:
            return False
        return True


def main():
    global port
    for name in ("client", "service"):
        path = os.path.join(FOLDER, f"{name}.pem")
        with open(os.path.join(FOLDER, f"{name}.pub"), "wb") as file:
            command = ["/usr/bin/openssl", "x509", "-in", path, "-noout", "-pubkey"]
            file.write(subprocess.run(command, capture_output=True, check=True).stdout)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERT, KEY)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"port {port}", flush=True)
    sys.stdin.read()
    os._exit(0)


main()
