package dev.slipway.processing.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.media.probe.CountingSource;
import dev.slipway.media.probe.MediaProbe;
import dev.slipway.media.probe.TestMedia;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.rendition.RenditionConfig;
import dev.slipway.media.rendition.Sources;
import dev.slipway.media.rendition.Transcoder;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import dev.slipway.processing.rendition.RenditionRules.Decision;
import dev.slipway.processing.work.JobFile;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoredObject;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class RenditionRulesTest {
  @TempDir static Path directory;

  @Inject MediaProbe probe;
  @Inject Transcoder transcoder;

  @Test
  void transcodesFilesUpToALimit() throws IOException {
    var file =
        TestMedia.ffmpeg(
            directory,
            "clip.mkv",
            List.of("-f", "lavfi", "-i", "testsrc2=size=320x240:duration=1", "-c:v", "mpeg4"));
    var size = Files.size(file);

    assertThat(decide(file, size).reason()).isNull();
    assertThat(decide(file, size - 1).reason())
        .isEqualTo("The file has %d bytes; %d are allowed".formatted(size, size - 1));
  }

  @Test
  void namesTheProgramThatIsMissing() {
    var sandbox = new Sandbox();
    var directories = new WorkDirectories(directory.resolve("work"));
    var programs = MediaPrograms.in(directory.resolve("none"), sandbox, directories);
    var without = new Transcoder(sandbox, programs, directories, null, config(1));

    assertThat(work(without).missingProgram()).contains("ffmpeg");
    assertThat(work(transcoder).missingProgram()).isEmpty();
  }

  private static RenditionHandler work(Transcoder transcoder) {
    return new RenditionHandler(config(1), null, transcoder, null, null, null, null);
  }

  private Decision decide(Path file, long maxSize) throws IOException {
    var object =
        new StoredObject(
            new ObjectKey("videos/a"),
            Files.size(file),
            "etag",
            "video/x-matroska",
            null,
            null,
            Instant.EPOCH,
            Map.of());
    try (var source = new CountingSource(file)) {
      return new RenditionRules(config(maxSize), probe, transcoder)
          .decide(new JobFile("a", object, source, () -> true));
    }
  }

  private static RenditionConfig config(long maxSize) {
    return Sources.config(Map.of("slipway.renditions.max-source-size", Long.toString(maxSize)));
  }
}
