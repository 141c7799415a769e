import { createRanking } from "/experiments/rankedSearch.js";
import { assertEquals, test } from "./harness.js";

const DOCUMENTS = [
  "How do you revoke a signed URL?",
  "How is a file recognised when an upload is resumed?",
  "How do you list 10,000 videos of an upload?",
].map((text) => [{ text, weight: 1 }]);

const search = createRanking(DOCUMENTS);
const indexes = (query) => search(query).map(({ index }) => index);

test("other forms of a word match", () => {
  assertEquals(indexes("revoking"), [0]);
  assertEquals(indexes("resume"), [1]);
});

test("synonyms match", () => {
  assertEquals(indexes("cancel"), [0]);
  assertEquals(indexes("continue"), [1]);
});

test("a word that is being typed matches", () => {
  assertEquals(indexes("recog"), [1]);
});

test("words of a sentence that say nothing are ignored", () => {
  assertEquals(indexes("How would you do the videos?"), [2]);
});

test("a document without one of the words is found, after those with more of them", () => {
  assertEquals(indexes("upload of a recognised file")[0], 1);
  assertEquals(indexes("listing with a unicorn"), [2]);
});

test("a rare word counts more than a frequent one", () => {
  assertEquals(indexes("upload videos")[0], 2);
});

test("punctuation separates words, and numbers are words", () => {
  assertEquals(indexes("10000"), [2]);
  assertEquals(indexes("(URL)"), [0]);
  assertEquals(indexes("pre-signed"), []);
});

test("a field with more weight ranks higher", () => {
  const ranking = createRanking([
    [{ text: "quota", weight: 1 }],
    [{ text: "quota", weight: 3 }],
  ]);
  assertEquals(
    ranking("quota").map(({ index }) => index),
    [1, 0],
  );
});

test("an exact word ranks before a rarer one that begins with it, and before a rarer synonym", () => {
  const ranking = createRanking([
    [{ text: "the costume, the cheap one", weight: 3 }],
    [{ text: "the cost", weight: 3 }],
    [{ text: "a cost of something", weight: 1 }],
    [{ text: "one more cost", weight: 1 }],
  ]);
  assertEquals(ranking("cost")[0].index, 1);
});

test("a query without words, or with stop words only, finds no ranking", () => {
  assertEquals(search("what would you do"), null);
  assertEquals(search("  "), null);
  assertEquals(search("* -"), null);
});
