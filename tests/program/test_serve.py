"""A served case over real sockets: the page's way in, tokens and tenants, bounds, marks while a hunt runs."""
import contextlib
import functools
import json
import os
import pathlib
import pty
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest
import warnings

from program import HOPTRACE, LIGHT, SOURCE, ProgramTest, findings_of, fleet
from served import Served, client_context

ALL, ACME, MSP = "a" * 32, "c" * 32, "m" * 32
_keep = tempfile.TemporaryDirectory(prefix="hoptrace-served-")


@functools.cache
def hunted():
    """The simulated fleet's case; only to be read."""
    case = pathlib.Path(_keep.name) / "case.hop"
    subprocess.run([HOPTRACE, "hunt", fleet(), "--case", case, "--quiet", "--no-progress"], check=False, capture_output=True)
    return case


@functools.cache
def exported(what, *options):
    done = subprocess.run([HOPTRACE, "export", hunted(), "--as", what, *options], check=True, capture_output=True)
    return done.stdout.decode()


class ServeTest(ProgramTest):
    def serve(self, *options, case=None, **more):
        return Served(self.folder, case or hunted(), *options, **more)

    def tokens(self, text=f"{ALL} - Ann\n{ACME} acme-foundry Bob\n{MSP} northwind-msp Max\n"):
        path = self.write("tokens", text)
        path.chmod(0o600)
        return path


class Page(ServeTest):
    def test_the_page_and_its_headers(self):
        with self.serve() as served:
            page = served.get("/")
            self.assertEqual(page.headers["content-type"], "text/html; charset=utf-8")
            policy = page.headers["content-security-policy"]
            self.assertEqual(policy, "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                                     "img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
            self.assertNotRegex(page.text, r"<style|<script>| style=| on\w+=")
            self.assertEqual(served.get("/page.js").text, "/* the page's script */")
            self.assertEqual(served.get("/page.css", Accept_Encoding="gzip").headers["content-encoding"], "gzip")
            self.assertEqual(served.ask("/sign-in").headers["location"], "/", "nobody is asked for a token")

    def test_documents(self):
        with self.serve() as served:
            names = served.get("/api/v1/documents/case").json()["documents"]
            self.assertIn("findings", names)
            for name in names:
                plain = served.get(f"/api/v1/documents/{name}")
                packed = served.get(f"/api/v1/documents/{name}", Accept_Encoding="gzip")
                self.assertEqual(plain.body, packed.body)
                self.assertLessEqual(len(packed.raw), len(plain.raw))
                again = served.ask(f"/api/v1/documents/{name}", If_None_Match=plain.headers["etag"])
                self.assertEqual((again.status, again.raw), (304, b""))
                if name == "findings":
                    self.assertTrue(plain.body.startswith(b"HOPCOLS1"))
                else:
                    plain.json()
            head = served.ask("/api/v1/documents/case", "HEAD")
            self.assertEqual((head.status, head.raw), (200, b""))

    def test_findings_and_hops_one_by_one(self):
        with self.serve() as served:
            for what in ["findings", "hops"]:
                lines = findings_of(exported(what))
                self.assertTrue(lines)
                for line in lines[:30]:
                    self.assertEqual(served.get(f"/api/v1/{what}/{line['id']}").json(), line)

    def test_exports(self):
        with self.serve() as served:
            for what in ["findings", "timeline", "coverage"]:
                self.assertEqual(served.get(f"/api/v1/exports/{what}").text, exported(what))
            self.assertEqual(served.ask("/api/v1/exports/nothing").status, 404)

    def test_open_api(self):
        with self.serve() as served:
            document = served.get("/api/v1/openapi.json").json()
        check_open_api(self, document)
        with contextlib.suppress(ImportError):
            import openapi_spec_validator
            openapi_spec_validator.validate(document)


def check_open_api(test, document):
    """What OpenAPI 3.1 asks of a document like this one, without another program at hand."""
    test.assertRegex(document["openapi"], r"^3\.1\.\d+$")
    test.assertTrue({"title", "version"} <= document["info"].keys())
    seen = set()
    for path, operations in document["paths"].items():
        test.assertTrue(path.startswith("/"))
        named = set(re.findall(r"{(\w+)}", path))
        for method, operation in operations.items():
            test.assertIn(method, ["get", "post"])
            test.assertNotIn(operation["operationId"], seen)
            seen.add(operation["operationId"])
            told = operation.get("parameters", [])
            test.assertEqual({p["name"] for p in told if p["in"] == "path"}, named)
            test.assertTrue(all(p["required"] and p["schema"]["type"] for p in told if p["in"] == "path"))
            for status, response in operation["responses"].items():
                test.assertRegex(status, r"^([1-5]\d\d|default)$")
                test.assertTrue(response["description"])
    for schema in document["components"]["schemas"].values():
        test.assertIsInstance(schema, dict)
    for target in re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(document)):
        test.assertIn(target, document["components"]["schemas"])


