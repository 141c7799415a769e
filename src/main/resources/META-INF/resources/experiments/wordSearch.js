/**
 * Creates a function that tells whether a text contains all words of a query. A word matches a word of
 * the text or its beginning, so “STS” finds “STS” and not “tests”. Punctuation separates words.
 */
export function createMatcher(query) {
  const phrases = query
    .split(/\s+/)
    .map(normalize)
    .filter((phrase) => phrase.trim());
  return (text) => {
    const normalized = normalize(text);
    return phrases.every((phrase) => normalized.includes(phrase));
  };
}

/** The words in lower case, each after one space. */
function normalize(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => ` ${word}`).join("");
}
