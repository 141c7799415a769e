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

  /**
   * ffprobe starts the decoders of all streams and fails without one of them. So these are the
   * codecs of sound that video files have.
   */
  private static final List<String> AUDIO =
      List.of(
          "aac",
          "aac_latm",
          "ac3",
          "adpcm_ima_qt",
          "adpcm_ima_wav",
          "adpcm_ms",
          "adpcm_swf",
          "alac",
          "amrnb",
          "amrwb",
          "dca",
          "eac3",
          "flac",
          "gsm",
          "gsm_ms",
          "libopus",
          "libvorbis",
          "mlp",
          "mp1float",
          "mp2",
          "mp2float",
          "mp3",
          "mp3float",
          "nellymoser",
          "opus",
          "pcm_alaw",
          "pcm_bluray",
          "pcm_dvd",
          "pcm_f32be",
          "pcm_f32le",
          "pcm_f64be",
          "pcm_f64le",
          "pcm_mulaw",
          "pcm_s16be",
          "pcm_s16le",
          "pcm_s24be",
          "pcm_s24le",
          "pcm_s32be",
          "pcm_s32le",
          "pcm_s8",
          "pcm_u8",
          "qdm2",
          "s302m",
          "speex",
          "libspeex",
          "truehd",
          "vorbis",
          "wmalossless",
          "wmapro",
          "wmav1",
          "wmav2",
          "wmavoice");

  /** The external libraries decode the teletext of broadcasts in builds of distributions. */
  private static final List<String> SUBTITLES =
      List.of(
          "ass",
          "cc_dec",
          "dvbsub",
          "dvdsub",
          "libaribb24",
          "libaribcaption",
          "libzvbi_teletextdec",
          "mov_text",
          "pgssub",
          "srt",
          "ssa",
          "subrip",
          "text",
          "webvtt",
          "xsub");

  /** A picture of a video file, such as the cover. */
  private static final List<String> COVERS = List.of("mjpeg", "png");

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
    names.addAll(SUBTITLES);
    names.addAll(COVERS);
    return String.join(",", names);
  }

  private static List<String> ofCodec(String codec) {
    return OF_CODEC.getOrDefault(codec, List.of(codec));
  }
}