class Records(ServeTest):
    def place_of(self, served, line):
        rows = served.get("/api/v1/documents/evidence").json()["artifacts"]
        row = next(at for at, artifact in enumerate(rows) if line["source"]["path"] in artifact["paths"])
        return f"/api/v1/records/{row}/{line['source']['offset']}"

    def test_a_record_and_its_neighbours(self):
        with self.serve("--evidence", fleet()) as served:
            for line in findings_of(exported("findings"))[:5]:
                place = self.place_of(served, line)
                record = served.get(place).json()
                self.assertEqual(record["record_id"], line["event"]["record_id"])
                self.assertEqual(record["event_id"], line["event"]["id"])
                self.assertEqual(record["time"], line["time"])
                fields = dict(record["fields"])
                for name, value in line["matched"].items():
                    if name in fields and isinstance(value, str):
                        self.assertIn(value, fields[name], "a list's name is found within a value")
                around = served.get(f"{place}/neighbours?count=2").json()
                offsets = [each["offset"] for each in around]
                self.assertEqual(offsets, sorted(offsets))
                self.assertIn(record, around)
                self.assertLessEqual(len(around), 5)
                self.assertGreaterEqual(len(around), 2)
                self.assertEqual(served.ask(f"{place}1").status, 404)

    def test_evidence_that_was_changed_or_is_gone(self):
        evidence = self.copy()
        self.done("hunt", evidence, "--quiet", code=None)
        line = findings_of(self.done("export", "case.hop", "--as", "findings").out)[0]
        file = evidence / line["source"]["path"]
        with self.serve("--evidence", evidence, case=self.folder / "case.hop") as served:
            kept = served.get("/api/v1/documents/records").json()
            kept = {(record["artifact"], record["offset"]) for record in kept}
            around = served.get(f"{self.place_of(served, line)}/neighbours?count=200").json()
            row, offset = next(one for one in ((each["artifact"], each["offset"]) for each in around) if one not in kept)
            place = f"/api/v1/records/{row}/{offset}"
            served.get(place)
            content = bytearray(file.read_bytes())
            content[-1] ^= 1
            file.write_bytes(content)
            self.assertEqual(served.ask(place).status, 409)
            file.unlink()
            self.assertEqual(served.ask(place).status, 404)

    def done(self, *arguments, code=0, **options):
        """A hunt of the fleet ends with 0 or 3: that is not what is asked here."""
        if code is not None:
            return super().done(*arguments, code=code, **options)
        outcome = self.run_program(*arguments, **options)
        self.assertIn(outcome.code, (0, 3), outcome.err)
        return outcome


