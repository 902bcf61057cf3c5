#!/usr/bin/env python3
"""Throws random and mutated requests at a served case, over sockets: what it answers must be no server error, and must
hold no canary (a text of another tenant than the token's).

    fuzz_api.py http://127.0.0.1:8440 --seconds 300 --token TOKEN --canary NAME...

Seeds are the program's own OpenAPI document and what its documents name. Requests come from many loopback addresses, so
that one address's limit is met without ending the run. Prints how many answers of which status there were; exit code 1
with the request that went wrong. The same seed makes the same requests as long as the answers are the same.
"""
import argparse
import collections
import errno
import gzip
import json
import random
import re
import socket
import sys
import time
import urllib.parse

METHODS = ["GET"] * 12 + ["HEAD", "POST", "POST", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "G\x00T", ""]
BITES = ["", "0", "-1", "1e9", "00", "9" * 15, "9" * 16, "%00", "%2e%2e", "..%2f", "%", "%zz", "%ff", "\u202e", "<script>", "'",
         "\"", ";", "{", "a" * 300, "a" * 5000, " ", "%20", "%0d%0aX: y", "null", "[]", "/", "//", "?", "#", "&", "=", "*"]
HEADERS = [
    ("Host", "evil.example"), ("Host", "localhost"), ("Host", "[::1]:1"), ("Host", ""), ("Origin", "null"),
    ("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-origin"),
    ("Accept-Encoding", "gzip"), ("Accept-Encoding", "gzip;q=0, *"), ("Accept-Encoding", "," * 200),
    ("If-None-Match", "*"), ("If-None-Match", '"x", W/"y"'), ("Authorization", "Bearer wrong-wrong-wrong-wrong"),
    ("Authorization", "Basic eDp5"), ("Cookie", "hoptrace-8440=1; hoptrace-8440=2"), ("Cookie", "=;" * 100),
    ("Content-Length", "-1"), ("Content-Length", "99999999999999999999"), ("Content-Length", "70000"),
    ("Transfer-Encoding", "chunked"), ("Expect", "100-continue"), ("Connection", "keep-alive, upgrade"),
    ("Range", "bytes=0-10"), ("X" * 100, "y"), ("X-Long", "y" * 20000), ("\u00fc", "\u202e"), ("", ""),
]
BODIES = ['{"what":"%s","id":"%s","mark":"%s","text":"%s"}', "token=%s&a=%s&b=%s&c=%s", "[" * 3000, '{"what":', "\x00\xff", ""]
BAD = re.compile(rb"^HTTP/1\.[01] 5(?!03|07|05)\d\d")


