package dev.slipway.catalogue.captions;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The captions of a video in one language. The text is an object in the derived bucket. */
@Entity
@Table(name = "video_caption")
class CaptionTrack extends PanacheEntityBase {
  /** The kind of file, in the object's key. */
  static final String FILE = "captions";

  /** The version in the object's key. */
  @Id String id;

  String videoId;
  String language;
  String label;
  boolean byDefault;

  /** In bytes. */
  long size;

  Instant createdAt;

  protected CaptionTrack() {}

  CaptionTrack(RandomId version, String videoId, CaptionLanguage language, boolean byDefault) {
    this.id = version.value();
    this.videoId = videoId;
    this.language = language.tag();
    this.label = language.label();
    this.byDefault = byDefault;
  }

  /** In the order in which menus show them. */
  static List<CaptionTrack> listOf(String videoId) {
    return list("videoId = ?1 order by label, language", videoId);
  }

  static Optional<CaptionTrack> findOf(String videoId, String language) {
    return find("videoId = ?1 and language = ?2", videoId, language).firstResultOptional();
  }

  static ObjectKey keyOf(String videoId, String version) {
    return ObjectKey.ofDerived(new RandomId(videoId), FILE, new RandomId(version), ".vtt");
  }

  ObjectKey key() {
    return keyOf(videoId, id);
  }
}
