package dev.slipway.media.probe;

import static dev.slipway.media.probe.Mp4Bytes.ascii;
import static dev.slipway.media.probe.Mp4Bytes.box;
import static dev.slipway.media.probe.Mp4Bytes.boxOfSize;
import static dev.slipway.media.probe.Mp4Bytes.ints;
import static dev.slipway.media.probe.Mp4Bytes.join;
import static dev.slipway.media.probe.Mp4Bytes.with;
import static dev.slipway.media.probe.Mp4Bytes.withShort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.media.source.MediaSource;
import dev.slipway.testing.Asvs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files the probe rejects, and what it reads of them. */
class MediaProbeTest {
  private static final byte[] FTYP = box("ftyp", ascii("isom"), ints(512), ascii("isommp41"));

  /** Offsets in the box of sample descriptions. */
  private static final int CODEC = 12;

  private static final int WIDTH = 40;

  private static final long GIBIBYTE = 1L << 30;

  @TempDir static Path directory;

  /** With the index at the end and at the beginning. */
  private static byte[] mp4;

  private static byte[] fastMp4;
  private static MediaProbe probe;

  @BeforeAll
  static void createFiles() throws IOException {
    mp4 = create("index-last.mp4", "-c:v", "libopenh264", "-c:a", "aac");
    fastMp4 =
        create("index-first.mp4", "-c:v", "libopenh264", "-c:a", "aac", "-movflags", "+faststart");
    probe = ProbeFixture.probe(directory.resolve("work"));
  }

  @Test
  void describesTheStreamsForATranscoder() throws IOException {
    var file =
        create(
            "streams.mkv",
            "-map",
            "1",
            "-map",
            "0",
            "-c:v",
            "mpeg4",
            "-vf",
            "setsar=4/3",
            "-c:a",
            "flac");

    var streams = read(file);

    assertThat(streams.videoIndex()).isEqualTo(1);
    assertThat(streams.audioIndex()).isZero();
    assertThat(streams.videoCodec()).isEqualTo("mpeg4");
    assertThat(streams.audioCodec()).isEqualTo("flac");
    assertThat(streams.pixelAspect()).isEqualTo(4.0 / 3);
    assertThat(streams.pixelFormat()).isEqualTo("yuv420p");
    assertThat(streams.frameRate()).isEqualTo(25);
    assertThat(streams.durationMillis()).isBetween(1900L, 2100L);
    assertThat(streams.bitRate()).isPositive();
    assertThat(streams.isHdr()).isFalse();
  }

  /** As cameras wrote it before the box 'ftyp'. */
  @Test
  void readsAQuickTimeFileThatBeginsWithItsSamples() throws IOException {
    var file = create("samples-first.mov", "-c:v", "mjpeg", "-an");
    // The beginning of the file becomes the first bytes of this box, so that all offsets stay.
    var before = Mp4Bytes.contentOf(file, "mdat") - 8;
    ByteBuffer.wrap(file).putInt(ByteBuffer.wrap(file).getInt(before) + before).put(ascii("mdat"));
    Arrays.fill(file, 8, before + 8, (byte) 0xff);

    assertThat(probe(file).info().container()).isEqualTo("quicktime");
    assertThat(read(file).videoCodec()).isEqualTo("mjpeg");
  }

  @Test
  void describesAFileWithoutSound() throws IOException {
    var streams = read(create("no-sound.mp4", "-c:v", "mpeg4", "-an"));

    assertThat(streams.hasSound()).isFalse();
    assertThat(streams.audioCodec()).isNull();
    assertThat(streams.pixelAspect()).isEqualTo(1);
  }

  @Test
  void rejectsAnEmptyFile() throws IOException {
    assertRejected(new byte[0], ProbeRejection.EMPTY);
  }

  @Test
  void rejectsFilesThatAreNoVideo() throws IOException {
    assertThat(assertRejected(ascii("Dear diary, "), ProbeRejection.NOT_A_VIDEO).detail())
        .isEqualTo("The file is text/plain.");
    assertRejected(ascii("%PDF-1.7\n%abc"), ProbeRejection.NOT_A_VIDEO);
    assertRejected(randomBytes(100_000), ProbeRejection.NOT_A_VIDEO);
  }

