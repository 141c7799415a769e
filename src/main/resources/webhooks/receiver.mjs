// Receives webhooks from Slipway and verifies their signatures. Needs Node 18 or later.
//
//     WEBHOOK_SECRET=whsec_... node receiver.mjs 9000

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const TOLERANCE_SECONDS = 5 * 60;
const MAX_BODY_BYTES = 1024 * 1024;

/** Returns the key of a secret, or throws an Error. */
function decodeSecret(secret) {
  const text = secret.replace(/^whsec_/, "");
  const key = Buffer.from(text, "base64");
  if (key.length === 0 || key.toString("base64") !== text) {
    throw new Error("Set WEBHOOK_SECRET to the secret of the webhook, which begins with whsec_");
  }
  return key;
}

/** Throws an Error unless Slipway signed these bytes of a body within the last 5 minutes. */
function verify(key, headers, body) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["webhook-signature"];
  if (!id || !timestamp || !signatures) throw new Error("a webhook header is missing");
  if (!/^[0-9]{1,12}$/.test(timestamp)) throw new Error("the timestamp is not a number of seconds");
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) {
    throw new Error("the timestamp differs from this clock by more than 5 minutes");
  }
  const hmac = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body);
  const expected = Buffer.from(`v1,${hmac.digest("base64")}`);
  // There are two signatures while the secret is being rotated.
  const matches = signatures
    .split(" ")
    .map((signature) => Buffer.from(signature))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  if (!matches) throw new Error("no signature matches the body and the secret");
}

/** Returns the bytes of a body, not its text: the signature covers the bytes. */
async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Error("the body is larger than 1 MiB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function receive(key, request) {
  if (request.method !== "POST") return 405;
  try {
    const body = await readBody(request);
    verify(key, request.headers, body);
    // Store the event here, unless one with this webhook-id is stored. Process it after the response.
    process.stdout.write(Buffer.concat([Buffer.from(`${request.headers["webhook-id"]} `), body, Buffer.from("\n")]));
    return 204;
  } catch (problem) {
    console.error(`Refused: ${problem.message}`);
    return 400;
  }
}

function start() {
  const key = decodeSecret(process.env.WEBHOOK_SECRET ?? "");
  const server = createServer(async (request, response) => response.writeHead(await receive(key, request)).end());
  server.listen(Number(process.argv[2] ?? 9000), "127.0.0.1", () => {
    console.log(`Listening on http://127.0.0.1:${server.address().port}/`);
  });
}

try {
  start();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
