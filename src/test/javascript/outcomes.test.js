import { forgetOutcomes } from "/web/outcomes.js";
import { assertEquals, test } from "./harness.js";

/** The query of this page after its outcomes are removed. */
function queryAfter(query, hash = "") {
  history.replaceState({ position: 3 }, "", location.pathname + query + hash);
  forgetOutcomes();
  return location.search;
}

test("removes what a form has just done from the address", () => {
  const queries = [
    "?saved=true",
    "?captions=saved",
    "?trashed=a",
    "?restored=a",
    "?deleted=2",
    "?emptied=true",
    "?edited=2&failed=1&skipped=1",
    "?selected=none",
    "?view=saved",
    "?requested=true",
    "?dismissed=true",
    "?refused=not-found",
    "?done=password",
    "?replayed=5&remaining=3",
    "?begun=7",
    "?asked=7",
    "?rebuilt=true",
    "?created=a",
    "?revoked=true",
  ];

  for (const query of queries) assertEquals([query, queryAfter(query)], [query, ""]);
});

test("keeps other parameters, the hash and the state of the page", () => {
  assertEquals(queryAfter("?status=STORED&view=deleted&query=a", "#captions"), "?status=STORED&query=a");
  assertEquals(location.hash, "#captions");
  assertEquals(history.state.position, 3);
});

test("leaves an address without an outcome as it is", () => {
  assertEquals(queryAfter("?q=a%20b"), "?q=a%20b");
});
