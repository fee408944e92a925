"""wire.py -- HTTP/1.1 messages, read strictly in both directions (RFC 9112), written byte by byte.

The emulators share this and nothing else, and it shares nothing with the handler.
"""
import re
import socket

TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
LARGEST_HEAD = 1 << 20


class Broken(Exception):
    """The peer sent what is not HTTP/1.1, or what these two parties may not send."""


class Closed(Exception):
    """The peer closed before the first byte of a message."""


class TooLarge(Broken):
    """A body is longer than `Connection.limit`."""


class Message:
    """A request or a reply. `fields` keeps order and case; `field(name)` does not care for case."""

    def __init__(self, start, fields, body, chunked=False):
        self.start, self.fields, self.body, self.chunked = start, fields, body, chunked
        if start[0].startswith("HTTP/"):
            self.status = int(start[1])
        else:
            self.method, self.target = start[0], start[1]

    def field(self, name, default=None):
        for key, value in self.fields:
            if key.lower() == name.lower():
                return value
        return default

    def all(self, name):
        return [value for key, value in self.fields if key.lower() == name.lower()]

    @property
    def keeps_alive(self):
        return (self.field("Connection") or "").lower() != "close"


class Connection:
    """One socket with what was read too far."""

    def __init__(self, sock, timeout=10.0, limit=1 << 40):
        self.sock, self.rest, self.limit = sock, b"", limit
        sock.settimeout(timeout)
        if sock.family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self, reset=False):
        if reset:  # RST instead of FIN: the peer reads ECONNRESET
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.sock.close()

    def send(self, data):
        self.sock.sendall(data)

    def more(self):
        data = self.sock.recv(1 << 18)
        self.rest += data
        return bool(data)

    def _head(self):
        while b"\r\n\r\n" not in self.rest:
            if len(self.rest) > LARGEST_HEAD:
                raise Broken("the head of a message does not end")
            if not self.more():
                if not self.rest:
                    raise Closed()
                raise Broken(f"closed inside a head: {self.rest[:80]!r}")
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        lines = head.split(b"\r\n")
        if b"\n" in head.replace(b"\r\n", b"") or b"\r" in head.replace(b"\r\n", b"") or b"\0" in head:
            raise Broken(f"a bare line end or NUL in a head: {head[:200]!r}")
        fields = []
        for line in lines[1:]:
            name, colon, value = line.partition(b":")
            if not colon or not TOKEN.match(name):
                raise Broken(f"not a header field: {line[:80]!r}")
            fields.append((name.decode(), value.strip(b" \t").decode("latin-1")))
        start = lines[0].split(b" ", 2)
        if len(start) != 3:
            raise Broken(f"not a start line: {lines[0][:80]!r}")
        return [part.decode("latin-1") for part in start], fields

    def _exactly(self, count, before=0):
        if before + count > self.limit:
            raise TooLarge(f"more than {self.limit} bytes")
        pieces, have = [self.rest], len(self.rest)
        while have < count:
            data = self.sock.recv(1 << 18)
            if not data:
                raise Broken(f"closed {count - have} bytes before the end of a body")
            pieces.append(data)
            have += len(data)
        whole = b"".join(pieces)
        self.rest = whole[count:]
        return whole[:count]

    def _line(self):
        while b"\r\n" not in self.rest:
            if len(self.rest) > 4096 or not self.more():
                raise Broken("a chunk's size line does not end")
        line, self.rest = self.rest.split(b"\r\n", 1)
        return line

    def _chunks(self):
        body, total = [], 0
        while True:
            size = self._line().split(b";")[0]
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
                raise Broken(f"not the size of a chunk: {size!r}")
            if int(size, 16) == 0:
                while self._line():
                    pass
                return b"".join(body)
            body.append(self._exactly(int(size, 16), total))
            total += len(body[-1])
            if self._exactly(2) != b"\r\n":
                raise Broken("a chunk is longer than its size")

    def _body(self, fields, may_have_none, to_the_end=False):
        lengths = [v for k, v in fields if k.lower() == "content-length"]
        coding = [v.lower() for k, v in fields if k.lower() == "transfer-encoding"]
        if coding and lengths:
            raise Broken("both Content-Length and Transfer-Encoding")
        if coding:
            if coding != ["chunked"]:
                raise Broken(f"Transfer-Encoding: {coding}")
            return self._chunks(), True
        if lengths:
            if len(lengths) != 1 or not re.fullmatch(r"[0-9]+", lengths[0]):
                raise Broken(f"Content-Length: {lengths}")
            return self._exactly(int(lengths[0])), False
        if to_the_end:
            while self.more():
                pass
            body, self.rest = self.rest, b""
            return body, False
        if not may_have_none:
            raise Broken("a message that has a body says no length")
        return b"", False

    def read_request(self, versions=("HTTP/1.1",)):
        start, fields = self._head()
        if start[2] not in versions:
            raise Broken(f"not HTTP/1.1: {start}")
        if start[2] == "HTTP/1.1" and len([1 for k, _ in fields if k.lower() == "host"]) != 1:
            raise Broken("an HTTP/1.1 request has exactly one Host")
        if any(k.lower() == "expect" for k, _ in fields):
            self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        body, chunked = self._body(fields, may_have_none=start[0] in ("GET", "HEAD", "DELETE"))
        return Message(start, fields, body, chunked)

    def read_reply(self, to="GET"):
        while True:
            start, fields = self._head()
            if start[0] != "HTTP/1.1" or not re.fullmatch(r"[1-5][0-9][0-9]", start[1]):
                raise Broken(f"not a status line: {start}")
            status = int(start[1])
            if status >= 200:
                break
        if to == "HEAD" or status in (204, 304):
            return Message(start, fields, b"")
        closes = any(k.lower() == "connection" and v.lower() == "close" for k, v in fields)
        body, chunked = self._body(fields, may_have_none=False, to_the_end=closes)
        return Message(start, fields, body, chunked)


def fields_text(fields):
    return b"".join(f"{k}: {v}\r\n".encode("latin-1") for k, v in fields)


def chunked(body, size=1024):
    pieces = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def request(method, target, fields=(), body=None, as_chunks=0, host="127.0.0.1"):
    """The bytes of a request; `as_chunks` is the size of a chunk, 0 means Content-Length."""
    names = {k.lower() for k, _ in fields}
    head = f"{method} {target} HTTP/1.1\r\n".encode("latin-1")
    head += b"" if "host" in names else f"Host: {host}\r\n".encode()
    if body is None:
        return head + fields_text(fields) + b"\r\n"
    if as_chunks:
        return head + fields_text(fields) + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(body, as_chunks)
    return head + fields_text(fields) + b"Content-Length: %d\r\n\r\n" % len(body) + body


REASONS = {200: "OK", 202: "Accepted", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
           204: "No Content", 405: "Method Not Allowed", 413: "Request Entity Too Large",
           415: "Unsupported Media Type", 422: "Unprocessable Entity", 429: "Too Many Requests",
           500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


def reply(status, fields=(), body=b"", as_chunks=0):
    head = f"HTTP/1.1 {status} {REASONS[status]}\r\n".encode() + fields_text(fields)
    if as_chunks:
        return head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(body, as_chunks)
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def connect(port, host="127.0.0.1", timeout=10.0):
    return Connection(socket.create_connection((host, port), timeout=timeout), timeout)


def ask(port, data, to="GET", host="127.0.0.1", timeout=10.0):
    """One request on its own connection."""
    connection = connect(port, host, timeout)
    try:
        connection.send(data)
        return connection.read_reply(to)
    finally:
        connection.close()
