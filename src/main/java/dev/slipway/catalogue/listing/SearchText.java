package dev.slipway.catalogue.listing;

import dev.slipway.catalogue.listing.FilterField.Condition;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.web.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Searches for words, depending on what the caller may know:
 *
 * <ul>
 *   <li>administrators: in title, file name, owner and, if another tool stored the object, its key;
 *   <li>in lists of own videos: in title, file name, description and tags;
 *   <li>in other lists: in title and owner, and also in the file name of own videos.
 * </ul>
 *
 * The index {@code video_search} finds each sequence of three characters (trigram), so at least one
 * word needs three; searching for shorter ones alone would read the whole table.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgtrgm.html">pg_trgm</a>
 */
final class SearchText {
  /** In UTF-16 units. */
  static final int MAX_LENGTH = 100;

  static final int MIN_WORD_LENGTH = 3;
  private static final int MAX_WORDS = 8;

  /**
   * The expression of the index. The key of an upload has only its id, which another index finds.
   */
  static final String EXPRESSION =
      "(v.title || ' ' || v.file_name || ' ' || coalesce(v.owner, '')"
          + " || case when v.upload_id is null then ' ' || v.object_key else '' end)";

  /** An index finds the videos of an owner, so their texts are read. */
  private static final String OWN_EXPRESSION =
      "concat_ws(' ', v.title, v.file_name, v.description, array_to_string(v.tags, ' '))";

  private static final String PUBLIC_EXPRESSION = "(v.title || ' ' || coalesce(v.owner, ''))";

  private static final String CONTAINS = " ilike ? escape '!'";

  private static final String PARAMETER = FilterField.TEXT.parameter();

  /** An id, a key or an address of an upload's object. */
  private static final Pattern LOCATION =
      Pattern.compile("(?:s3://[a-z0-9.-]+/)?(?:videos/)?([a-z2-7]{26})(?:/source)?");

  private static final Pattern ID_PREFIX = Pattern.compile("[a-z2-7]{3,25}");
  private static final Pattern TRIGRAM = Pattern.compile("[\\p{L}\\p{N}]{3}");

  private SearchText() {}

  static Condition condition(String text, Access access) {
    var location = LOCATION.matcher(text);
    if (location.matches()) {
      var id = location.group(1);
      // The former id of a video that was replaced is part of its key, which is private.
      return access.isRestricted()
          ? Condition.of("(v.id = ? or v.owner = ? and v.upload_id = ?)", id, ownerOf(access), id)
          : Condition.of("(v.id = ? or v.upload_id = ?)", id, id);
    }
    var words = words(text);
    var sql = new ArrayList<String>();
    var values = new ArrayList<Object>();
    for (var word : words) {
      var pattern = SafeText.likePattern(word);
      var matches = (access.ownOnly() ? OWN_EXPRESSION : EXPRESSION) + CONTAINS;
      if (access.isRestricted()) {
        matches = "(%s or v.owner = ? and %s)".formatted(PUBLIC_EXPRESSION + CONTAINS, matches);
        values.add(pattern);
        values.add(ownerOf(access));
      }
      values.add(pattern);
      if (words.size() == 1 && ID_PREFIX.matcher(word).matches()) {
        matches = "(" + matches + " or v.id >= ? and v.id < ?)";
        values.add(word);
        // The character after z: ids consist of letters and digits.
        values.add(word + "{");
      }
      sql.add(matches);
    }
    return Condition.of(String.join(" and ", sql), values.toArray());
  }

  /** No account has an empty name. */
  private static String ownerOf(Access access) {
    return access.owner() == null ? "" : access.owner();
  }

  private static List<String> words(String text) {
    var cleaned = SafeText.label(text).orElse("");
    if (cleaned.length() > MAX_LENGTH) {
      throw FilterField.refusal(PARAMETER, "must have at most %d characters".formatted(MAX_LENGTH));
    }
    var words = SafeText.words(cleaned);
    if (words.isEmpty()) {
      throw FilterField.refusal(PARAMETER, "must have at least one visible character");
    }
    if (words.size() > MAX_WORDS) {
      throw FilterField.refusal(PARAMETER, "must have at most %d words".formatted(MAX_WORDS));
    }
    return words;
  }

  /**
   * Refuses a text that no index finds, so that a search would read the whole table.
   *
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  static void requireIndexed(String text) {
    if (!isIndexed(text)) {
      throw FilterField.refusal(
          PARAMETER,
          "must have a word with %d characters or more, letters or digits. Shorter ones need an 'owner'"
              .formatted(MIN_WORD_LENGTH));
    }
  }

  /** Whether an index finds the text in all videos. */
  static boolean isIndexed(String text) {
    return words(text).stream().anyMatch(SearchText::hasTrigram);
  }

  /** The index knows letters and digits only. */
  private static boolean hasTrigram(String word) {
    return TRIGRAM.matcher(word).find();
  }
}