  @Test
  void rejectsSoundOnly() throws IOException {
    var audio = create("isom.mp4", "-map", "1:a", "-c:a", "aac", "-f", "mp4", "-brand", "isom");

    var result = assertRejected(audio, ProbeRejection.NO_VIDEO_STREAM);

    assertThat(result.detail()).isEqualTo("The file has only sound (aac).");
    assertThat(result.info().audioCodec()).isEqualTo("aac");
    assertRejected(
        create("sound.webm", "-map", "1:a", "-c:a", "libopus"), ProbeRejection.NO_VIDEO_STREAM);
    assertRejected(
        create("sound.ts", "-map", "1:a", "-c:a", "mp2"), ProbeRejection.NO_VIDEO_STREAM);
  }

  /** Such as the first segment of DASH, which has only the index. */
  @Test
  void rejectsAnIndexWithoutSamplesAndFragments() throws IOException {
    var fragmented =
        create("init.mp4", "-c:v", "mpeg4", "-an", "-movflags", "frag_keyframe+empty_moov");
    var text = new String(fragmented, StandardCharsets.ISO_8859_1);
    var init = Arrays.copyOf(fragmented, text.indexOf("moof") - 4);

    assertThat(assertRejected(init, ProbeRejection.NO_VIDEO_STREAM).detail())
        .startsWith("The file has neither pictures nor sound.");
  }

