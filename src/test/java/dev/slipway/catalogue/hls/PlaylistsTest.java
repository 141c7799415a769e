package dev.slipway.catalogue.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.media.mp4.FragmentIndex;
import dev.slipway.media.mp4.FragmentIndex.Segment;
import dev.slipway.storage.ObjectKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The playlists of renditions, line by line. */
class PlaylistsTest {
  private static final String URL =
      "https://store.example/derived/a.mp4?X-Amz-Signature=" + "0".repeat(400);

  @Test
  void mediaPlaylistHasTheRangesOfItsSegments() {
    var rendition =
        rendition(
            "r1", 1280, 720, 25, List.of(new Segment(1000, 51_200), new Segment(300, 12_800)));

    assertThat(MediaPlaylist.of(rendition, "https://store.example/a"))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:4
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-MAP:URI="https://store.example/a",BYTERANGE="700@0"
            #EXTINF:4.00000,
            #EXT-X-BYTERANGE:1000@700
            https://store.example/a
            #EXTINF:1.00000,
            #EXT-X-BYTERANGE:300@1700
            https://store.example/a
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void masterPlaylistNamesSizesAndBitRates() {
    var small = rendition("r1", 426, 240, 25, List.of(new Segment(50_000, 51_200)));
    var medium =
        rendition(
            "r2",
            854,
            480,
            25,
            List.of(
                new Segment(100_000, 51_200),
                new Segment(200_000, 51_200),
                new Segment(9000, 512)));
    var large = rendition("r3", 1280, 720, 50, List.of(new Segment(500_000, 51_200)));

    assertThat(MasterPlaylist.of(List.of(large, medium, small)))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=307463,CODECS="avc1.4d401f",RESOLUTION=854x480,FRAME-RATE=25.000
            r2.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=1000000,AVERAGE-BANDWIDTH=1000000,CODECS="avc1.4d401f",RESOLUTION=1280x720,FRAME-RATE=50.000
            r3.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=100000,AVERAGE-BANDWIDTH=100000,CODECS="avc1.4d401f",RESOLUTION=426x240,FRAME-RATE=25.000
            r1.m3u8
            """);
  }

  /** The short segment doesn't count for the peak, but for the average. */
  @Test
  void peakIsNotBelowTheAverage() {
    var rendition =
        rendition(
            "r1", 426, 240, 25, List.of(new Segment(50_000, 51_200), new Segment(90_000, 512)));

    var bandwidth = Bandwidth.of(rendition);

    assertThat(bandwidth.average()).isEqualTo(277_228);
    assertThat(bandwidth.peak()).isEqualTo(277_228);
  }

  /** Twelve hours with the URL at each segment would have 5 MB. */
  @Test
  void longPlaylistContainsTheUrlOnce() throws IOException {
    var segments = Collections.nCopies(12 * 900, new Segment(1_000_000, 51_200));
    var playlist = MediaPlaylist.of(rendition("r1", 1280, 720, 25, segments), URL);

    assertThat(playlist)
        .startsWith("#EXTM3U\n#EXT-X-VERSION:8\n")
        .containsOnlyOnce(URL)
        .contains("#EXT-X-DEFINE:NAME=\"u\",VALUE=\"" + URL + "\"\n")
        .contains("#EXT-X-MAP:URI=\"{$u}\",BYTERANGE=\"700@0\"\n");
    assertThat(playlist.length()).isLessThan(650_000);
    assertThat(compressed(playlist)).isLessThan(120_000);
  }

  @Test
  void playlistOfAnHourRepeatsTheUrl() throws IOException {
    var segments = new ArrayList<Segment>();
    for (var at = 0; at < MediaPlaylist.MAX_REPEATED_URLS; at++) {
      segments.add(new Segment(1_000_000 + at * 7919L % 500_000, 51_200));
    }
    var playlist = MediaPlaylist.of(rendition("r1", 1280, 720, 25, segments), URL);

    assertThat(playlist).contains("#EXT-X-VERSION:7").doesNotContain("{$u}");
    assertThat(compressed(playlist)).isLessThan(40_000);
  }

  @Test
  void segmentsAreStoredInEightBytesEach() {
    var segments = List.of(new Segment(1, 2), new Segment(2_000_000_000, 51_200));

    assertThat(SegmentList.encode(segments)).hasSize(16);
    assertThat(SegmentList.decode(SegmentList.encode(segments))).isEqualTo(segments);
  }

  private static int compressed(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.size();
  }

  private static Rendition rendition(
      String id, int width, int height, double frameRate, List<Segment> segments) {
    var rendition = new Rendition();
    rendition.id = id;
    rendition.objectKey = new ObjectKey("videos/a/rendition.mp4").value();
    rendition.width = width;
    rendition.height = height;
    rendition.frameRate = frameRate;
    rendition.codecs = "avc1.4d401f";
    rendition.initSize = 700;
    rendition.timescale = 12_800;
    rendition.segments = SegmentList.encode(segments);
    rendition.createdAt = Instant.EPOCH;
    rendition.size = new FragmentIndex(700, "", 12_800, segments, 1).segments().size();
    return rendition;
  }
}
