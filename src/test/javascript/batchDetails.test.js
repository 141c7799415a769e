import { BatchDetails, titleFrom } from "/uploads/batchDetails.js";
import { assertEquals, test } from "./harness.js";

const FILE = { name: "DSC 0042", number: 7, count: 120 };

test("replaces name and number, with as many digits as the last number", () => {
  assertEquals(titleFrom("Trip {number}: {name}", FILE), "Trip 007: DSC 0042");
  assertEquals(titleFrom("{number}/{number}", { ...FILE, count: 9 }), "7/7");
});

test("takes names literally", () => {
  assertEquals(titleFrom("{name}", { ...FILE, name: "$& {number}" }), "$& {number}");
});

test("keeps a pattern without placeholders", () => {
  assertEquals(titleFrom("  Holiday ", FILE), "Holiday");
});

function batchOf(cards) {
  const form = document.createElement("form");
  const names = ["details", "input", "textarea", "input", "input", "span"];
  const [section, pattern, description, visibility, tags, result] = names.map((name) => document.createElement(name));
  const batch = new BatchDetails({ section, form, pattern, description, visibility, tags, result }, { cards: () => cards, announce: () => {} });
  const apply = async (text, tagsText = "") => {
    pattern.value = text;
    tags.value = tagsText;
    form.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve));
    return result.textContent;
  };
  return { batch, apply };
}

function card(name, isSaved = true) {
  return {
    fileTitle: name,
    titles: [],
    tags: [],
    setDetails({ title, tags }) {
      this.titles.push(title);
      this.tags.push(tags);
      return Promise.resolve(isSaved);
    },
  };
}

test("gives no number twice, also after a file was removed", async () => {
  const cards = [card("a"), card("b"), card("c")];
  const { batch, apply } = batchOf(cards);
  assertEquals((await apply("Day {number}")).includes("the next numbers"), true);
  cards.splice(0, 1);
  const later = [card("d"), card("e")];
  for (const added of later) {
    cards.push(added);
    batch.applyTo(added);
  }
  assertEquals(cards.flatMap(({ titles }) => titles), ["Day 2", "Day 3", "Day 4", "Day 5"]);
});

test("says for how many files the details could not be saved", async () => {
  const { apply } = batchOf([card("a"), card("b", false), card("c", false)]);
  assertEquals(await apply("{name}"), "Saved for 1 of 3 files. The other cards say why. Apply the details again to save the rest.");
});

test("sets tags, and leaves them if the field is empty", async () => {
  const cards = [card("a"), card("b")];
  const { apply } = batchOf(cards);
  await apply("", " norway, fjord ");
  await apply("{name}");
  assertEquals(cards.map(({ tags }) => tags), [["norway, fjord", undefined], ["norway, fjord", undefined]]);
});
