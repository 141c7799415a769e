"""Receives webhooks from Slipway and verifies their signatures. Needs Python 3.9 or later.

    WEBHOOK_SECRET=whsec_... python3 receiver.py 9000
"""

import base64
import hashlib
import hmac
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 5 * 60
MAX_BODY_BYTES = 1024 * 1024


def decode_secret(secret):
    """Returns the key of a secret, or raises ValueError."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise ValueError("Set WEBHOOK_SECRET to the secret of the webhook, which begins with whsec_")
    return key


def verify(key, headers, body):
    """Raises ValueError unless Slipway signed these bytes of a body within the last 5 minutes."""
    event_id = headers.get("webhook-id")
    timestamp = headers.get("webhook-timestamp")
    signatures = headers.get("webhook-signature")
    if not event_id or not timestamp or not signatures:
        raise ValueError("a webhook header is missing")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise ValueError("the timestamp is not a number of seconds")
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        raise ValueError("the timestamp differs from this clock by more than 5 minutes")
    signed = f"{event_id}.{timestamp}.".encode() + body
    expected = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    # There are two signatures while the secret is being rotated.
    for signature in signatures.split(" "):
        if hmac.compare_digest(expected, signature.encode()):
            return
    raise ValueError("no signature matches the body and the secret")


class Receiver(BaseHTTPRequestHandler):
    timeout = 10

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            return self.respond(411)
        if int(length) > MAX_BODY_BYTES:
            return self.respond(413)
        body = self.rfile.read(int(length))
        try:
            verify(self.server.key, self.headers, body)
        except ValueError as problem:
            print(f"Refused: {problem}", file=sys.stderr, flush=True)
            return self.respond(400)
        # Store the event here, unless one with this webhook-id is stored. Process it after the response.
        sys.stdout.buffer.write(self.headers["webhook-id"].encode() + b" " + body + b"\n")
        sys.stdout.flush()
        self.respond(204)

    def respond(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    try:
        signing_key = decode_secret(os.environ.get("WEBHOOK_SECRET", ""))
    except ValueError as error:
        sys.exit(str(error))
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
    server = ThreadingHTTPServer(("127.0.0.1", port), Receiver)
    server.key = signing_key
    print(f"Listening on http://127.0.0.1:{server.server_port}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
