package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoSort;
import dev.slipway.media.MediaFormat;
import dev.slipway.web.QueryString;
import java.net.URI;
import java.util.List;

/**
 * The search in the list of own videos, as its form and its links have it. Blank parameters are
 * left out of the links.
 *
 * @param position the parameter of the address that says which page it is; empty for the first one
 */
record OwnVideoSearch(VideoFilter filter, String position) {
  private static final String PATH = "/videos/mine";

  /**
   * The address of the page of the list to which a form returns.
   *
   * @param query what {@link #queryOfPage} returned; anything else is left out
   * @param outcome the parameters of a notice, or an empty text
   */
  static URI addressOf(String query, String outcome) {
    return addressOf(PATH, query, outcome);
  }

  /**
   * Creates the search of another list.
   *
   * @param path of the list
   */
  static URI addressOf(String path, String query, String outcome) {
    var parameters = QueryString.join(QueryString.isValid(query) ? query : "", outcome);
    return URI.create(parameters.isEmpty() ? path : path + "?" + parameters);
  }

  /** The text, or null. */
  public String text() {
    return filter.criteria().text();
  }

  /** The name of a status, or null. */
  public String status() {
    return filter.status() == null ? null : filter.status().name();
  }

  /** The lower-case name of a visibility, or null. */
  public String visibility() {
    var visibility = filter.criteria().visibility();
    return visibility == null ? null : visibility.lowerCaseName();
  }

  /** The short name of a container, or null. */
  public String format() {
    return filter.criteria().container();
  }

  public String sort() {
    return filter.sort().key();
  }

  /** The choices of the format. */
  public List<String> formats() {
    return MediaFormat.containers();
  }

  public int maxTextLength() {
    return VideoFilter.Criteria.MAX_TEXT_LENGTH;
  }

  /** Whether only some of the videos are listed. */
  public boolean narrowed() {
    return filter.isNarrowed();
  }

  /** Whether the list begins with the newest videos. */
  public boolean newestFirst() {
    return filter.sort() == VideoSort.NEWEST;
  }

  /** The parameters of links to other pages of the list. */
  public String query() {
    return QueryString.of(
        "q", text(),
        "status", status(),
        "visibility", visibility(),
        "format", format(),
        "sort", newestFirst() ? null : sort());
  }

  /**
   * The parameters of an export of the list, whose own {@code format} is that of the file.
   *
   * @param fileFormat csv or ndjson
   */
  public String exportQuery(String fileFormat) {
    return QueryString.of(
        "mine", "true",
        "q", text(),
        "status", status(),
        "visibility", visibility(),
        "container", format(),
        "sort", newestFirst() ? null : sort(),
        "format", fileFormat);
  }

  /** The parameters of this page of the list, to which a form returns. */
  public String queryOfPage() {
    return QueryString.join(query(), position);
  }
}
