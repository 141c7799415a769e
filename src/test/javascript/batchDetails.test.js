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
  const apply = async (text) => {
    pattern.value = text;
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
    setDetails({ title }) {
      this.titles.push(title);
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
