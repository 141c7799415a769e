package dev.slipway.catalogue.timeline;

import static dev.slipway.catalogue.timeline.Participant.APPLICATION;
import static dev.slipway.catalogue.timeline.Participant.CLIENT;
import static dev.slipway.catalogue.timeline.Participant.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.StoreEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TimelinesTest {
  private static final byte[] BYTES = Mp4Header.bytes(1_000, 8);

  @Inject Timelines timelines;
  @Inject AuditLog audit;

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void showsWhatAnAccountRequests() {
    assertThat(entryOf("creator", "video.trashed", "until tomorrow"))
        .returns(CLIENT, TimelineEntry::from)
        .returns(APPLICATION, TimelineEntry::to)
        .returns("creator", TimelineEntry::account)
        .returns("Moved to the trash: until tomorrow", TimelineEntry::what);
  }

  @Test
  void showsWhatTheStoreReports() {
    assertThat(entryOf(AuditLog.STORE, "video.missing", null))
        .returns(STORE, TimelineEntry::from)
        .returns(APPLICATION, TimelineEntry::to)
        .returns(null, TimelineEntry::account);
  }

  @Test
  void showsWhatTheApplicationDoesAlone() {
    assertThat(entryOf(AuditLog.SYSTEM, "upload.expired", null))
        .returns(APPLICATION, TimelineEntry::from)
        .returns(APPLICATION, TimelineEntry::to)
        .returns(null, TimelineEntry::account);
  }

  @Test
  void showsThatTheApplicationRemovesObjects() {
    for (var actor : List.of(AuditLog.SYSTEM, AuditLog.STORE)) {
      assertThat(entryOf(actor, "object.removed", null))
          .returns(APPLICATION, TimelineEntry::from)
          .returns(STORE, TimelineEntry::to);
    }
  }

  @Test
  void showsWhichSignalCataloguedTheObject() {
    assertThat(catalogued(creator.put("clip.mp4", BYTES), "notification"))
        .extracting(TimelineEntry::from, TimelineEntry::to)
        .containsExactly(STORE, APPLICATION);

    StoreEvents.pause();
    try {
      var id = creator.upload("clip.mp4", BYTES).getString("id");
      assertThat(catalogued(id, "completion"))
          .extracting(TimelineEntry::from, TimelineEntry::to)
          .containsExactly(CLIENT, APPLICATION);
    } finally {
      StoreEvents.resume();
    }
  }

  @Test
  void showsThatTheBytesOfASignedUploadGoStraightToTheStore() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    var timeline = timelineOf(id);

    assertThat(timeline)
        .extracting(TimelineEntry::what)
        .satisfiesExactly(
            opened -> assertThat(opened).isEqualTo("Upload opened"),
            stored -> assertThat(stored).isEqualTo("Object stored"),
            catalogued -> assertThat(catalogued).startsWith("Catalogued by "));
    assertThat(timeline.get(1))
        .returns(CLIENT, TimelineEntry::from)
        .returns(STORE, TimelineEntry::to)
        .returns(true, TimelineEntry::wholeSeconds);
  }

  @Test
  void showsThatOtherBytesPassThroughTheApplication() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    var streamed = UUID.randomUUID().toString();
    record("creator", "upload.opened", streamed, "SFTP");

    assertThat(Timelines.senderOfBytes(audit.historyOf(streamed).entries())).isEqualTo(APPLICATION);
    assertThat(Timelines.senderOfBytes(audit.historyOf(id).entries())).isEqualTo(CLIENT);
    assertThat(Timelines.senderOfBytes(List.of())).isNull();
  }

  @Test
  void leavesOutEntriesBetweenTheFirstAndTheLast() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    for (var i = 1; i <= 120; i++) {
      record("creator", "video.edited", id, "change " + i);
    }

    var texts = timelineOf(id).stream().map(TimelineEntry::what).toList();

    assertThat(texts.get(0)).isEqualTo("Upload opened");
    assertThat(texts).hasSize(102).endsWith("Details changed: change 120");
    var gap = texts.indexOf("Entries between these are not shown");
    assertThat(texts.get(gap - 1)).isEqualTo("Details changed: change 18");
    assertThat(texts.get(gap + 1)).isEqualTo("Details changed: change 41");
  }

  @Test
  void leavesOutEntriesOfAnUploadThatIsNotStored() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");
    for (var i = 1; i <= 101; i++) {
      record("creator", "upload.resigned", id, null);
    }

    assertThat(timelines.ofUpload(id))
        .extracting(TimelineEntry::what)
        .hasSize(101)
        .element(20)
        .isEqualTo("Entries between these are not shown");
  }

  private TimelineEntry catalogued(String id, String expectedTrigger) {
    Eventually.holds("the video is in the catalogue", () -> find(id) != null);
    assertThat(VideoView.of(find(id)).storedBy).isEqualTo(expectedTrigger);
    var timeline = timelineOf(id);
    return timeline.get(timeline.size() - 1);
  }

  private List<TimelineEntry> timelineOf(String id) {
    return timelines.ofVideo(VideoView.of(find(id)));
  }

  private static Video find(String id) {
    return QuarkusTransaction.requiringNew().call(() -> Video.findById(id));
  }

  private TimelineEntry entryOf(String actor, String action, String detail) {
    var subject = UUID.randomUUID().toString();
    record(actor, action, subject, detail);
    return timelines.ofUpload(subject).get(0);
  }

  private void record(String actor, String action, String subject, String detail) {
    QuarkusTransaction.requiringNew().run(() -> audit.record(actor, action, subject, detail));
  }
}
