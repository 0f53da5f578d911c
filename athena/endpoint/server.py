"""moto's HTTP server on one port of this machine, which leaves nothing behind when it stops.

The socket is bound before moto starts, since moto must know its port: Step Functions' tasks call
back to it. moto's own ThreadedMotoServer waits for ever when the port is taken, and keeps its
socket and its clients' connections when it stops.
"""

import logging
import socket
import threading
from contextlib import suppress
from typing import Any
from wsgiref.types import WSGIApplication

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import ThreadedWSGIServer

from athena.errors import ExpectedFailure

HOST = "127.0.0.1"
PATIENCE = 5.0  # seconds to wait for a request that is being answered


class PortTaken(ExpectedFailure):
    """Somebody else listens on the port that was asked for."""


def listen(port: int | None) -> socket.socket:
    """A listening socket on `port`, or on a free one. Raises PortTaken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port or 0))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"port {port} of {HOST} can't be used ({error.strerror}): "
            "stop the program that listens there, or choose another port"
        ) from error
    return listener


def moto_app() -> WSGIApplication:
    """All services of moto."""
    app: WSGIApplication = DomainDispatcherApplication(create_backend_app)
    return app


class Server:
    """Answers on `listener`'s port from `start` to `stop`; `app` may stand before moto's own."""

    def __init__(self, listener: socket.socket, app: WSGIApplication | None = None) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.port: int = listener.getsockname()[1]
        self._http = _TrackingServer(listener, app or moto_app())
        self._thread = threading.Thread(
            target=self._http.serve_forever,
            kwargs={"poll_interval": 0.05},
            name=f"moto on port {self.port}",
            daemon=True,
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, hang up on idle clients, wait for requests that are being answered."""
        self._http.shutdown()
        self._thread.join()
        self._http.hang_up()


class _TrackingServer(ThreadedWSGIServer):
    def __init__(self, listener: socket.socket, app: WSGIApplication) -> None:
        port = listener.getsockname()[1]
        super().__init__(HOST, port, app, MotoRequestHandler, fd=listener.fileno())
        listener.close()  # werkzeug works on a copy
        self._connections: dict[threading.Thread, socket.socket] = {}

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        thread = threading.current_thread()
        self._connections[thread] = request
        try:
            super().process_request_thread(request, client_address)
        finally:
            del self._connections[thread]

    def hang_up(self) -> None:
        connections = list(self._connections.items())
        for _, connection in connections:
            with suppress(OSError):  # the client was faster
                connection.shutdown(socket.SHUT_RD)
        for thread, _ in connections:
            thread.join(PATIENCE)
