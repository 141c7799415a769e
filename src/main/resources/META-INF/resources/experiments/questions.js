import { createRanking } from "./rankedSearch.js";

/** At most this many places outside the questions are listed. */
const MAX_PLACES = 5;

const filter = document.getElementById("filter");
const list = document.querySelector(".questions");
const articles = [...list.querySelectorAll("article")];
const places = [...document.querySelectorAll("#elsewhere li")];
const rankArticles = createRanking(articles.map(fieldsOfArticle));
const rankPlaces = createRanking(places.map((place) => [{ text: place.textContent, weight: 1 }]));

filter.addEventListener("input", show);
window.addEventListener("hashchange", showTarget);
show();
showTarget();

/** Shows what matches, the best first. A browser may have kept the words of the last visit. */
function show() {
  const ranked = rankArticles(filter.value);
  const found = ranked?.map(({ index }) => articles[index]) ?? articles;
  for (const article of articles) article.hidden = !found.includes(article);
  arrange(found);
  document.querySelector(".contents").hidden = ranked !== null;
  document.getElementById("no-matches").hidden = found.length > 0;
  document.getElementById("matches").textContent = ranked === null ? "" : describe(found.length);
  showPlaces();
}

/** A link that leads to a question which the search hides clears the search. */
function showTarget() {
  const target = articles.find(({ id }) => `#${id}` === location.hash);
  if (!target?.hidden) return;
  filter.value = "";
  show();
  target.scrollIntoView();
}

/** Moves the articles only if their order changes, because a browser scrolls to the fragment of the address. */
function arrange(found) {
  const shown = [...list.children].filter((article) => found.includes(article));
  if (found.some((article, index) => article !== shown[index])) list.prepend(...found);
}

function showPlaces() {
  const found = (rankPlaces(filter.value) ?? []).slice(0, MAX_PLACES).map(({ index }) => places[index]);
  for (const place of places) place.hidden = !found.includes(place);
  const elsewhere = document.getElementById("elsewhere");
  elsewhere.querySelector("ul").prepend(...found);
  elsewhere.hidden = found.length === 0;
}

function describe(count) {
  if (count === 0) return "No question";
  return count === 1 ? `1 of ${articles.length}` : `${count} of ${articles.length}, the best match first`;
}

/** Only what says something about this question: labels such as “Test” are in every article. */
function fieldsOfArticle(article) {
  const text = (selector) => [...article.querySelectorAll(selector)].map((element) => element.textContent).join(" ");
  return [
    { text: text("h2"), weight: 3 },
    { text: article.dataset.keywords, weight: 3 },
    { text: text(".summary"), weight: 2 },
    { text: text(".answer"), weight: 1 },
    { text: text(".reference"), weight: 0.5 },
  ];
}
