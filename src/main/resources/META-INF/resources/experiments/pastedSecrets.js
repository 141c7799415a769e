/** What replaces a secret. The inspector needs to know only that it was there. */
const MASK = "…";

const NAMES = "(?:proxy-)?authorization|(?:set-)?cookie";

/** A value in the quotes of JSON or of a shell, whose end may be missing. */
const IN_SINGLE_QUOTES = String.raw`'(?:[^']|'\\'')*(?:'|$)`;
const IN_DOLLAR_QUOTES = String.raw`\$'(?:\\[\s\S]|[^'\\])*(?:'|$)`;
const IN_DOUBLE_QUOTES = String.raw`"(?:\\\^?[\s\S]|[^"\\])*(?:"|$)`;

/** A word of a shell: pieces with and without quotes. */
const WORD = String.raw`(?:${IN_DOLLAR_QUOTES}|${IN_SINGLE_QUOTES}|${IN_DOUBLE_QUOTES}|\\[\s\S]|[^\s'"\\])+`;

/** Spaces, and the end of a line that a shell continues. */
const GAP = String.raw`(?:[ \t]|[\\^]\r?\n)`;

const HEADER_LINE = new RegExp(String.raw`^([ \t]*(?:[<>] )?(?:${NAMES})[ \t]*:).*`, "gim");
const JSON_MEMBER = new RegExp(String.raw`("(?:${NAMES})"\s*:\s*)${IN_DOUBLE_QUOTES}`, "gi");
const SINGLE_QUOTED = new RegExp(String.raw`(?<!\$)('(?:${NAMES}):)(?:[^']|'\\'')*`, "gi");
const DOLLAR_QUOTED = new RegExp(String.raw`(\$'(?:${NAMES}):)(?:\\[\s\S]|[^'\\])*`, "gi");
const DOUBLE_QUOTED = new RegExp(String.raw`("(?:${NAMES}):)(?:\\\^?[\s\S]|[^"\\])*`, "gi");
const UNQUOTED = new RegExp(String.raw`((?:-H|--header)${GAP}*(?:${NAMES}):)(?:\\[\s\S]|[^\s\\])*`, "gi");

/** Short options can follow others that have no value: -su. */
const OPTION = new RegExp(
  String.raw`(^|\s)(-[afgGhiIjJklLMnNOpqRsSvVZ0-9]*[uUb]${GAP}*|--(?:user|proxy-user|cookie|oauth2-bearer)(?:=|${GAP}+))${WORD}`,
  "g",
);

/**
 * Replaces passwords, tokens and cookies in a curl command, a call of fetch, a raw request or a
 * response. Names of headers and options stay, and so does everything that a URL signs.
 */
export function maskSecrets(text) {
  const masked = text
    .replace(HEADER_LINE, `$1 ${MASK}`)
    .replace(JSON_MEMBER, `$1"${MASK}"`)
    .replace(SINGLE_QUOTED, `$1 ${MASK}`)
    .replace(DOLLAR_QUOTED, `$1 ${MASK}`)
    .replace(DOUBLE_QUOTED, `$1 ${MASK}`)
    .replace(UNQUOTED, `$1${MASK}`);
  return isCurlCommand(text) ? masked.replace(OPTION, `$1$2${MASK}`) : masked;
}

function isCurlCommand(text) {
  return /^\s*(?:\$ )?(?:\S*[/\\])?curl\b(?:\.exe)?\s/.test(text);
}