class WhoMay(ServeTest):
    def test_only_this_machine_without_a_secret(self):
        case, self.folder = hunted(), self.folder
        self.refused("serve", case, "--listen", "0.0.0.0:0", says=["--listen 0.0.0.0:0", "--token-file"])
        self.refused("serve", case, "--listen", "case.example:1", says=["case.example:1", "no address"])
        self.refused("serve", case, "--listen", "0.0.0.0:0", "--tls-cert", "x", "--tls-key", "y", says=["--token-file"])
        self.refused("serve", case, "--tls-cert", "x", says=["--tls-key"])
        self.refused("serve", case, "--client-ca", "x", says=["--tls-cert"])
        self.refused("serve", case, "--tls-cert", "no.pem", "--tls-key", "no.pem", says=["no.pem"])
        self.refused("serve", case, "--token-file", "no.such", says=["no.such"])
        self.refused("serve", case, "--token-file", self.tokens("short\n"), says=["tokens:1", "16 to 256"])
        self.refused("serve", "no.hop", says=["no.hop", "no such case"])

    def test_a_port_that_is_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            self.refused("serve", hunted(), "--listen", f"127.0.0.1:{other.getsockname()[1]}", says=["already"])

    def test_open_to_others_with_tokens_in_the_clear(self):
        with self.serve("--token-file", self.tokens(), listen="0.0.0.0:0") as served:
            self.assertIn("in the clear", "".join(served.said))
            self.assertEqual(served.ask("/api/v1/state").status, 401)
            served.get("/api/v1/state", token=ALL)

    def test_tokens_and_cookies(self):
        with self.serve("--token-file", self.tokens()) as served:
            self.assertEqual(served.ask("/").headers["location"], "/sign-in")
            self.assertEqual(served.ask("/api/v1/state").headers["www-authenticate"], 'Bearer realm="hoptrace"')
            self.assertEqual(served.ask("/api/v1/state", token="b" * 32).status, 401)
            self.assertIn("form-action 'self'", served.get("/sign-in").headers["content-security-policy"])
            form = {"Content_Type": "application/x-www-form-urlencoded"}
            self.assertEqual(served.ask("/sign-in", "POST", "token=" + "b" * 32, **form).status, 403)
            here = f"http://127.0.0.1:{served.port}"
            self.assertEqual(served.ask("/sign-in", "POST", f"token={ACME}", Origin="http://evil.example", **form).status, 403)
            come_in = served.ask("/sign-in", "POST", f"token={ACME}", Origin=here, **form)
            self.assertEqual((come_in.status, come_in.headers["location"]), (303, "/"))
            cookie = come_in.headers["set-cookie"]
            self.assertRegex(cookie, r"; HttpOnly; SameSite=Strict$")
            self.assertNotIn(ACME, cookie)
            cookie = cookie.split(";")[0]
            served.get("/", Cookie=cookie)
            self.assertEqual(served.get("/api/v1/documents/case", Cookie=cookie).json()["scope"], "acme-foundry")
            self.assertEqual(served.ask("/sign-out", "POST", Cookie=cookie).status, 303)
            self.assertEqual(served.ask("/api/v1/state", Cookie=cookie).status, 401)

    def test_a_link_that_signs_in_once_is_shown_on_a_terminal_only(self):
        tokens, web = self.tokens(), self.folder / "web"
        with self.serve("--token-file", tokens) as served:
            self.assertNotIn("sign-in", "".join(served.said))
        ours, its = pty.openpty()
        process = subprocess.Popen([HOPTRACE, "serve", hunted(), "--listen", "127.0.0.1:0", "--token-file", tokens], stderr=its,
                                   cwd=self.folder, env={**os.environ, "HOPTRACE_WEB": str(web)})
        os.close(its)
        said = b""
        while not (found := re.search(rb"http://127\.0\.0\.1:(\d+)(/sign-in/[0-9a-f]{64})\r\n", said)):
            said += os.read(ours, 4096)
        served.port, link = int(found[1]), found[2].decode()
        self.assertEqual(served.ask(link, "HEAD").status, 200)
        come_in = served.ask(link)
        self.assertEqual(come_in.status, 303)
        served.get("/api/v1/state", Cookie=come_in.headers["set-cookie"].split(";")[0])
        self.assertEqual(served.ask(link).status, 403)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=120), 0)
        os.close(ours)

    def test_other_names_and_other_sites(self):
        with self.serve() as served:
            self.assertEqual(served.ask("/api/v1/state", Host="evil.example").status, 421)
            self.assertEqual(served.ask("/api/v1/state", Host=f"localhost:{served.port}").status, 200)
            self.assertEqual(served.ask("/api/v1/state", Sec_Fetch_Site="cross-site").status, 403)
            mark = json.dumps({"what": "rule", "id": "r", "mark": "seen"})
            kind = {"Content_Type": "application/json"}
            self.assertEqual(served.ask("/api/v1/marks", "POST", mark, Origin="http://evil.example", **kind).status, 403)
            self.assertEqual(served.ask("/api/v1/marks", "POST", mark, Content_Type="text/plain").status, 415)
        with self.serve("--host", "case.example") as served:
            served.get("/api/v1/state", Host="case.example")


