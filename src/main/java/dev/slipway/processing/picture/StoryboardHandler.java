package dev.slipway.processing.picture;

import dev.slipway.catalogue.picture.PictureWriter;
import dev.slipway.catalogue.picture.StoryboardFrames;
import dev.slipway.media.picture.PosterMaker;
import dev.slipway.media.picture.StoryboardMaker;
import dev.slipway.media.picture.VideoFile;
import dev.slipway.processing.work.BackfillSearch;
import dev.slipway.processing.work.JobFile;
import dev.slipway.processing.work.JobHandler;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.JobResult;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Makes the storyboard of a video. A video whose duration is unknown gets none. */
@ApplicationScoped
class StoryboardHandler implements JobHandler {
  /** The jobs of some were deleted while processing was switched off. */
  private static final String WITHOUT_STORYBOARD =
      """
      pictured_at is not null
        and not exists
          (select 1 from media_job j where j.video_id = v.id and j.kind = 'STORYBOARD')
        and not exists
          (select 1 from video_pictures p where p.video_id = v.id and p.storyboard is not null)
      """;

  private final StoryboardMaker maker;
  private final PosterMaker programs;
  private final PictureFiles files;
  private final PictureWriter writer;
  private final BackfillSearch search;
  private final SecureRandom random;

  StoryboardHandler(
      StoryboardMaker maker,
      PosterMaker programs,
      PictureFiles files,
      PictureWriter writer,
      EntityManager entities,
      SecureRandom random) {
    this.maker = maker;
    this.programs = programs;
    this.files = files;
    this.writer = writer;
    this.search = new BackfillSearch(entities, WITHOUT_STORYBOARD);
    this.random = random;
  }

  @Override
  public JobKind kind() {
    return JobKind.STORYBOARD;
  }

  @Override
  public JobResult run(JobFile file, BiConsumer<String, Integer> progress) {
    var videoId = new RandomId(file.videoId());
    removeLeftovers(videoId, file.claimed());
    progress.accept("Making the storyboard", null);
    var order = writer.findOrder(file.videoId()).orElseThrow();
    var storyboard = maker.make(new VideoFile(file.source(), order.durationMillis(), order.hdr()));
    if (storyboard.isEmpty()) {
      return video -> Set.of();
    }
    var version = RandomId.random(random);
    Map<ObjectKey, byte[]> sprites = new LinkedHashMap<>();
    for (var sprite : storyboard.get().sprites()) {
      sprites.put(StoryboardFrames.key(videoId, version, sprites.size()), sprite);
    }
    files.put(sprites);
    return new PictureResult(
        files,
        videoId,
        List.of(StoryboardFrames.NAME),
        sprites.keySet(),
        video -> {
          writer.writeStoryboard(video, storyboard.get(), version);
          return Set.of();
        });
  }

  @Override
  public void removeLeftovers(RandomId videoId, BooleanSupplier claimed) {
    files.removeLeftovers(videoId, List.of(StoryboardFrames.NAME), claimed);
  }

  @Override
  public Optional<String> missingProgram() {
    return programs.isAvailable() ? Optional.empty() : Optional.of("ffmpeg");
  }

  @Override
  public List<String> findWithoutResult(String bucket, int limit) {
    return search.findNext(bucket, limit);
  }

  @Override
  public boolean isBackfillFinished() {
    return search.isExhausted();
  }
}
