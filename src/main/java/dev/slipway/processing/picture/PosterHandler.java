package dev.slipway.processing.picture;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoPoster;
import dev.slipway.catalogue.picture.PictureWriter;
import dev.slipway.catalogue.picture.PictureWriter.PosterOrder;
import dev.slipway.catalogue.picture.PosterImages;
import dev.slipway.media.picture.Poster;
import dev.slipway.media.picture.PosterMaker;
import dev.slipway.media.picture.UnsuitableImageException;
import dev.slipway.media.picture.VideoFile;
import dev.slipway.processing.work.JobFile;
import dev.slipway.processing.work.JobHandler;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.JobResult;
import dev.slipway.storage.RandomId;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Makes the poster of a video. The storyboard follows. */
@ApplicationScoped
class PosterHandler implements JobHandler {
  static final String WITHOUT_POSTER =
      """
      select id from video v where latest and status = 'READY' and pictured_at is null
          and deleted_at is null and missing_since is null and probed_at is not null
          and bucket = :bucket
          and not exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'PICTURES')
        order by stored_at desc limit :limit
      """;

  private static final List<String> NAMES = List.of(VideoPoster.NAME, VideoPoster.TILE_NAME);

  private final PosterMaker maker;
  private final PictureFiles files;
  private final PosterImages images;
  private final PictureWriter writer;
  private final EntityManager entities;
  private final SecureRandom random;

  PosterHandler(
      PosterMaker maker,
      PictureFiles files,
      PosterImages images,
      PictureWriter writer,
      EntityManager entities,
      SecureRandom random) {
    this.maker = maker;
    this.files = files;
    this.images = images;
    this.writer = writer;
    this.entities = entities;
    this.random = random;
  }

  @Override
  public JobKind kind() {
    return JobKind.PICTURES;
  }

  @Override
  public JobResult run(JobFile file, BiConsumer<String, Integer> progress) {
    var videoId = new RandomId(file.videoId());
    removeLeftovers(videoId, file.claimed());
    progress.accept("Making the poster", null);
    var order = writer.findOrder(file.videoId()).orElseThrow();
    if (order.choice() != null && order.choice().image() != null) {
      return runOnImage(videoId, order);
    }
    var video = new VideoFile(file.source(), order.durationMillis(), order.hdr());
    var poster = maker.make(video, order.choice() == null ? null : order.choice().millis());
    return store(videoId, order, poster);
  }

  private JobResult runOnImage(RandomId videoId, PosterOrder order) {
    var image = files.read(PictureWriter.imageKey(videoId, order.choice().image()));
    if (image.isEmpty()) {
      return refuse(order, "The image was not uploaded.");
    }
    try {
      return store(videoId, order, maker.makeFromImage(image.get()));
    } catch (UnsuitableImageException e) {
      return refuse(order, e.getMessage());
    }
  }

  private JobResult refuse(PosterOrder order, String problem) {
    return video ->
        writer.refuseChoice(video, order, problem) ? Set.of(JobKind.PICTURES) : Set.of();
  }

  private JobResult store(RandomId videoId, PosterOrder order, Poster poster) {
    var version = RandomId.random(random);
    var keys = List.of(VideoPoster.key(videoId, version), VideoPoster.tileKey(videoId, version));
    files.put(Map.of(keys.get(0), poster.jpeg(), keys.get(1), poster.tile()));
    return new PictureResult(
        files, videoId, NAMES, keys, video -> write(video, order, poster, version));
  }

  @Override
  public void removeLeftovers(RandomId videoId, BooleanSupplier claimed) {
    files.removeLeftovers(videoId, NAMES, claimed);
    images.removeUnused(videoId);
  }

  @Override
  public Optional<String> missingProgram() {
    return maker.isAvailable() ? Optional.empty() : Optional.of("ffmpeg");
  }

  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<String> findWithoutResult(String bucket, int limit) {
    return NativeQueries.scalars(entities, WITHOUT_POSTER, String.class)
        .setParameter("bucket", bucket)
        .setParameter("limit", limit)
        .getResultList();
  }

  private Set<JobKind> write(Video video, PosterOrder order, Poster poster, RandomId version) {
    return writer.writePoster(video, poster, version, order)
        ? EnumSet.of(JobKind.STORYBOARD, JobKind.PICTURES)
        : EnumSet.of(JobKind.STORYBOARD);
  }
}
