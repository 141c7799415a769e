/** Words that say nothing about what a question is about. */
const STOP_WORDS = new Set(
  `a about again all also am an and any are as at be because been before but by can cannot cant could did do does
  doesnt dont for from get gets give given go goes had
  happen happened happening happens has have how i if in into is isnt it its just know let lets like
  make makes many may me might more most much must my need needs no not now of off on one only or other our out over
  really say should so some still such tell than that the their them then there these they thing this those through to
  too up us use used uses using very want was way we were what whats when where which while who whom whose why will
  with without would you your yours`.split(/\s+/),
);

/** Endings and what replaces them; only the first that fits is removed. */
const ENDINGS = [
  ["ations", "at"],
  ["ation", "at"],
  ["ating", "at"],
  ["ated", "at"],
  ["ates", "at"],
  ["ies", "y"],
  ["ing", ""],
  ["ed", ""],
  ["es", ""],
  ["s", ""],
];

/** Scales how much rarer words count more. */
const RARITY_SCALE = 30;

/** Words that people use for the same thing, a group on each line. */
const SYNONYM_GROUPS = `
  revoke cancel invalidate withdraw blacklist
  chaos fault inject failure outage
  steal stolen leak compromise theft
  throttle limit pace
  retry repeat resend again
  drop lose lost disconnect interrupt
  lost missing never vanish
  recover rebuild restore
  wrong bad drawback disadvantage against
  domain dns cname
  front gateway proxy
  rename extension
  resume continue
  event notification webhook callback
  duplicate twice double deduplicate
  delete remove erase
  monitor observe alert metric
  crash kill die
  huge large big oversized
  size length
  virus malware infected
  phone mobile ios android
  tenant customer
  migrate move
  rdbms postgresql postgres sql database
  nosql dynamodb cassandra mongodb
  ttl expire expiry lifetime valid
  checksum hash integrity
  corrupt damaged changed unchanged intact
  overload storm herd
  price cost expensive cheap
  encrypt encryption
  transcode process processing
  watch play stream viewer
  fake forge spoof
  verify validate check
  chunk part
  rank order
  url link
  generate create sign
  cpu processor bottleneck heavy
  frontend browser client page
  finish done ready complete
  claim say pretend lie
  show see find display
  latency delay slow
  orphan abandoned garbage
  region continent geographic
`
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/).map(stem));

const SYNONYM_WEIGHT = 0.6;
const PREFIX_WEIGHT = 0.7;

/** A beginning of a word that is shorter finds too many words. */
const MIN_PREFIX = 3;

/** How much a further occurrence of a word in one document adds: little, so long answers have no advantage. */
const SATURATION = 1.5;

/** Documents with a smaller share of the best score are about something else. */
const MIN_SHARE_OF_BEST = 0.35;

/**
 * Creates a function that ranks documents by the words of a query. Stop words are ignored, endings are removed, and
 * synonyms count less than the word itself. A rare word counts more than a frequent one.
 *
 * @param documents each a list of fields {text, weight}
 * @returns a function from a query to {index, score}, best first; null if the query has no word to search for
 */
export function createRanking(documents) {
  const counts = documents.map(countWords);
  const frequencies = new Map();
  for (const words of counts) {
    for (const word of words.keys()) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  const vocabulary = [...frequencies.keys()];

  return (query) => {
    const words = wordsOf(query);
    const terms = words.filter((word) => !STOP_WORDS.has(word)).map(stem);
    if (terms.length === 0) return null;
    const expanded = [...new Set(terms)].map((term) => ({ term, matches: expand(term, vocabulary) }));
    const scored = counts.map((words, index) => ({ index, score: scoreOf(words, expanded, frequencies) }));
    const best = Math.max(0, ...scored.map(({ score }) => score));
    return scored
      .filter(({ score }) => score > 0 && score >= best * MIN_SHARE_OF_BEST)
      .sort((one, other) => other.score - one.score || one.index - other.index);
  };
}

/** The weight of each stem in a document. */
function countWords(fields) {
  const counts = new Map();
  for (const { text, weight } of fields) {
    for (const word of wordsOf(text)) {
      const key = stem(word);
      counts.set(key, (counts.get(key) ?? 0) + weight);
    }
  }
  return counts;
}

/** The words of the vocabulary that match a term, with their weights. */
function expand(term, vocabulary) {
  const matches = new Map();
  for (const group of SYNONYM_GROUPS) {
    if (group.includes(term)) for (const word of group) matches.set(word, SYNONYM_WEIGHT);
  }
  if (term.length >= MIN_PREFIX) {
    for (const word of vocabulary) if (word.startsWith(term)) matches.set(word, PREFIX_WEIGHT);
  }
  matches.set(term, 1);
  return matches;
}

function scoreOf(words, terms, frequencies) {
  let sum = 0;
  let found = 0;
  for (const { term, matches } of terms) {
    const ownFrequency = frequencies.get(term) ?? 0;
    let best = 0;
    for (const [word, weight] of matches) {
      const count = words.get(word);
      if (!count) continue;
      // A prefix or synonym that is rarer than the word itself must not outrank it.
      const rarity = Math.log(1 + RARITY_SCALE / Math.max(frequencies.get(word), ownFrequency));
      best = Math.max(best, weight * rarity * (count / (count + SATURATION)));
    }
    if (best > 0) found++;
    sum += best;
  }
  return sum * (0.5 + found / terms.length / 2);
}

/** Lower case, without apostrophes and single characters; “10,000” and “pre-signed” are one word. */
function wordsOf(text) {
  return (
    text
      .toLowerCase()
      .replace(/['’]/g, "")
      .replaceAll("pre-signed", "presigned")
      .replace(/(\d),(?=\d{3})/g, "$1")
      .match(/[\p{L}\p{N}]{2,}/gu) ?? []
  );
}

/** Removes common English endings, so that “revoking” and “revoked” are the same word. */
function stem(word) {
  if (word.length < 4 || /\d/.test(word)) return word;
  let result = word;
  for (const [ending, replacement] of ENDINGS) {
    if (result.endsWith(ending) && result.length - ending.length >= 3) {
      result = result.slice(0, -ending.length) + replacement;
      break;
    }
  }
  result = result.replace(/([^aeiouls])\1$/, "$1");
  return result.length > 3 ? result.replace(/(e|y|i)$/, "") : result;
}
