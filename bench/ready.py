"""Run as a program: an ASGI app without anything in it, served as the product is; the limit for every page."""

import sys
from pathlib import Path

import uvicorn

from bench.rounds import tell
from commands.serving import Announcing
from kit.asgi import App, Receive, Scope, Send


def app_of(body: bytes) -> App:
    """Answers every request with `body`."""
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def main() -> None:
    """Serve the file named on the command line."""
    app = app_of(Path(sys.argv[1]).read_bytes())
    config = uvicorn.Config(app, port=0, lifespan="off", access_log=False, log_config=None, server_header=False)
    Announcing(config).run()


if __name__ == "__main__":
    tell("serving ready bytes")
    main()
