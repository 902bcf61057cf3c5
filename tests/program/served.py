"""A case served as a user does it: the program on a free loopback port, its page a small stand-in, ended by a signal."""
import contextlib
import gzip
import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess

from program import HOPTRACE


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.raw = response.read()
        packed = self.headers.get("content-encoding") == "gzip"
        self.body = gzip.decompress(self.raw) if packed else self.raw

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)


class Served:
    """Runs until the end of the `with`; then it was ended with SIGTERM and must have said that it went well."""

    def __init__(self, folder, case, *options, listen="127.0.0.1:0", tls=None):
        web = folder / "web"
        web.mkdir(exist_ok=True)
        (web / "page.js").write_text("/* the page's script */")
        (web / "page.css").write_text("/* the page's style */" + " " * 1000)
        self.tls = tls
        self.process = subprocess.Popen(
            [HOPTRACE, "serve", str(case), "--listen", listen, *map(str, options)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=folder, env={**os.environ, "HOPTRACE_WEB": str(web)})
        self.said = []
        for line in self.process.stderr:
            self.said.append(line.decode())
            if found := re.search(r"is served at (https?)://(.+):(\d+)/", self.said[-1]):
                self.host, self.port = found[2], int(found[3])
                break
        else:
            raise AssertionError("".join(self.said))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=120)
        assert (self.process.returncode, out, err) == (0, b"", b""), (self.process.returncode, out, err)

    def connect(self):
        if self.tls:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=120, context=self.tls)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, path, method="GET", body=None, token=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        with contextlib.closing(self.connect()) as line:
            line.request(method, path, body, headers)
            return Answer(line.getresponse())

    def get(self, path, **options):
        answer = self.ask(path, **options)
        assert answer.status == 200, (path, answer.status, answer.text[:300])
        return answer

    def mark(self, token=None, **mark):
        return self.ask("/api/v1/marks", "POST", json.dumps(mark), token, Content_Type="application/json")

    def raw(self, sent):
        """All that is answered to these bytes until the program closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as line:
            line.sendall(sent)
            answer = b""
            with contextlib.suppress(ConnectionResetError):
                while piece := line.recv(65536):
                    answer += piece
            return answer


def client_context(authority, certificate=None, key=None):
    context = ssl.create_default_context(cafile=authority)
    if certificate:
        context.load_cert_chain(certificate, key)
    return context
