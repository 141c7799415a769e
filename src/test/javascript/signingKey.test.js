import { canDerive, deriveKeys, sign } from "/experiments/signingKey.js";
import { assertEquals, test } from "./harness.js";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

test("derives the signature of Amazon's example", async () => {
  const scope = { date: "20130524", region: "us-east-1", service: "s3", terminator: "aws4_request" };
  const keys = await deriveKeys(SECRET, scope);
  const stringToSign = ["AWS4-HMAC-SHA256", "20130524T000000Z", "20130524/us-east-1/s3/aws4_request", "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04"].join("\n");

  assertEquals(
    keys.map(({ name }) => name),
    ["kDate", "kRegion", "kService", "kSigning"],
  );
  assertEquals(await sign(keys.at(-1).bytes, stringToSign), "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
});

/** Of Amazon's documentation, "Deriving a signing key". */
test("derives the published keys", async () => {
  const scope = { date: "20120215", region: "us-east-1", service: "iam", terminator: "aws4_request" };
  const keys = await deriveKeys("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope);

  assertEquals(
    keys.map(({ hex }) => hex),
    [
      "969fbb94feb542b71ede6f87fe4d5fa29c789342b0f407474670f0c2489e0a0d",
      "69daa0209cd9c5ff5c8ced464a696fd4252e981430b10e3d3fd8e2f197d7a70c",
      "f72cfd46f26bc4643f06a11eabb6c0ba18780c19a8da0c31ace671265e3c87fa",
      "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d",
    ],
  );
});

test("knows that browsers derive no keys on insecure pages", () => {
  assertEquals(canDerive({}), false);
  assertEquals(canDerive(undefined), true);
});
