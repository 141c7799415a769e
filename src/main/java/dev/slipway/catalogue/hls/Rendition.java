package dev.slipway.catalogue.hls;

import dev.slipway.media.mp4.FragmentIndex;
import dev.slipway.media.mp4.FragmentIndex.Segment;
import dev.slipway.media.rendition.Rung;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A copy of a video for adaptive streaming: a fragmented MP4 file in the derived bucket. A video
 * has the rows of the latest transcoding, or none.
 */
@Entity
public class Rendition extends PanacheEntityBase {
  private static final int MILLIS = 1000;

  @Id String id;
  String videoId;
  String objectKey;
  int width;
  int height;
  double frameRate;

  /** As RFC 6381 names them. */
  String codecs;

  long size;
  long initSize;
  long timescale;
  byte[] segments;
  Instant createdAt;

  protected Rendition() {}

  /**
   * A rendition that is stored, but not yet part of the catalogue.
   *
   * @param id is new, and part of the key
   */
  public static Rendition of(
      RandomId id, String videoId, ObjectKey key, Rung rung, FragmentIndex index, Instant now) {
    var rendition = new Rendition();
    rendition.id = id.value();
    rendition.videoId = videoId;
    rendition.objectKey = key.value();
    rendition.width = rung.width();
    rendition.height = rung.height();
    rendition.frameRate = rung.frameRate().perSecond();
    rendition.codecs = index.codecs();
    rendition.size = index.size();
    rendition.initSize = index.initSize();
    rendition.timescale = index.timescale();
    rendition.segments = SegmentList.encode(index.segments());
    rendition.createdAt = now;
    return rendition;
  }

  /** The renditions of a video, from large to small. */
  public static List<Rendition> findByVideo(String videoId) {
    return list("videoId = ?1 order by height desc, frameRate desc, id", videoId);
  }

  /** One rendition of a video. */
  static Optional<Rendition> findOne(String videoId, String id) {
    return find("id = ?1 and videoId = ?2", id, videoId).firstResultOptional();
  }

  /** The key of the largest rendition of a video. Reads no segments, which can have 100 kB. */
  static Optional<ObjectKey> findLargestKey(String videoId) {
    return getEntityManager()
        .createQuery(
            "select objectKey from Rendition where videoId = :video order by height desc, frameRate"
                + " desc, id",
            String.class)
        .setParameter("video", videoId)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(ObjectKey::new);
  }

  /** The names of a video's renditions, from large to small. Reads no segments. */
  static List<String> findLabels(String videoId) {
    return getEntityManager()
        .createQuery(
            "select width, height, frameRate from Rendition where videoId = :video order by height"
                + " desc, frameRate desc, id",
            Object[].class)
        .setParameter("video", videoId)
        .getResultStream()
        .map(row -> label((int) row[0], (int) row[1], (double) row[2]))
        .toList();
  }

  /**
   * Replaces the renditions of a video, whose row is locked.
   *
   * @return the keys of those that were replaced
   */
  public static List<ObjectKey> replace(String videoId, List<Rendition> renditions) {
    var replaced =
        getEntityManager()
            .createQuery(
                "select objectKey from Rendition where videoId = :video order by id", String.class)
            .setParameter("video", videoId)
            .getResultStream()
            .map(ObjectKey::new)
            .toList();
    delete("videoId", videoId);
    persist(renditions);
    return replaced;
  }

  public ObjectKey key() {
    return new ObjectKey(objectKey);
  }

  /** Such as {@code 1080p60}. */
  private static String label(int width, int height, double frameRate) {
    return Rung.label(Math.min(width, height), frameRate);
  }

  public long size() {
    return size;
  }

  List<Segment> segmentList() {
    return SegmentList.decode(segments);
  }

  double seconds(Segment segment) {
    return (double) segment.duration() / timescale;
  }

  long durationMillis() {
    var units = segmentList().stream().mapToLong(Segment::duration).sum();
    return MILLIS * units / timescale;
  }
}
