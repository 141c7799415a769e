package dev.slipway.media.probe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decoders that ffprobe may use. ffmpeg has decoders whose names differ from those of their
 * codecs, and external libraries for some codecs.
 */
final class DecoderNames {
  private static final Map<String, List<String>> OF_CODEC =
      Map.of(
          "av1", List.of("libdav1d", "libaom-av1", "av1"),
          "flv1", List.of("flv"),
          "msmpeg4v3", List.of("msmpeg4"),
          "vp8", List.of("vp8", "libvpx"),
          "vp9", List.of("vp9", "libvpx-vp9"));

  /** A file with another audio codec is accepted too; only its sound is not analysed. */
  private static final List<String> AUDIO =
      List.of(
          "aac",
          "ac3",
          "adpcm_ima_qt",
          "adpcm_ima_wav",
          "adpcm_ms",
          "alac",
          "amrnb",
          "amrwb",
          "eac3",
          "flac",
          "mp2float",
          "mp2",
          "mp3float",
          "mp3",
          "opus",
          "pcm_alaw",
          "pcm_f32be",
          "pcm_f32le",
          "pcm_mulaw",
          "pcm_s16be",
          "pcm_s16le",
          "pcm_s24be",
          "pcm_s24le",
          "pcm_s32be",
          "pcm_s32le",
          "pcm_u8",
          "vorbis",
          "wmav1",
          "wmav2");

  private DecoderNames() {}

  /**
   * Returns the value of the option {@code -codec_whitelist}.
   *
   * @param videoCodecs ffprobe's names of codecs
   */
  static String whitelist(Set<String> videoCodecs) {
    var names = new LinkedHashSet<String>();
    videoCodecs.stream().sorted().forEach(codec -> names.addAll(ofCodec(codec)));
    names.addAll(AUDIO);
    return String.join(",", names);
  }

  private static List<String> ofCodec(String codec) {
    return OF_CODEC.getOrDefault(codec, List.of(codec));
  }
}
