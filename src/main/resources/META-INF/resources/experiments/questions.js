import { createMatcher } from "./wordSearch.js";

const filter = document.getElementById("filter");
const articles = [...document.querySelectorAll(".questions article")].map((element) => ({
  element,
  entry: document.querySelector(`.contents a[href="#${element.id}"]`).parentElement,
  text: `${element.textContent} ${element.dataset.keywords}`,
}));
const topics = document.querySelectorAll(".contents section");

filter.addEventListener("input", show);
show();

/** Shows the questions that contain all words. A browser may have kept the words of the last visit. */
function show() {
  const matches = createMatcher(filter.value);
  let count = 0;
  for (const { element, entry, text } of articles) {
    const isShown = matches(text);
    element.hidden = !isShown;
    entry.hidden = !isShown;
    if (isShown) count++;
  }
  for (const topic of topics) topic.hidden = !topic.querySelector("li:not([hidden])");
  document.getElementById("no-matches").hidden = count > 0;
  document.getElementById("matches").textContent = filter.value.trim() ? `${count} of ${articles.length}` : "";
}
