#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A strict stand-in for a NodeODM node, written from its API description 2.2 and the behaviour of its published sources;
below /api/ for a WebODM with project 4, user "dock" and password "pw", from its API pages and published sources.

It refuses what the description does not allow (wrong method, path, query, head or form) with status 599 and a line in
log.jsonl, keeps tasks in memory, and can be told to misbehave: POST /stub with a JSON object sets its faults and answers
its tasks. It prints "port N", and ends when its standard input closes.

  map_server.py FOLDER [TOKEN]
"""
import http.server
import io
import json
import os
import re
import sys
import threading
import time
import urllib.parse
import uuid as ids
import zipfile

folder, token = sys.argv[1], (sys.argv[2] if len(sys.argv) > 2 else None)
UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", re.I)
OPTIONS = {"dsm": bool, "orthophoto-resolution": float, "feature-quality": str}
lock = threading.Lock()
uploads, tasks, faults = {}, {}, {}
sessions = {"number": 0}


def log(**line):
    with lock, open(os.path.join(folder, "log.jsonl"), "a") as file:
        file.write(json.dumps(line) + "\n")


def archive():
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as results:
        for name in ["odm_texturing/big.obj", "odm_report/stats.json", "odm_orthophoto/odm_orthophoto.tif"]:
            path = os.path.join(folder, os.path.basename(name))
            if os.path.exists(path):
                results.write(path, name)
        results.writestr("log.json", "{}")
    return octets.getvalue()


class Refused(Exception):
    pass


class Node(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, value, status=200):
        octets = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def body(self):
        if self.headers.get("Transfer-Encoding"):
            raise Refused("a body without a length")
        length = int(self.headers.get("Content-Length") or 0)
        octets = self.rfile.read(length)
        if len(octets) != length:
            raise ConnectionError
        return octets

    def parts(self, octets, allowed):
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/form-data; boundary="):
            raise Refused(f"Content-Type {kind}")
        mark = b"--" + kind.split("boundary=")[1].encode()
        pieces = (b"\r\n" + octets).split(b"\r\n" + mark)
        if pieces[0] != b"" or pieces[-1] != b"--\r\n":
            raise Refused("the first or last boundary is missing")
        found = []
        for piece in pieces[1:-1]:
            head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
            match = re.match(rb'Content-Disposition: form-data; name="([^"]+)"(?:; filename="([^"]+)")?(?:\r\n|$)', head)
            if not match or match[1].decode() not in allowed:
                raise Refused(f"form field {head}")
            found.append((match[1].decode(), match[2] and match[2].decode(), content))
        return found

    def fault(self, method, path):
        """Misbehaviour of this request; True when it is answered already."""
        with lock:
            wanted = next((f for f in faults.get("list", []) if re.search(f["path"], path)
                           and f.get("method", method) == method and f["times"] > 0), None)
            if wanted is None:
                return None
            wanted["times"] -= 1
        return wanted

    def handle_one(self, method):
        url = urllib.parse.urlsplit(self.path)
        path, query = url.path, urllib.parse.parse_qs(url.query, strict_parsing=bool(url.query))
        octets = self.body()
        if path == "/stub":
            return self.stub(json.loads(octets))
        fault = self.fault(method, path)
        kind = fault["kind"] if fault else None
        log(method=method, path=path, octets=len(octets), fault=kind)
        if kind == "drop":
            self.close_connection = True
            return None
        if kind == "status":
            return self.answer({"error": "busy"}, fault["status"])
        if kind == "body":
            raw = fault["body"].encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
            return None
        if kind == "endless":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b" " * 65536)
            except OSError:
                self.close_connection = True
            return None
        if kind == "silent":
            time.sleep(fault["seconds"])
            self.close_connection = True
            return None
        if path.startswith("/api/"):
            if query:
                raise Refused(f"query {url.query}")
            value, status = self.web(method, path, octets)
            if kind == "lost":
                self.close_connection = True
                return None
            return None if value is None else self.answer(value, status)
        if set(query) - {"token", "with_output"}:
            raise Refused(f"query {url.query}")
        if token is not None and query.get("token") != [token]:
            return self.answer({"error": "Invalid authentication token: token does not match."})
        value = self.act(method, path, octets)
        if kind == "lost":
            self.close_connection = True
            return None
        return None if value is None else self.answer(value)

    def act(self, method, path, octets):
        if (method, path) == ("GET", "/info"):
            return {"version": "2.2.1", "taskQueueCount": len(tasks), "maxImages": faults.get("maxImages"),
                    "engine": "odm", "engineVersion": "3.5.3"}
        if (method, path) == ("POST", "/task/new/init"):
            return self.init(octets)
        match = re.match(r"^/task/new/(upload|commit)/([^/]+)$", path)
        if method == "POST" and match:
            return self.upload(match[2], octets) if match[1] == "upload" else self.commit(match[2], octets)
        match = re.match(r"^/task/(cancel|restart)$", path)
        if method == "POST" and match:
            if self.headers.get("Content-Type") != "application/x-www-form-urlencoded":
                raise Refused("Content-Type of a command")
            fields = urllib.parse.parse_qs(octets.decode(), strict_parsing=True)
            task = tasks.get(fields["uuid"][0])
            if task is None:
                return {"success": False, "error": f"{fields['uuid'][0]} not found"}
            task["code"] = 50 if match[1] == "cancel" else 10
            return {"success": True}
        match = re.match(r"^/task/([^/]+)/(info|download/all\.zip)$", path)
        if method == "GET" and match:
            task = tasks.get(match[1])
            if task is None:
                return {"error": f"{match[1]} not found"}
            if match[2] == "info":
                return {"uuid": match[1], "name": task["name"], "dateCreated": 1, "processingTime": 5,
                        "status": {"code": task["code"], **task.get("words", {})}, "options": [],
                        "imagesCount": len(task["images"]), "progress": task["progress"]}
            if task["code"] != 40:
                return {"error": "Asset not ready"}
            whole = archive()
            self.send_response(200)
            self.send_header("Content-Type", "application/zip")
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole)
            return None
        raise Refused(f"{method} {path}")

    def web(self, method, path, octets):
        if (method, path) == ("POST", "/api/token-auth/"):
            fields = urllib.parse.parse_qs(octets.decode(), strict_parsing=True)
            if fields != {"username": ["dock"], "password": ["pw"]}:
                return {"non_field_errors": ["Unable to log in with provided credentials."]}, 400
            sessions["number"] += 1
            return {"token": f"jwt.{sessions['number']}"}, 200
        if self.headers.get("Authorization") != f"JWT jwt.{sessions['number']}":
            return {"detail": "Signature has expired."}, 403
        project = "/api/projects/4/"
        if (method, path) == ("GET", project):
            return {"id": 4, "name": "survey", "tasks": list(tasks)}, 200
        if (method, path) == ("GET", project + "tasks/"):
            return [self.web_task(key) for key in [*uploads, *tasks]], 200
        if (method, path) == ("POST", project + "tasks/"):
            fields = {name: value.decode() for name, file, value in
                      self.parts(octets, {"partial", "name", "auto_processing_node", "options"})}
            json.loads(fields["options"])
            if fields["partial"] != "true":
                raise Refused("a task that is not made in parts")
            key = str(ids.uuid4())
            uploads[key] = {"name": fields["name"], "images": {}}
            return self.web_task(key), 201
        match = re.match(r"^/api/projects/4/tasks/([^/]+)/(.*)$", path)
        if not match:
            return {"detail": "Not found."}, 404
        key, verb = match[1], match[2]
        if key not in uploads and key not in tasks:
            return {"detail": "Not found."}, 404
        if (method, verb) == ("GET", ""):
            return self.web_task(key), 200
        if (method, verb) == ("POST", "upload/"):
            if key not in uploads:
                return {"detail": "Not found."}, 404
            for _, name, content in self.parts(octets, {"images"}):
                uploads[key]["images"][name] = len(content)
            return {"success": True, "uploaded": uploads[key]["images"]}, 200
        if (method, verb) == ("POST", "commit/"):
            if key in uploads:
                tasks[key] = {**uploads.pop(key), "code": None, "progress": 0}
            return self.web_task(key), 200
        if method == "POST" and verb in ("cancel/", "restart/"):
            tasks[key]["code"] = 50 if verb == "cancel/" else 10
            return {"success": True}, 200
        files = {"assets/odm_report/stats.json": "stats.json", "download/orthophoto.tif": "odm_orthophoto.tif"}
        if method == "GET" and verb in files:
            path = os.path.join(folder, files[verb])
            if tasks[key]["code"] != 40 or not os.path.exists(path):
                return {"detail": "Asset does not exist"}, 404
            with open(path, "rb") as file:
                whole = file.read()
            self.send_response(200)
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole)
            return None, 200
        raise Refused(f"{method} {path}")

    def web_task(self, key):
        task = tasks.get(key) or uploads[key]
        return {"id": key, "project": 4, "name": task["name"], "images_count": len(task["images"]), "uuid": "",
                "status": task.get("code"), "last_error": task.get("words", {}).get("errorMessage"), "options": [],
                "partial": key in uploads, "pending_action": None, "upload_progress": 1.0, "resize_progress": 0.0,
                "running_progress": task.get("progress", 0) / 100, "available_assets": []}

    def init(self, octets):
        uuid = self.headers.get("set-uuid")
        fields = {name: value.decode() for name, file, value in
                  self.parts(octets, {"name", "options", "outputs", "webhook", "skipPostProcessing", "dateCreated"})}
        if uuid is None or not UUID.match(uuid) or uuid in tasks:
            return {"error": f"Invalid set-uuid: {uuid}"}
        for option in json.loads(fields.get("options", "[]")):
            if set(option) != {"name", "value"} or option["name"] not in OPTIONS:
                return {"error": f"Invalid option {option}"}
            if not isinstance(option["value"], (OPTIONS[option["name"]], int)):
                return {"error": f"Invalid value {option}"}
        if uuid in uploads:
            # Older nodes remove what is there.
            del uploads[uuid]
            return {"error": "Directory exists (should not have happened: undefined)"}
        uploads[uuid] = {"name": fields["name"], "images": {}, "webhook": fields.get("webhook")}
        return {"uuid": uuid}

    def upload(self, uuid, octets):
        files = self.parts(octets, {"images"})
        if uuid not in uploads:
            return {"error": "Invalid uuid (not found)"}
        if not files or any(name is None or "/" in name for _, name, _ in files):
            return {"error": "Need at least 1 file.", "noRetry": True}
        for _, name, content in files:
            uploads[uuid]["images"][name] = len(content)
        return {"success": True}

    def commit(self, uuid, octets):
        if octets:
            raise Refused("a commit with a body")
        if uuid not in uploads:
            return {"error": "Invalid uuid (not found)"}
        upload = uploads.pop(uuid)
        if not upload["images"]:
            return {"error": "Need at least 1 file."}
        tasks[uuid] = {**upload, "code": 10, "progress": 0}
        return {"uuid": uuid}

    def stub(self, order):
        with lock:
            faults.update(order.get("faults", {}))
            for task in tasks.values():
                task.update(order.get("task", {}))
            if order.get("expire"):
                sessions["number"] += 1
            if order.get("forget"):
                tasks.clear()
                uploads.clear()
        return self.answer({"tasks": tasks, "uploads": uploads})

    def run(self, method):
        try:
            self.handle_one(method)
        except Refused as why:
            log(refused=str(why))
            self.answer({"error": f"not in the description: {why}"}, 599)
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True

    def do_GET(self):
        self.run("GET")

    def do_POST(self):
        self.run("POST")

    def do_PUT(self):
        self.run("PUT")

    def do_DELETE(self):
        self.run("DELETE")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Node)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print("port", server.server_address[1], flush=True)
sys.stdin.read()