class Fuzzer:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        url = urllib.parse.urlsplit(options.url)
        self.host, self.port = url.hostname, url.port
        self.canaries = [text.encode() for text in options.canary]
        self.statuses = collections.Counter()
        self.paths, self.values = ["/"], list(BITES)
        self.learn()

    def learn(self):
        """Paths out of the OpenAPI document, ids and numbers out of documents."""
        self.paths = list(json.loads(self.body_of("/api/v1/openapi.json"))["paths"])
        names = json.loads(self.body_of("/api/v1/documents/case"))["documents"]
        self.values += [*names, "findings", "hops", "stix", "coverage", *self.options.value]
        for name in ["hop_details", "finding_details", "path"]:
            text = self.body_of(f"/api/v1/documents/{name}").decode("utf-8", "replace")
            self.values += sorted(set(re.findall(r"\b[0-9a-f]{32}\b", text)))[:200]
            self.values += sorted(set(re.findall(r'"offset":(\d+)', text)))[:100]

    def body_of(self, path):
        head, body = self.exchange(self.request("GET", path, [], b"")).split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"fuzz_api: {path} is not answered: {head[:200]!r}")
        return body

    def request(self, method, target, headers, body):
        lines = [f"{method} {target} HTTP/1.1"]
        given = {name.lower() for name, _ in headers}
        if "host" not in given:
            lines.append(f"Host: {self.host}:{self.port}")
        if self.options.token and "authorization" not in given:
            lines.append(f"Authorization: Bearer {self.options.token}")
        if body and "content-length" not in given and "transfer-encoding" not in given:
            lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in headers] + ["Connection: close", "", ""]
        return "\r\n".join(lines).encode("utf-8", "replace") + body

    def exchange(self, request, cut=None, whole=True):
        """What is answered. A request that is not whole may be waited for: then what came so far is the answer."""
        with socket.socket() as line:
            line.settimeout(60 if whole else 0.2)
            line.bind((f"127.0.{self.random.randrange(1, 255)}.{self.random.randrange(1, 255)}", 0))
            line.connect((self.host, self.port))
            try:
                line.sendall(request[:cut])
                if cut is not None:
                    line.shutdown(socket.SHUT_WR)
                answer = bytearray()
                while piece := line.recv(1 << 16):
                    answer += piece
            except TimeoutError:
                if whole:
                    raise
            except OSError as trouble:  # it may hang up on what is no request, also before all was said
                if trouble.errno not in (errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN):
                    raise
                return b""
        return bytes(answer)

    def value(self):
        value = self.random.choice(self.values)
        return self.mutated(value) if self.random.random() < 0.3 else value

    def mutated(self, text):
        for _ in range(self.random.randrange(1, 4)):
            at = self.random.randrange(len(text) + 1)
            kind = self.random.randrange(4)
            if kind == 0:
                text = text[:at] + self.random.choice(BITES) + text[at:]
            elif kind == 1:
                text = text[:at] + text[at + 1:]
            elif kind == 2:
                text = text[:at] + chr(self.random.choice([0, 9, 10, 13, 32, 37, 47, 63, 127, 255, 0x202e])) + text[at + 1:]
            else:
                text = text[:at] + text
        return text

    def make(self):
        path = re.sub(r"\{\w+\}", lambda _: self.value(), self.random.choice(self.paths))
        if self.random.random() < 0.2:
            path += "?" + "&".join(f"count={self.value()}" for _ in range(self.random.randrange(1, 4)))
        if self.random.random() < 0.2:
            path = self.mutated(path)
        headers = self.random.sample(HEADERS, self.random.choice([0, 0, 0, 1, 1, 2, 4]))
        method, body = self.random.choice(METHODS), b""
        if method == "POST" or self.random.random() < 0.1:
            kind = self.random.choice(["application/json", "application/json", "application/x-www-form-urlencoded", "x"])
            headers = [("Content-Type", kind), *headers]
            what = self.random.choice(["finding", "hop", "rule", "host", self.value()])
            mark = self.random.choice(["seen", "note", "hidden", self.value()])
            form = self.random.choice(BODIES)
            body = (form % (what, self.value(), mark, self.value()) if form.count("%s") == 4 else form).encode()
        request = self.request(method, path, headers, body)
        whole = not {name for name, _ in headers} & {"Content-Length", "Transfer-Encoding", "Expect", ""}
        whole = whole and not any(text in path + method for text in "\r\n\0")
        if self.random.random() < 0.05:
            whole = False
            spoilt = bytearray(request)
            for _ in range(self.random.randrange(1, 20)):
                spoilt[self.random.randrange(len(spoilt))] = self.random.randrange(256)
            request = bytes(spoilt)
        cut = self.random.randrange(len(request)) if self.random.random() < 0.03 else None
        return request, cut, whole and cut is None

    def once(self):
        request, cut, whole = self.make()
        answer = self.exchange(request, cut, whole)
        status = answer[9:12].decode("ascii", "replace") if answer else "hung up"
        self.statuses[status] += 1
        if BAD.match(answer):
            return f"a server error: {answer[:300]!r}\nupon: {request[:2000]!r}"
        head, _, body = answer.partition(b"\r\n\r\n")
        if whole and body and b"content-encoding: gzip" in head.lower():
            body = gzip.decompress(body)
        for canary in self.canaries:
            if canary in head or canary in body:
                return f"the canary {canary!r} of another tenant\nupon: {request[:2000]!r}"
        return None

    def run(self):
        ends = time.monotonic() + self.options.seconds
        while time.monotonic() < ends:
            if wrong := self.once():
                print(f"fuzz_api: {wrong}", file=sys.stderr)
                return 1
        self.body_of("/api/v1/state")  # it still answers
        told = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        print(f"{sum(self.statuses.values())} requests in {self.options.seconds} s, none went wrong ({told})")
        return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--token", default="")
    parser.add_argument("--canary", nargs="*", default=[])
    parser.add_argument("--value", nargs="*", default=[], help="further values for paths: ids of others, to be refused")
    return Fuzzer(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
