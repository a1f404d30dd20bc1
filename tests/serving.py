"""A web server on loopback whose pages a test writes while it runs."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Page:
    body: bytes = b""
    status: int = 200
    media_type: str = "text/csv"
    etag: str = ""


@dataclass
class Site:
    """`pages` by path; `asked` is each request's path and etag. While `gate` is closed nobody is answered."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, text: str | bytes, **more: str | int) -> str:
        """Write a page; its address."""
        self.pages[path] = Page(text.encode() if isinstance(text, str) else text, **more)  # type: ignore[arg-type]
        return self.address(path)


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    site.gate.set()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers.get("If-None-Match", "")
            site.asked.append((self.path, known))
            site.gate.wait(timeout=60)
            page = site.pages.get(self.path, Page(status=404))
            is_known = bool(page.etag) and known == page.etag
            body = b"" if is_known else page.body
            self.send_response(304 if is_known else page.status)
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(body)))
            if page.etag:
                self.send_header("ETag", page.etag)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_args: object) -> None:
            """Who asked may have been killed."""

    server = Server(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
