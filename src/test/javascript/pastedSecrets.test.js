import { maskSecrets } from "/experiments/pastedSecrets.js";
import { assertEquals, test } from "./harness.js";

const URL = "'https://store.example/b/k?X-Amz-SignedHeaders=host&X-Amz-Signature=ab'";

test("masks passwords and cookies of a curl command", () => {
  const commands = [
    ["-u me:secret", "-u …"],
    ["-sume:secret", "-su…"],
    ["-u 'me:secret word'", "-u …"],
    ["-u me:'secret word'", "-u …"],
    ['--user "me:sec\\"ret"', "--user …"],
    ["--user=me:secret", "--user=…"],
    ["-U me:secret", "-U …"],
    ["--proxy-user me:secret", "--proxy-user …"],
    ["--oauth2-bearer secret", "--oauth2-bearer …"],
    ["-b 'a=secret; b=secret'", "-b …"],
    ["--cookie a=secret", "--cookie …"],
    ["-u \\\n  me:secret", "-u \\\n  …"],
    ["-H 'Authorization: Bearer secret'", "-H 'Authorization: …'"],
    ['-H "authorization: Bearer sec\\"ret"', '-H "authorization: …"'],
    ["-H $'Cookie: a=\\'secret\\''", "-H $'Cookie: …'"],
    ["-H 'Cookie: a='\\''secret'\\'''", "-H 'Cookie: …'"],
    ['-H ^"cookie: a=\\^"secret\\^"^"', '-H ^"cookie: …"'],
    ["-H Authorization:\\ Bearer\\ secret", "-H Authorization:…"],
    ["-HAuthorization:secret", "-HAuthorization:…"],
    ["-H 'Proxy-Authorization: Basic secret'", "-H 'Proxy-Authorization: …'"],
  ];
  for (const [secret, masked] of commands) {
    assertEquals(maskSecrets(`curl ${secret} -T clip.mp4 ${URL}`), `curl ${masked} -T clip.mp4 ${URL}`);
  }
});

test("masks a secret in a quote that has no end", () => {
  assertEquals(maskSecrets("curl -u 'me:secret"), "curl -u …");
  assertEquals(maskSecrets("curl -H 'Cookie: a=secret"), "curl -H 'Cookie: …");
});

test("masks header lines of requests and responses", () => {
  assertEquals(
    maskSecrets("PUT /b/k HTTP/1.1\r\nAuthorization: Basic secret\r\ncookie: a=\"secret\"; b='secret'\r\nContent-Type: video/mp4\r\n"),
    "PUT /b/k HTTP/1.1\r\nAuthorization: …\r\ncookie: …\r\nContent-Type: video/mp4\r\n",
  );
  assertEquals(maskSecrets("> Authorization: Basic secret\n< Set-Cookie: a=secret\n< HTTP/1.1 403"), "> Authorization: …\n< Set-Cookie: …\n< HTTP/1.1 403");
});

test("masks headers of a call of fetch", () => {
  assertEquals(
    maskSecrets('fetch("https://h/b/k", {"headers": {"authorization": "Bearer sec\\"ret", "cookie": "a=secret", "if-none-match": "*"}});'),
    'fetch("https://h/b/k", {"headers": {"authorization": "…", "cookie": "…", "if-none-match": "*"}});',
  );
});

test("keeps what a URL signs", () => {
  for (const text of [
    `curl -X PUT -T clip.mp4 -H 'Content-Type: video/mp4' -H 'x-amz-meta-cookie: a' -sS -vk --url ${URL}`,
    "content-type:video/mp4\nhost:h\nx-amz-meta-authorization:a",
    "<Error><Code>AccessDenied</Code><Message>Authorization: denied</Message></Error>",
    "-u is no option here",
    "",
  ]) {
    assertEquals(maskSecrets(text), text);
  }
});

test("reads long texts in linear time", () => {
  for (const piece of ["'", '"', "\\", "$'", "-u ", "-H ", "Cookie:", "'Cookie:", '"cookie":"', " ", "\n", "a"]) {
    maskSecrets(`curl ${piece.repeat(65_536 / piece.length)}`);
  }
});
