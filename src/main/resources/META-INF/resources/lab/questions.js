const filter = document.getElementById("filter");
const articles = [...document.querySelectorAll(".questions article")].map((element) => ({
  element,
  entry: document.querySelector(`.contents a[href="#${element.id}"]`).parentElement,
  text: element.textContent.toLowerCase(),
}));
const topics = document.querySelectorAll(".contents section");

filter.addEventListener("input", show);
show();

/** Shows the questions that contain all words. A browser may have kept the words of the last visit. */
function show() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { element, entry, text } of articles) {
    const matches = words.every((word) => text.includes(word));
    element.hidden = !matches;
    entry.hidden = !matches;
    if (matches) count++;
  }
  for (const topic of topics) topic.hidden = !topic.querySelector("li:not([hidden])");
  document.getElementById("no-matches").hidden = count > 0;
  document.getElementById("matches").textContent = words.length ? `${count} of ${articles.length}` : "";
}