class Tenants(ServeTest):
    def paths_of_others(self, served, mine):
        """Where evidence of others lies: what no evidence of one's own says."""
        rows = served.get("/api/v1/documents/evidence", token=ALL).json()["artifacts"]
        return sorted(path for row in rows if row["tenant"] != mine for path in row["paths"])

    def names_of_others(self, mine):
        """Hosts and ids that only findings and hops of others name (but one's own records may name their hosts)."""
        own, others = set(), set()
        for line in findings_of(exported("findings")):
            (own if line["tenant"] == mine else others).update([line["host"], line["id"]])
        for line in findings_of(exported("hops")):
            ends = [end for end in [line["from"], line["to"]] if end]
            for end in ends:
                (own if end["tenant"] == mine else others).add(end["host"])
            (own if any(end["tenant"] == mine for end in ends) else others).add(line["id"])
        return sorted(name for name in others - own if name and len(name) > 3)

    def test_a_tenant_sees_itself_and_nothing_else(self):
        with self.serve("--token-file", self.tokens(), "--rate", "100000", "--evidence", fleet()) as served:
            names = served.get("/api/v1/documents/case", token=ALL).json()["documents"]
            targets = [f"/api/v1/documents/{name}" for name in names] + ["/api/v1/state", "/api/v1/marks"]
            targets += [f"/api/v1/exports/{name}" for name in ["findings", "hops", "timeline", "coverage", "stix", "misp", "posture",
                                                               "impact", "remediation", "judgement", "intrusion", "ocsf"]]
            served.mark(ALL, what="host", id="northwind-msp/JUMP01", mark="note", text="the MSP's JUMP01")
            for token, mine in [(ACME, "acme-foundry"), (MSP, "northwind-msp")]:
                canaries = self.names_of_others(mine)
                paths_of_others = self.paths_of_others(served, mine)
                self.assertGreater(len(canaries), 10)
                self.assertGreater(len(paths_of_others), 3)
                for target in targets:
                    answer = served.ask(target, token=token)
                    self.assertIn(answer.status, (200, 404), target)
                    in_records = target.endswith("/records")
                    for canary in paths_of_others if in_records else [*paths_of_others, *canaries]:
                        self.assertNotRegex(answer.text, rf"(?<![\w-]){re.escape(canary)}(?![\w-])", f"{mine} {target}")
                nothing = served.ask("/api/v1/hops/" + "0" * 32, token=token)
                for what in ["findings", "hops"]:
                    for line in findings_of(exported(what)):
                        if line["id"] in canaries:
                            answer = served.ask(f"/api/v1/{what}/{line['id']}", token=token)
                            self.assertEqual((answer.status, answer.body), (404, nothing.body))

    def test_records_of_others_are_not_there(self):
        with self.serve("--token-file", self.tokens(), "--rate", "100000", "--evidence", fleet()) as served:
            def rows(token):
                return served.get("/api/v1/documents/evidence", token=token).json()["artifacts"]
            everybody, mine = rows(ALL), rows(ACME)
            self.assertTrue(0 < len(mine) < len(everybody))
            self.assertEqual({row["tenant"] for row in mine}, {"acme-foundry"})
            self.assertEqual(served.ask(f"/api/v1/records/{len(mine)}/4608", token=ACME).status, 404)
            line = next(line for line in findings_of(exported("findings")) if line["tenant"] == "acme-foundry")
            row = next(at for at, artifact in enumerate(mine) if line["source"]["path"] in artifact["paths"])
            served.get(f"/api/v1/records/{row}/{line['source']['offset']}", token=ACME)
            for other in served.get(f"/api/v1/records/{row}/{line['source']['offset']}/neighbours", token=ACME).json():
                self.assertEqual(other["artifact"], row)


