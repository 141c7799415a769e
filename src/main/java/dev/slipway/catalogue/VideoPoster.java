package dev.slipway.catalogue;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** The picture that represents a video before it is played. Its files are in the derived bucket. */
@Embeddable
public class VideoPoster {
  /** The names of the files: the poster, and the small one for lists. */
  public static final String NAME = "poster";

  public static final String TILE_NAME = "tile";
  public static final String MEDIA_TYPE = "image/jpeg";
  private static final String SUFFIX = ".jpg";

  @Column(name = "poster")
  String version;

  @Column(name = "poster_width")
  Integer width;

  @Column(name = "poster_height")
  Integer height;

  @Column(name = "poster_placeholder")
  String placeholder;

  protected VideoPoster() {}

  /**
   * @param version in the keys of the files
   * @param width of the poster in pixels
   * @param height of the poster in pixels
   * @param placeholder a tiny picture as a {@code data:} address
   */
  public VideoPoster(RandomId version, int width, int height, String placeholder) {
    this.version = version.value();
    this.width = width;
    this.height = height;
    this.placeholder = placeholder;
  }

  /** The key of a poster. */
  public static ObjectKey key(RandomId videoId, RandomId version) {
    return ObjectKey.ofDerived(videoId, NAME, version, SUFFIX);
  }

  /** The key of the small poster for lists. */
  public static ObjectKey tileKey(RandomId videoId, RandomId version) {
    return ObjectKey.ofDerived(videoId, TILE_NAME, version, SUFFIX);
  }

  public RandomId version() {
    return new RandomId(version);
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  public String placeholder() {
    return placeholder;
  }
}