  @Test
  void rejectsSoundWithACover() throws IOException {
    var cover =
        create(
            "cover.mp4",
            "-map",
            "1:a",
            "-map",
            "0:v",
            "-frames:v",
            "1",
            "-c:v",
            "mjpeg",
            "-pix_fmt",
            "yuvj420p",
            "-disposition:v",
            "attached_pic",
            "-c:a",
            "aac");

    assertRejected(cover, ProbeRejection.NO_VIDEO_STREAM);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.9, 0.999})
  void rejectsATruncatedFile(double part) throws IOException {
    assertRejected(beginning(mp4, part), ProbeRejection.TRUNCATED);
    assertRejected(beginning(fastMp4, part), ProbeRejection.TRUNCATED);
  }

  @Test
  void saysHowMuchIsMissing() throws IOException {
    var cut = Arrays.copyOf(fastMp4, fastMp4.length - 5);

    assertThat(assertRejected(cut, ProbeRejection.TRUNCATED).detail())
        .isEqualTo(
            "The index refers to %d bytes, but the file has %d."
                .formatted(fastMp4.length, cut.length));
  }

  @ParameterizedTest
  @CsvSource({
    "cut.mkv, -c:v mpeg4 -c:a ac3",
    "cut.webm, -c:v libvpx -deadline realtime -c:a libopus",
    "cut.avi, -c:v mpeg4 -c:a libmp3lame",
    "cut.wmv, -c:v wmv2 -c:a wmav2",
    "cut-fragments.mp4, -c:v mpeg4 -g 12 -c:a aac -movflags frag_keyframe+empty_moov"
  })
  void rejectsOtherContainersThatAreTruncated(String name, String encoding) throws IOException {
    var file = create(name, encoding.split(" "));

    assertRejected(beginning(file, 0.6), ProbeRejection.TRUNCATED);
    assertThat(probe(file).rejection()).isNull();
  }

  /** Players show them up to their end. */
  @ParameterizedTest
  @CsvSource({"cut.ts, -c:v mpeg2video -c:a mp2", "cut.mpg, -c:v mpeg2video -c:a mp2 -f mpeg"})
  void acceptsStreamsThatEndAnywhere(String name, String encoding) throws IOException {
    var file = create(name, encoding.split(" "));

    assertThat(probe(beginning(file, 0.6)).rejection()).isNull();
  }

  @Test
  void rejectsAFileWithoutAnIndex() throws IOException {
    var withoutIndex = join(FTYP, box("free", new byte[100]), box("mdat", new byte[10_000]));

    assertRejected(withoutIndex, ProbeRejection.NO_INDEX);
    // A camera writes the size when it stops.
    assertRejected(join(FTYP, boxOfSize(0, "mdat", new byte[10_000])), ProbeRejection.NO_INDEX);
  }

  /** Subtitles bring fonts, and downloads bring covers. Both precede the pictures. */
  @Test
  void acceptsAttachmentsThatExceedWhatIsRead() throws IOException {
    write("font.ttf", randomBytes(9 << 20));
    var file =
        TestMedia.create(
            directory,
            "attachment.mkv",
            "-c:v",
            "mpeg4",
            "-c:a",
            "ac3",
            "-attach",
            directory.resolve("font.ttf").toString(),
            "-metadata:s:t",
            "mimetype=application/x-truetype-font");

    try (var source = new CountingSource(file)) {
      var result = probe.probe(source);

      assertThat(result.rejection()).as(result.detail()).isNull();
      assertThat(result.info().videoCodec()).isEqualTo("mpeg4");
      assertThat(result.info().audioCodec()).isEqualTo("ac3");
      assertThat(result.info().width()).isEqualTo(320);
      assertThat(result.info().durationMillis()).isBetween(1_900L, 2_100L);
      assertThat(source.bytes()).isLessThan(6 << 20);
    }
    assertRejected(beginning(Files.readAllBytes(file), 0.8), ProbeRejection.TRUNCATED);
  }

  /** The header of the attachments claims to extend beyond the file, or has no size. */
  @Test
  void survivesElementsWithImpossibleSizes() throws IOException {
    write("font.ttf", randomBytes(9 << 20));
    var file =
        create(
            "damaged-attachment.mkv",
            "-c:v",
            "mpeg4",
            "-attach",
            directory.resolve("font.ttf").toString(),
            "-metadata:s:t",
            "mimetype=application/x-truetype-font");
    // The first one is in the list of elements.
    var text = new String(file, StandardCharsets.ISO_8859_1);
    var attachments = "\u0019\u0041\u00a4\u0069";
    var size = text.indexOf(attachments, text.indexOf(attachments) + 4) + 4;
    for (var first : new int[] {0, 0x01, 0x1f, 0xff}) {
      var damaged = file.clone();
      damaged[size] = (byte) first;
      assertThat(probe(damaged)).isNotNull();
    }
  }

  /** A recording with a gap has less than its timestamps claim. */
  @ParameterizedTest
  @CsvSource({"ts, mpegts", "mpg, mpeg"})
  void doesNotTrustTimestampsThatJump(String extension, String format) throws IOException {
    var encoding = "-c:v mpeg2video -c:a mp2 -f %s".formatted(format);
    var first = create("before-jump." + extension, encoding.split(" "));
    var second =
        create("after-jump." + extension, (encoding + " -output_ts_offset 80000").split(" "));

    var result = probe(join(first, second));

    assertThat(result.rejection()).as(result.detail()).isNull();
    assertThat(result.info().durationMillis()).isNull();
    assertThat(result.info().bitRate()).isNull();
    assertThat(probe(first).info().durationMillis()).isBetween(1_800L, 2_200L);
    var limited =
        ProbeFixture.probe(
            directory.resolve("work"), Map.of("slipway.media.probe.max-duration", "1S"));
    assertThat(ProbeFixture.probe(limited, write(first)).rejection()).isNull();
  }

  /** A part of a broadcast continues its clock, also in a file of which only parts are read. */
  @ParameterizedTest
  @CsvSource({"320x240, 2", "640x480, 10"})
  void subtractsTheBeginningOfFragments(String size, int seconds) throws IOException {
    var file =
        Files.readAllBytes(
            TestMedia.create(
                directory,
                "fragments-%s.mp4".formatted(size),
                size,
                seconds,
                "-vf",
                "noise=alls=80:allf=t",
                "-c:v",
                "mpeg4",
                "-b:v",
                "20M",
                "-g",
                "12",
                "-an",
                "-movflags",
                "frag_keyframe+empty_moov+default_base_moof"));
    var late = Mp4Bytes.withLaterFragments(file, 80_000L * Mp4Bytes.timescale(file));

    var result = probe(late);

    assertThat(result.rejection()).as(result.detail()).isNull();
    assertThat(result.info().durationMillis())
        .isBetween(seconds * 1000L - 100, seconds * 1000L + 100);
  }

  /** Of a file of which only parts are read. */
  @Test
  void lastsAsLongAsTheLongestTrackOfTheLastFragment() throws IOException {
    var file =
        TestMedia.ffmpeg(
            directory,
            "longer-sound.mp4",
            List.of(
                ("-f lavfi -i testsrc2=size=640x480:rate=25:duration=8"
                        + " -f lavfi -i sine=duration=9 -vf noise=alls=80:allf=t"
                        + " -c:v mpeg4 -b:v 20M -c:a aac -frag_duration 20000000"
                        + " -movflags empty_moov+default_base_moof")
                    .split(" ")));
    assertThat(Files.size(file)).isGreaterThan(5 << 20);

    assertThat(probe(Files.readAllBytes(file)).info().durationMillis()).isBetween(8900L, 9100L);
  }

  @Test
  void doesNotKnowTheDurationOfFragmentsWithImpossibleTimes() throws IOException {
    var file =
        Files.readAllBytes(
            TestMedia.create(
                directory,
                "damaged-fragments.mp4",
                "640x480",
                10,
                ("-vf noise=alls=80:allf=t -c:v mpeg4 -b:v 20M -g 12 -an"
                        + " -movflags frag_keyframe+empty_moov+default_base_moof")
                    .split(" ")));
    assertThat(file.length).isGreaterThan(5 << 20);

    // The last fragment is before the first, or after the age of the universe.
    for (var time : new long[] {-5_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE}) {
      var result = probe(Mp4Bytes.withLastFragmentAt(file, time));

      assertThat(result.rejection()).as(result.detail()).isNull();
      assertThat(result.info().durationMillis()).isNull();
    }
  }

  /** A file can have more tags than a program may print. */
  @ParameterizedTest
  @ValueSource(strings = {"tags.mp4", "tags.mkv"})
  void ignoresLargeTags(String name) throws IOException {
    var tags = write("tags.txt", ascii(";FFMETADATA1\ncomment=" + "\"".repeat(3 << 20) + "\n"));

    var file =
        create(name, "-i", tags.toString(), "-map_metadata", "2", "-map", "0", "-c:v", "mpeg4");

    assertThat(file.length).isGreaterThan(3 << 20);
    assertThat(probe(file).rejection()).isNull();
  }

  @Test
  void acceptsWhatFollowsTheLastBox() throws IOException {
    assertThat(probe(join(mp4, new byte[1_000])).rejection()).isNull();
    assertThat(probe(join(mp4, randomBytes(1_000))).rejection()).isNull();
  }

  @Test
  void rejectsALongVideo() throws IOException {
    var limited =
        ProbeFixture.probe(
            directory.resolve("work"), Map.of("slipway.media.probe.max-duration", "1S"));

    var result = ProbeFixture.probe(limited, write(mp4));

    assertThat(result.rejection()).isEqualTo(ProbeRejection.TOO_LONG);
    assertThat(result.info().durationMillis()).isBetween(1_900L, 2_100L);
  }

  @Test
  void rejectsALargePicture() throws IOException {
    // Width and height in the sample description, and in the track's header.
    var huge = withShort(withShort(mp4, "stsd", WIDTH, 0xffff), "stsd", WIDTH + 2, 0xffff);

    var result = assertRejected(huge, ProbeRejection.PICTURE_TOO_LARGE);

    assertThat(result.detail()).isEqualTo("The picture has 65535 × 65535 pixels.");
    assertRejected(withShort(mp4, "stsd", WIDTH, 16_384), ProbeRejection.PICTURE_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({
    "magicyuv.avi, magicyuv, -c:v magicyuv -c:a pcm_s16le",
    "magicyuv.mkv, magicyuv, -c:v magicyuv -c:a pcm_s16le",
    "magicyuv.mov, magicyuv, -c:v magicyuv -c:a pcm_s16le",
    "ffv1.mkv, ffv1, -c:v ffv1 -c:a pcm_s16le",
    "png.mov, png, -c:v png -c:a pcm_s16le"
  })
  void rejectsACodecThatIsNotAllowed(String name, String codec, String encoding)
      throws IOException {
    var result =
        assertRejected(create(name, encoding.split(" ")), ProbeRejection.CODEC_NOT_ALLOWED);

    assertThat(result.detail()).isEqualTo("The codec %s is not allowed.".formatted(codec));
  }

  /** CVE-2026-8461 is in the decoder of MagicYUV. */
  @Test
  @Asvs("15.2.5")
  void runsNoDecoderThatIsNotAllowed() throws IOException {
    create("decoder.avi", "-c:v", "magicyuv", "-an");
    var ffprobe = ProbeFixture.ffprobe(directory.resolve("work"));

    assertThat(ffprobe.analyse(directory.resolve("decoder.avi")).warnings())
        .contains("Codec (magicyuv) not on whitelist");
    assertThat(ffprobe.readHeaders(directory.resolve("decoder.avi")).refusedDecoder())
        .contains("magicyuv");
  }

  @Test
  void rejectsAnUnknownCodec() throws IOException {
    var unknown = mp4.clone();
    System.arraycopy(ascii("zzzz"), 0, unknown, Mp4Bytes.contentOf(mp4, "stsd") + CODEC, 4);

    assertThat(assertRejected(unknown, ProbeRejection.CODEC_NOT_ALLOWED).detail())
        .isEqualTo("The video codec is unknown (zzzz).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:%d/a.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile http://127.0.0.1:%d/a.ts\n",
        "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\""
            + " type=\"static\"><BaseURL>http://127.0.0.1:%d/</BaseURL></MPD>",
        "\u00ef\u00bb\u00bf#EXTM3U\nhttp://127.0.0.1:%d/a.ts\n",
        "[Reference]\nRef1=http://127.0.0.1:%d/a.asf\n"
      })
  void rejectsPlaylistsAndOpensNoConnection(String playlist) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1);
      var bytes = ascii(playlist.formatted(server.getLocalPort()));

      assertRejected(bytes, ProbeRejection.REFERENCE);
      assertThat(
              ProbeFixture.ffprobe(directory.resolve("work"))
                  .analyse(write(bytes))
                  .json()
                  .path("streams"))
          .isEmpty();
      assertThatThrownBy(server::accept).hasMessageContaining("timed out");
    }
  }

  /** Without the own check, the whitelist of formats stops ffprobe. */
  @Test
  @Asvs("15.2.5")
  void letsFfprobeOpenNoPlaylist() throws IOException {
    var playlist = ascii("ffconcat version 1.0\nfile '/etc/passwd'\n");
    var report = ProbeFixture.ffprobe(directory.resolve("work")).analyse(write(playlist));

    assertThat(report.hasUnsupportedFormat()).isTrue();
  }

  @Test
  void rejectsAFileWhoseMediaIsInAnotherFile() throws IOException {
    assertRejected(withDataReference(1, ascii("http://x\0")), ProbeRejection.REFERENCE);
    var reference =
        box("rmra", box("rmda", box("rdrf", ints(0), ascii("url "), ints(8), ascii("http://x"))));
    assertRejected(
        join(box("ftyp", ascii("qt  "), ints(0)), box("moov", reference)),
        ProbeRejection.REFERENCE);
  }

  @Test
  void acceptsDataReferencesToNoOtherFile() throws IOException {
    // Without the flag that the samples are in this file, but also without a location.
    assertThat(probe(with(mp4, "dref", 16, 0)).rejection()).isNull();
    // No sample description uses the second entry.
    assertThat(probe(withDataReference(2, ascii("http://x\0"))).rejection())
        .isNotEqualTo(ProbeRejection.REFERENCE);
  }

  /** An index whose first sample description uses the first of two data references. */
  private static byte[] withDataReference(int external, byte[] location) {
    var own = box("url ", ints(1));
    var other = box("url ", ints(0), location);
    var references = external == 1 ? join(other, own) : join(own, other);
    var description = box("mp4v", new byte[6], new byte[] {0, 1}, new byte[70]);
    return join(
        FTYP,
        box(
            "moov",
            box(
                "trak",
                box(
                    "mdia",
                    box("hdlr", ints(0, 0), ascii("vide"), new byte[12]),
                    box(
                        "minf",
                        box("dinf", box("dref", ints(0, 2), references)),
                        box("stbl", box("stsd", ints(0, 1), description)))))));
  }

  @Test
  void rejectsACompressedIndex() throws IOException {
    var compressed = box("cmov", box("dcom", ascii("zlib")), box("cmvd", ints(100), new byte[50]));

    var result =
        assertRejected(
            join(box("ftyp", ascii("qt  "), ints(0)), box("moov", compressed)),
            ProbeRejection.UNREADABLE);

    assertThat(result.detail())
        .isEqualTo("The index is compressed. Export the file without this option.");
  }

  /** In QuickTime, the nominal size of compressed sound is one byte. */
  @Test
  void acceptsSoundWithANominalSize() throws IOException {
    var file = create("nominal.mov", "-c:v", "mpeg4", "-c:a", "pcm_u8", "-ac", "1");
    var text = new String(file, StandardCharsets.ISO_8859_1);
    var sizes = text.lastIndexOf("stsz");
    var chunks = text.lastIndexOf("stsc");
    var buffer = ByteBuffer.wrap(file);
    assertThat(buffer.getInt(sizes + 8)).isEqualTo(1);
    // Each chunk, also the last one, has a million samples more than bytes.
    buffer.putInt(sizes + 12, Integer.MAX_VALUE);
    for (var entry = 0; entry < buffer.getInt(chunks + 8); entry++) {
      var at = chunks + 12 + entry * 12 + 4;
      buffer.putInt(at, buffer.getInt(at) + 1_000_000);
    }

    var result = probe(file);

    assertThat(result.rejection()).as(result.detail()).isNotEqualTo(ProbeRejection.TRUNCATED);
  }

  /** The size in the header doesn't count the header of 8 bytes, but some programs count it. */
  @Test
  void acceptsAnAviWhoseSizeIncludesItsHeader() throws IOException {
    var file = create("header.avi", "-c:v", "mpeg4", "-c:a", "libmp3lame");
    var header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);

    header.putInt(4, file.length);
    assertThat(probe(file).rejection()).isNull();
    header.putInt(4, file.length + 1);
    assertRejected(file, ProbeRejection.TRUNCATED);
  }

  /** A recording of a broadcast begins anywhere, and can have bytes for error correction. */
  @Test
  void acceptsTransportStreamsThatBeginWithinAPacketOrHaveErrorCorrection() throws IOException {
    var file = create("whole.ts", "-c:v", "mpeg2video", "-c:a", "mp2");
    var corrected = new ByteArrayOutputStream();
    for (var at = 0; at < file.length; at += 188) {
      corrected.write(file, at, 188);
      corrected.write(new byte[16]);
    }

    for (var stream :
        List.of(Arrays.copyOfRange(file, 100, file.length), corrected.toByteArray())) {
      var result = probe(stream);

      assertThat(result.rejection()).as(result.detail()).isNull();
      assertThat(result.info().container()).isEqualTo("mpegts");
      assertThat(result.info().durationMillis()).isBetween(1_800L, 2_200L);
    }
  }

  @Test
  void rejectsEncryptedPictures() throws IOException {
    var encrypted = mp4.clone();
    System.arraycopy(ascii("encv"), 0, encrypted, Mp4Bytes.contentOf(mp4, "stsd") + CODEC, 4);

    assertThat(assertRejected(encrypted, ProbeRejection.UNREADABLE).detail())
        .isEqualTo("The pictures are encrypted.");
  }

  @Test
  void rejectsAnIndexThatClaimsTooMuch() throws IOException {
    // The sample count of a table without entries for them.
    assertThat(
            assertRejected(with(mp4, "stsz", 8, 1_000_000_000), ProbeRejection.UNREADABLE).detail())
        .isEqualTo(
            "The index is damaged: it has fewer samples than the 1000000000 that it claims to have.");
    // With samples of the same size, no table is needed.
    var billion = with(with(mp4, "stsz", 4, 1), "stsz", 8, 1_000_000_000);
    assertThat(assertRejected(billion, ProbeRejection.UNREADABLE).detail())
        .isEqualTo("The index is damaged: it claims to have 1000000000 pictures.");
    // Without chunks, no sample is anywhere.
    var withoutChunks = with(billion, "stco", 4, 0);
    assertThat(assertRejected(withoutChunks, ProbeRejection.UNREADABLE).detail())
        .isEqualTo("The index is damaged: it claims to have 1000000000 pictures.");
    assertRejected(with(mp4, "stco", 4, -1), ProbeRejection.UNREADABLE);
    assertRejected(with(mp4, "stsc", 4, -1), ProbeRejection.UNREADABLE);
    assertRejected(with(mp4, "trak", -8, 0x7fffffff), ProbeRejection.UNREADABLE);
  }

  @Test
  void rejectsThousandsOfBoxesAfterFewReads() throws IOException {
    var boxes = join(FTYP, join(copies(box("free"), 200_000)));

    try (var source = new CountingSource(write(boxes))) {
      assertThat(probe.probe(source).rejection()).isEqualTo(ProbeRejection.UNREADABLE);
      assertThat(source.reads()).isLessThan(60);
    }
  }

  /** Boxes that lie far apart, so that each header is a read. */
  @Test
  void followsALimitedNumberOfBoxes() throws IOException {
    var file = directory.resolve("apart.mp4");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(FTYP);
      for (var count = 0; count < 1_000; count++) {
        sparse.write(boxOfSize(10 << 20, "free"));
        sparse.seek(sparse.getFilePointer() - 8 + (10 << 20));
      }
      sparse.setLength(sparse.getFilePointer());
    }

    try (var source = new CountingSource(file)) {
      var result = probe.probe(source);

      assertThat(result.rejection()).isEqualTo(ProbeRejection.UNREADABLE);
      assertThat(result.detail())
          .matches(
              "The index, the box 'moov', is neither among the first 1\\d\\d boxes nor at the end.");
      assertThat(source.reads()).isLessThan(160);
      assertThat(source.bytes()).isLessThan(14 << 20);
    }
  }

  /** Some cameras write a box for each second, and the index at the end. */
  @ParameterizedTest
  @ValueSource(ints = {81, 1_000})
  void findsTheIndexAfterManyBoxes(int count) throws IOException {
    var file = directory.resolve("many-boxes-%d.mp4".formatted(count));
    var index = Mp4Bytes.contentOf(mp4, "moov") - 8;
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(mp4, 0, index);
      for (var box = 0; box < count; box++) {
        sparse.write(boxOfSize(10 << 20, "mdat"));
        sparse.seek(sparse.getFilePointer() - 8 + (10 << 20));
      }
      sparse.write(mp4, index, mp4.length - index);
    }

    var result = ProbeFixture.probe(probe, file);

    assertThat(result.rejection()).as(result.detail()).isNull();
    assertThat(result.info().videoCodec()).isEqualTo("h264");
  }

  @Test
  void survivesBoxesWithImpossibleSizes() throws IOException {
    for (var size : new int[] {1, 2, 7, -1, Integer.MIN_VALUE}) {
      assertThat(probe(join(FTYP, boxOfSize(size, "moov", new byte[500]))).rejection()).isNotNull();
    }
    var negative = join(FTYP, ints(1), ascii("moov"), ints(-1, -1), new byte[100]);
    assertThat(probe(negative).rejection()).isNotNull();
  }

  /** Every file gets a verdict within the limits, which are memory of 256 MiB and ten seconds. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void givesAVerdictOnDamagedFiles(int seed) throws IOException {
    var random = new Random(seed);
    var damaged = (seed % 2 == 0 ? mp4 : fastMp4).clone();
    var index = Mp4Bytes.contentOf(damaged, "moov");
    for (var count = 0; count < 40; count++) {
      damaged[index + random.nextInt(2_000)] = (byte) random.nextInt();
    }

    assertThat(probe(damaged)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "random.mkv, -c:v mpeg4 -c:a ac3", "random.avi, -c:v mpeg4 -c:a libmp3lame",
    "random.ts, -c:v libopenh264 -c:a aac", "random.wmv, -c:v wmv2 -c:a wmav2",
    "random.mpg, -c:v mpeg2video -c:a mp2 -f mpeg", "random.webm, -c:v libvpx -c:a libopus"
  })
  void givesAVerdictOnOtherDamagedFiles(String name, String encoding) throws IOException {
    var file = create(name, encoding.split(" "));
    for (var seed = 0; seed < 5; seed++) {
      var random = new Random(seed);
      var damaged = file.clone();
      for (var count = 0; count < 60; count++) {
        damaged[40 + random.nextInt(2_000)] = (byte) random.nextInt();
      }
      assertThat(probe(damaged)).isNotNull();
    }
  }

  /** Objects of any size are probed; only the index and the beginning are read. */
  @Test
  void readsLittleOfALargeFile() throws IOException {
    var file = directory.resolve("large.mp4");
    var index = Mp4Bytes.contentOf(mp4, "moov") - 8;
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      // The whole file up to its index, a box of 5 GiB, and the index.
      sparse.write(mp4, 0, index);
      sparse.write(join(ints(1), ascii("free"), ints((int) (5 * GIBIBYTE >> 32), 0x40000000)));
      sparse.seek(index + 5 * GIBIBYTE);
      sparse.write(mp4, index, mp4.length - index);
    }

    try (var source = new CountingSource(file)) {
      var result = probe.probe(source);

      assertThat(result.rejection()).as(result.detail()).isNull();
      assertThat(result.info().durationMillis()).isBetween(1_900L, 2_100L);
      assertThat(source.size()).isGreaterThan(5 * GIBIBYTE);
      assertThat(source.bytes()).isLessThan(8 << 20);
      assertThat(source.reads()).isLessThan(20);
    }
  }

  @Test
  void readsLittleOfALargeStream() throws IOException {
    create("large.ts", "-c:v", "mpeg2video", "-c:a", "mp2");
    var file = directory.resolve("large.ts");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(5 * GIBIBYTE);
    }

    try (var source = new CountingSource(file)) {
      assertThat(probe.probe(source).info().videoCodec()).isEqualTo("mpeg2video");
      assertThat(source.bytes()).isLessThan(12 << 20);
    }
  }

  @Test
  void rejectsAnIndexThatExceedsTheLimit() throws IOException {
    var limited =
        ProbeFixture.probe(directory.resolve("work"), Map.of("slipway.media.probe.max-read", "1M"));
    var large = join(FTYP, box("moov", box("free", new byte[2 << 20])));

    var result = ProbeFixture.probe(limited, write(large));

    assertThat(result.rejection()).isEqualTo(ProbeRejection.UNREADABLE);
    assertThat(result.detail()).isEqualTo("The index is larger than 1048576 bytes.");
  }

  @Test
  void reportsTheRotationOfAPhone() throws IOException {
    write("upright.mp4", mp4);
    for (var degrees : List.of(90, 180, 270)) {
      var turned =
          TestMedia.ffmpeg(
              directory,
              "turned%d.mp4".formatted(degrees),
              List.of(
                  "-display_rotation",
                  Integer.toString(-degrees),
                  "-i",
                  directory.resolve("upright.mp4").toString(),
                  "-c",
                  "copy"));

      var info = ProbeFixture.probe(probe, turned).info();

      assertThat(info.rotation()).isEqualTo(degrees);
      assertThat(info.width()).isEqualTo(320);
    }
  }

  @ParameterizedTest
  @CsvSource({"smpte2084, pq", "arib-std-b67, hlg"})
  void reportsHdr(String transfer, String hdr) throws IOException {
    var file =
        create(
            hdr + ".mp4",
            "-c:v",
            "libsvtav1",
            "-preset",
            "12",
            "-pix_fmt",
            "yuv420p10le",
            "-vf",
            "setparams=color_primaries=bt2020:colorspace=bt2020nc:color_trc=" + transfer,
            "-an");

    assertThat(probe(file).info().hdr()).isEqualTo(hdr);
  }

  @Test
  void passesErrorsOfTheStoreOn() {
    var broken =
        new MediaSource() {
          @Override
          public long size() {
            return 1_000_000;
          }

          @Override
          public byte[] read(long offset, int length) {
            throw new IllegalStateException("The store is unavailable");
          }
        };

    assertThatThrownBy(() -> probe.probe(broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The store is unavailable");
  }

  @Test
  void leavesNoFiles() throws IOException {
    var work = directory.resolve("own-work");
    ProbeFixture.probe(ProbeFixture.probe(work), write(mp4));

    try (var files = Files.walk(work)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(file.toString()).endsWith(".lock"));
    }
  }

  private static ProbeResult assertRejected(byte[] file, ProbeRejection rejection)
      throws IOException {
    var result = probe(file);
    assertThat(result.rejection()).as(result.toString()).isEqualTo(rejection);
    return result;
  }

  private static ProbeResult probe(byte[] file) throws IOException {
    return ProbeFixture.probe(probe, write(file));
  }

  private static Path write(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(directory, "file", ""), bytes);
  }

  private static Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static byte[] create(String name, String... encoding) throws IOException {
    return Files.readAllBytes(TestMedia.create(directory, name, encoding));
  }

  private static byte[] beginning(byte[] file, double part) {
    return Arrays.copyOf(file, (int) (file.length * part));
  }

  private static byte[][] copies(byte[] bytes, int count) {
    var copies = new byte[count][];
    Arrays.fill(copies, bytes);
    return copies;
  }

  private static byte[] randomBytes(int length) {
    var bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static SourceStreams read(byte[] file) throws IOException {
    var path = Files.write(Files.createTempFile(directory, "streams", ".mp4"), file);
    try (var source = new CountingSource(path)) {
      return probe.readStreams(source).orElseThrow();
    }
  }
}
