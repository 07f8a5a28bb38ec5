"""Run as a program: an ASGI app without anything in it, served as the product is; the limit for every page."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from bench.rounds import tell
from commands.serving import Announcing
from kit.asgi import App, Receive, Scope, Send

HTML = (("content-type", "text/html; charset=utf-8"),)


def app_of(body: bytes, told: Sequence[Sequence[str]] = HTML) -> App:
    """Answers every request with `body` and the headers `told`."""
    headers = [(name.encode(), value.encode()) for name, value in (*told, ("content-length", str(len(body))))]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def main() -> None:
    """Serve the file named on the command line, with the headers that follow it as JSON."""
    app = app_of(Path(sys.argv[1]).read_bytes(), *(json.loads(told) for told in sys.argv[2:]))
    config = uvicorn.Config(app, port=0, lifespan="off", access_log=False, log_config=None, server_header=False)
    Announcing(config).run()


if __name__ == "__main__":
    tell("serving ready bytes")
    main()
