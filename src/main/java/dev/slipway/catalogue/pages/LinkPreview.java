package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.VideoFacts;
import dev.slipway.web.SafeText;
import dev.slipway.web.path.PathPrefix;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.ws.rs.core.UriInfo;

/**
 * The preview that other sites and messengers show of a link to a video. They need complete
 * addresses that last.
 *
 * @see <a href="https://ogp.me/">The Open Graph protocol</a>
 */
@Named
@ApplicationScoped
class LinkPreview {
  /** Sites cut longer descriptions. */
  private static final int MAX_DESCRIPTION = 200;

  private final UriInfo uri;
  private final PathPrefix prefix;

  LinkPreview(UriInfo uri, PathPrefix prefix) {
    this.uri = uri;
    this.prefix = prefix;
  }

  public String pageUrl(VideoFacts video) {
    return absolute("/videos/" + video.id);
  }

  /** An address that lasts, and redirects to a signed URL of the poster. */
  public String posterUrl(VideoFacts video) {
    return absolute("/videos/" + video.id + "/poster");
  }

  /** In one line. */
  public String description(VideoFacts video) {
    if (video.description == null) {
      return video.owner == null ? "A video." : "A video by " + video.owner + ".";
    }
    var line = video.description.replaceAll("\\s+", " ").strip();
    if (line.length() <= MAX_DESCRIPTION) {
      return line;
    }
    var end = line.lastIndexOf(' ', MAX_DESCRIPTION - 1);
    return SafeText.truncate(line, end > 0 ? end : MAX_DESCRIPTION - 1) + "…";
  }

  private String absolute(String path) {
    return uri.getBaseUri().resolve(prefix.addTo(path)).toString();
  }
}
