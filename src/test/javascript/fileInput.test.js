import { isHidden, separateDuplicates } from "/uploads/fileInput.js";
import { assertEquals, test } from "./harness.js";

const fingerprint = (file) => file.text();

function candidate(name, content, lastModified = 1) {
  return { file: new File([content], name, { lastModified }), path: name };
}

test("recognises copies by size and fingerprint, and the same file without reading it", async () => {
  const present = [candidate("a.mp4", "one").file];
  const candidates = [candidate("copy.mp4", "one"), candidate("b.mp4", "two"), candidate("c.mp4", "longer"), candidate("c.mp4", "longer")];

  const { fresh, duplicates } = await separateDuplicates(candidates, present, { fingerprint });

  assertEquals(fresh.map(({ path }) => path), ["b.mp4", "c.mp4"]);
  assertEquals(duplicates.map(({ candidate: { path }, of }) => [path, of.name]), [["copy.mp4", "a.mp4"], ["c.mp4", "c.mp4"]]);
});

test("adds a file of the same size if its fingerprint can't be computed", async () => {
  const unreadable = () => Promise.reject(new Error("gone"));

  const { fresh } = await separateDuplicates([candidate("b.mp4", "two")], [candidate("a.mp4", "one").file], { fingerprint: unreadable });

  assertEquals(fresh.length, 1);
});

test("knows the files that systems hide", () => {
  const hidden = ["trip/.DS_Store", "trip/.git/config", "trip/Thumbs.db", "trip/desktop.ini"];

  assertEquals([...hidden, "trip/notes.txt", "trip/a.b/c"].filter(isHidden), hidden);
});
