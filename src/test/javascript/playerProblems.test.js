import { showProblem } from "/catalogue/player/problems.js";
import { assertEquals, test } from "./harness.js";

function messageElement({ loggedIn, downloadable }) {
  const element = document.createElement("p");
  element.append(document.createElement("span"));
  if (downloadable) element.append(document.createElement("a"));
  if (loggedIn) element.dataset.session = "";
  return element;
}

function shown(options, code) {
  const element = messageElement(options);
  showProblem(element, code);
  const download = element.querySelector("a");
  return { text: element.textContent, download: Boolean(download && !download.hidden) };
}

test("offers the download where the browser can't play the file", () => {
  const { text, download } = shown({ loggedIn: false, downloadable: true }, "no-picture");
  assertEquals([text.includes("Download it"), download], [true, true]);
  assertEquals(shown({ loggedIn: true, downloadable: true }, "offline").download, false);
});

test("offers no download to people who may only watch", () => {
  for (const code of ["no-picture", "no-sound", "undecodable", "blocked"]) {
    const { text, download } = shown({ loggedIn: false, downloadable: false }, code);
    assertEquals([text.includes("ownload"), download], [false, false]);
  }
});

test("tells people without a session that the link has ended", () => {
  assertEquals(shown({ loggedIn: false, downloadable: false }, "unauthenticated").text.includes("access through the link has ended"), true);
  assertEquals(shown({ loggedIn: true, downloadable: true }, "unauthenticated").text, "Your session has ended. Reload this page to log in.");
});

test("hides a problem that is solved", () => {
  const element = messageElement({ loggedIn: false, downloadable: false });
  showProblem(element, "offline");
  showProblem(element, null);
  assertEquals([element.hidden, element.textContent], [true, ""]);
});

test("tells what the player does about an outage", () => {
  const element = messageElement({ loggedIn: true, downloadable: true });
  for (const code of ["offline", "unreachable", "failing", "available", "connection-lost", "too-many-requests", "database-unavailable"]) {
    showProblem(element, code, { retrying: true });
    assertEquals([code, element.textContent.endsWith("continues automatically."), element.querySelector("a").hidden], [code, true, true]);
  }
});

test("tells that the stream is the reason, and offers the file where that is allowed", () => {
  for (const code of ["stream-missing", "stream-broken"]) {
    const { text, download } = shown({ loggedIn: true, downloadable: true }, code);
    assertEquals([/ownload the (uploaded )?file/.test(text), download], [true, true]);
    assertEquals(shown({ loggedIn: true, downloadable: false }, code).text.includes("ownload"), false);
  }
});