class Bounds(ServeTest):
    def test_what_is_too_long_or_no_request(self):
        with self.serve() as served:
            host = f"Host: 127.0.0.1:{served.port}\r\n".encode()
            for sent, status in [
                (b"GET / HTTP/1.1\r\n\r\n", 400),
                (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n", 400),
                (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + host + b"\r\n", 414),
                (b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 100_000 + b"\r\n\r\n", 431),
                (b"GET / HTTP/1.1\r\n" + host + b"X: y\r\n" * 20_000 + b"\r\n", 431),
                (b"POST /api/v1/marks HTTP/1.1\r\n" + host + b"Content-Length: 70000\r\nConnection: close\r\n\r\n", 413),
                (b"POST /api/v1/marks HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\naaaaa\r\n0\r\n\r\n", 411),
                (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", None),
            ]:
                answer = served.raw(sent)
                if status is not None:
                    self.assertEqual(answer[9:12], str(status).encode(), (sent[:60], answer[:100]))
            big = served.mark(what="rule", id="r", mark="note", text="x" * 5000)
            self.assertEqual(big.status, 422)
            served.get("/api/v1/state")

    def test_one_address_may_ask_so_often(self):
        with self.serve("--rate", "1") as served:
            statuses = [served.ask("/page.js").status for _ in range(60)]
            self.assertEqual(set(statuses), {200, 429})
            self.assertEqual(set(statuses[:6]), {200})
            self.assertEqual(served.ask("/page.js").headers.get("retry-after", "1"), "1")

    def test_who_is_slow_holds_up_nobody(self):
        with self.serve() as served, contextlib.ExitStack() as lines:
            for at in range(20):  # more than there are workers
                line = lines.enter_context(socket.create_connection(("127.0.0.1", served.port)))
                line.sendall([b"G", b"GET /api/v1/documents/hop_details HTTP/1.1\r\n", b"POST /api/v1/marks HTTP/1.1\r\nHost: localhost\r\n"
                              b"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"][at % 3])
            for _ in range(6):  # and some who ask, and take nothing of the answer
                line = lines.enter_context(socket.socket())
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                line.connect(("127.0.0.1", served.port))
                line.sendall(f"GET /api/v1/documents/hop_details HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode())
            served.get("/api/v1/documents/case")
            served.get("/api/v1/state")

    def test_one_address_holds_so_many_lines(self):
        with self.serve() as served, contextlib.ExitStack() as lines:
            kept = [lines.enter_context(socket.create_connection(("127.0.0.1", served.port))) for _ in range(40)]
            closed = 0
            for line in kept[32:]:
                with contextlib.suppress(ConnectionResetError):
                    self.assertEqual(line.recv(1), b"")
                closed += 1
            self.assertEqual(closed, 8)

    def test_it_ends_while_somebody_waits(self):
        with self.serve() as served, contextlib.ExitStack() as lines:
            line = lines.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            line.sendall(b"GET / HTTP/1.1\r\n")


class Tls(ServeTest):
    def certificate(self, name, *options, subject=None):
        """key and certificate in PEM; signed by the authority of that name, or by itself."""
        made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN={subject or name}", *options]
        subprocess.run(made, cwd=self.folder, check=True, capture_output=True)
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"

    def signed(self, name, authority, purpose):
        return self.certificate(name, "-CA", f"{authority}.pem", "-CAkey", f"{authority}.key", "-addext", f"extendedKeyUsage={purpose}",
                                "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:false")

    def test_client_certificates(self):
        authority, _ = self.certificate("authority")
        self.certificate("stranger")
        server = self.signed("server", "authority", "serverAuth")
        client = self.signed("ann.example", "authority", "clientAuth")
        wrong = [self.signed("zoe", "stranger", "clientAuth"), self.signed("printer", "authority", "serverAuth")]
        options = ["--tls-cert", server[0], "--tls-key", server[1], "--client-ca", authority]
        case = self.folder / "case.hop"
        case.write_bytes(hunted().read_bytes())
        with self.serve(*options, case=case, listen="0.0.0.0:0", tls=client_context(authority, *client)) as served:
            self.assertNotIn("in the clear", "".join(served.said))
            self.assertEqual(served.mark(what="rule", id="r", mark="seen").json()["who"], "ann.example")
            for other in [(), *wrong]:
                served.tls = client_context(authority, *other)
                with contextlib.suppress(ssl.SSLError, ConnectionError):
                    self.assertEqual(served.ask("/api/v1/state").status, 403, other)
            old = client_context(authority, *client)
            with warnings.catch_warnings(action="ignore"):
                old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
            old.set_ciphers("ALL:@SECLEVEL=0")
            served.tls = old
            with self.assertRaises((ssl.SSLError, ConnectionError)):
                served.ask("/api/v1/state")

    def test_tokens_over_tls(self):
        authority, _ = self.certificate("authority")
        server = self.signed("server", "authority", "serverAuth")
        options = ["--tls-cert", server[0], "--tls-key", server[1], "--token-file", self.tokens()]
        with self.serve(*options, tls=client_context(authority)) as served:
            self.assertEqual(served.ask("/api/v1/state").status, 401)
            come_in = served.ask("/sign-in", "POST", f"token={ACME}", Content_Type="application/x-www-form-urlencoded",
                                 Origin=f"https://127.0.0.1:{served.port}")
            self.assertRegex(come_in.headers["set-cookie"], r"^__Host-hoptrace-\d+=[0-9a-f]+; .*; Secure$")

    def test_a_key_of_another_certificate(self):
        one, other = self.certificate("one"), self.certificate("other")
        self.refused("serve", hunted(), "--tls-cert", one[0], "--tls-key", other[1], says=["one.pem", "TLS"])


class WhileAHuntRuns(ServeTest):
    def test_marks_and_documents_while_a_hunt_writes(self):
        """The hunt is stopped in the midst of its work, with the case's lock in its hands: nothing here needs it to go on."""
        evidence = self.copy()
        first = next(path for path in sorted(evidence.rglob("*.evtx")))
        self.run_program("hunt", first, "--tenants", evidence / "tenants.yaml", "--tenant", "acme-foundry", "--quiet")
        case = self.folder / "case.hop"
        hunt = [HOPTRACE, "hunt", evidence, "--case", case, "--quiet", "--no-progress"]
        with self.serve("--rate", "100000", case=case) as served:
            before = served.get("/api/v1/state").json()
            self.assertFalse(before["hunting"])
            with subprocess.Popen(hunt, stderr=subprocess.PIPE, cwd=self.folder) as running:
                while not served.get("/api/v1/state").json()["hunting"]:
                    self.assertIsNone(running.poll(), "the hunt was over before it was seen")
                running.send_signal(signal.SIGSTOP)
                try:
                    self.assertTrue(served.get("/api/v1/state").json()["hunting"])
                    for at in range(50):
                        self.assertEqual(served.mark(what="rule", id=f"r{at}", mark="seen", text="while it runs").status, 201)
                    for name in served.get("/api/v1/documents/case").json()["documents"]:
                        served.get(f"/api/v1/documents/{name}")
                finally:
                    running.send_signal(signal.SIGCONT)
                while running.poll() is None:
                    self.assertEqual(served.mark(what="host", id="acme-foundry/FS01", mark="note", text="still").status, 201)
                    served.get("/api/v1/documents/summary")
                self.assertIn(running.returncode, (0, 3), running.stderr.read())
            while (after := served.get("/api/v1/state").json())["hunting"] or after["revision"] == before["revision"]:
                pass
            self.assertGreater(after["records"], before["records"])
            marks = served.get("/api/v1/marks").json()
            self.assertEqual([mark["id"] for mark in marks[:50]], [f"r{at}" for at in range(50)])
            self.assertEqual(after["findings"], len(findings_of(self.done("export", case, "--as", "findings").out)))
        lines = (self.folder / "case.hop-marks.jsonl").read_text().splitlines()
        self.assertEqual(len(lines), len(marks))
        self.assertEqual((self.folder / "case.hop-marks.jsonl").stat().st_mode & 0o777, 0o600)
        undisturbed = self.run_program("hunt", evidence, "--case", "alone.hop", "--quiet")
        self.assertIn(undisturbed.code, (0, 3))
        ids = {line["id"] for line in findings_of(self.done("export", "alone.hop", "--as", "findings").out)}
        self.assertEqual(ids, {line["id"] for line in findings_of(self.done("export", case, "--as", "findings").out)})


class Fuzzed(ServeTest):
    def test_random_requests(self):
        others = Tenants.names_of_others(self, "acme-foundry")
        case = self.folder / "case.hop"
        case.write_bytes(hunted().read_bytes())
        with self.serve("--token-file", self.tokens(), "--rate", "100000", "--evidence", fleet(), case=case) as served:
            ids = [name for name in others if re.fullmatch("[0-9a-f]{32}", name)]
            canaries = Tenants.paths_of_others(self, served, "acme-foundry")
            self.assertGreater(len(canaries), 3)
            fuzz = [sys.executable, SOURCE / "tools/fuzz_api.py", f"http://127.0.0.1:{served.port}", "--token", ACME, "--seconds",
                    os.environ.get("HOPTRACE_FUZZ_SECONDS", "10" if LIGHT else "20"), "--canary", *canaries, "--value", *ids[:200]]
            done = subprocess.run(fuzz, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            print(done.stdout)


if __name__ == "__main__":
    unittest.main()
