package dev.slipway.media.rendition;

import dev.slipway.media.probe.InputWhitelist;
import dev.slipway.media.probe.ProbeConfig;
import dev.slipway.media.probe.SourceStreams;
import dev.slipway.media.program.MediaProgram;
import java.util.ArrayList;
import java.util.List;

/** The command line by which ffmpeg decodes a file once and encodes all of its renditions. */
final class FfmpegArguments {
  /** Segments of this length start quickly and keep playlists short. */
  static final int SEGMENT_SECONDS = 4;

  /** So that an additional key frame, after a cut in the picture, begins no segment. */
  private static final String MIN_FRAGMENT_MICROS = "3500000";

  /** Sound that continues after the last picture is written in fragments too. */
  private static final String MAX_FRAGMENT_MICROS = "10000000";

  /** Sound that ends less than this after the last picture stays in the last segment. */
  private static final long MIN_HELD_MILLIS = 500;

  /** How long sound waits for pictures before it is written without them, by default. */
  private static final long INTERLEAVE_MILLIS = 10_000;

  private static final int MICROS_PER_MILLI = 1000;
  private static final int MIN_DEINTERLACED_SIDE = 4;

  /** Decoders with more threads need more memory; the encoders keep two cores busy. */
  private static final String DECODER_THREADS = "2";

  private static final String SAMPLE_RATE = "48000";

  /** Maps the range of HDR to that of ordinary screens, as films are converted. */
  private static final String TONE_MAPPING =
      ",setparams=color_primaries=bt2020:color_trc=%s:colorspace=bt2020nc"
          + ",zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709"
          + ",tonemap=tonemap=hable:desat=0,zscale=transfer=bt709:matrix=bt709:range=tv";

  private FfmpegArguments() {}

  /**
   * @param input the name of the file in the working directory
   * @param outputs a name for each rung; the files exist
   */
  static List<String> of(
      MediaProgram ffmpeg,
      ProbeConfig config,
      SourceStreams source,
      String input,
      List<Rung> rungs,
      List<String> outputs) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-nostdin", "-v", "error", "-nostats", "-stats_period", "2"));
    arguments.addAll(List.of("-progress", "pipe:1", "-filter_complex_threads", "1"));
    arguments.addAll(List.of("-threads", DECODER_THREADS));
    arguments.addAll(InputWhitelist.options(config));
    arguments.addAll(List.of("-max_pixels", Long.toString(config.maxPixels())));
    arguments.addAll(List.of("-i", "file:" + input));
    arguments.addAll(List.of("-filter_complex", filters(ffmpeg, source, rungs)));
    for (var at = 0; at < rungs.size(); at++) {
      arguments.addAll(output(ffmpeg, source, rungs.get(at), at, outputs.get(at)));
    }
    return arguments;
  }

  /** Whether ffmpeg can make H.264. */
  static boolean hasEncoder(MediaProgram ffmpeg) {
    return hasX264(ffmpeg) || ffmpeg.configuration().contains("--enable-libopenh264");
  }

  /** Whether ffmpeg has {@code zscale}, which the conversion of HDR needs. */
  static boolean mapsHdr(MediaProgram ffmpeg) {
    return ffmpeg.configuration().contains("--enable-libzimg");
  }

  private static boolean hasX264(MediaProgram ffmpeg) {
    return ffmpeg.configuration().contains("--enable-libx264");
  }

  /** The picture is deinterlaced, made regular in time and scaled once, and then for each rung. */
  private static String filters(MediaProgram ffmpeg, SourceStreams source, List<Rung> rungs) {
    var largest = rungs.get(0);
    var filters =
        new StringBuilder("[0:%d]".formatted(source.videoIndex()))
            .append(canBeDeinterlaced(source) ? "bwdif=mode=send_frame:deint=interlaced," : "")
            .append("fps=%s:start_time=0".formatted(largest.frameRate()))
            .append(",scale=%d:%d:out_range=tv".formatted(largest.width(), largest.height()))
            .append(",setsar=1");
    if (source.isHdr() && mapsHdr(ffmpeg)) {
      filters.append(TONE_MAPPING.formatted(source.transfer()));
    }
    filters.append(",format=yuv420p");
    var soundAfter = source.soundOnly().afterMillis();
    if (largest.hasSound() && soundAfter >= MIN_HELD_MILLIS) {
      // The last picture stays until the sound ends, because a segment needs a picture.
      filters.append(",tpad=stop_mode=clone:stop_duration=%dms".formatted(soundAfter));
    }
    filters.append(",split=%d".formatted(rungs.size()));
    for (var at = 0; at < rungs.size(); at++) {
      filters.append("[s%d]".formatted(at));
    }
    for (var at = 0; at < rungs.size(); at++) {
      filters.append(";[s%d]%s[v%d]".formatted(at, filterOf(rungs.get(at), largest), at));
    }
    return filters.toString();
  }

  /** The filter fails on a picture with fewer rows or columns. */
  private static boolean canBeDeinterlaced(SourceStreams source) {
    return Math.min(source.width(), source.height()) >= MIN_DEINTERLACED_SIDE;
  }

  private static String filterOf(Rung rung, Rung largest) {
    if (rung == largest) {
      return "null";
    }
    var scale = "scale=%d:%d,setsar=1".formatted(rung.width(), rung.height());
    return rung.frameRate().equals(largest.frameRate())
        ? scale
        : "fps=%s:start_time=0,%s".formatted(rung.frameRate(), scale);
  }

  private static List<String> output(
      MediaProgram ffmpeg, SourceStreams source, Rung rung, int number, String name) {
    var arguments = new ArrayList<>(List.of("-map", "[v%d]".formatted(number)));
    if (rung.hasSound()) {
      arguments.addAll(List.of("-map", "0:" + source.audioIndex()));
      // Fills gaps with silence, also before sound that begins after the picture.
      arguments.addAll(List.of("-af", "aresample=async=1000:first_pts=0", "-c:a", "aac"));
      arguments.addAll(List.of("-ac", "2", "-ar", SAMPLE_RATE));
      arguments.addAll(List.of("-b:a", Long.toString(rung.audioBitRate())));
    }
    arguments.addAll(encoder(ffmpeg, rung));
    // Files of cameras and phones contain the place of the recording.
    arguments.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1"));
    arguments.addAll(
        List.of(
            "-f",
            "mp4",
            "-movflags",
            "+delay_moov+default_base_moof+frag_keyframe+negative_cts_offsets",
            "-min_frag_duration",
            MIN_FRAGMENT_MICROS,
            "-frag_duration",
            MAX_FRAGMENT_MICROS,
            // The pictures that fill the time of the sound are made after it was read.
            "-max_interleave_delta",
            Long.toString(MICROS_PER_MILLI * (INTERLEAVE_MILLIS + soundOnlyMillis(source))),
            "-y",
            "file:" + name));
    return arguments;
  }

  private static long soundOnlyMillis(SourceStreams source) {
    return Math.max(source.soundOnly().beforeMillis(), source.soundOnly().afterMillis());
  }

  /** All renditions have key frames at the same times, so that a player can change between them. */
  private static List<String> encoder(MediaProgram ffmpeg, Rung rung) {
    var rate = rung.videoBitRate();
    var keyFrames = "expr:gte(t,n_forced*%d)".formatted(SEGMENT_SECONDS);
    // Key frames are forced. The limit is twice as long, so it adds none.
    var maxDistance = Math.ceil(rung.frameRate().perSecond() * SEGMENT_SECONDS * 2);
    var arguments =
        new ArrayList<>(
            List.of("-force_key_frames", keyFrames, "-g", "%.0f".formatted(maxDistance)));
    if (hasX264(ffmpeg)) {
      arguments.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"));
      arguments.addAll(List.of("-sc_threshold", "0", "-crf", "23", "-threads", "2"));
      arguments.addAll(List.of("-maxrate", Long.toString(rate + rate / 10)));
      arguments.addAll(List.of("-bufsize", Long.toString(rate * 2)));
    } else {
      arguments.addAll(List.of("-c:v", "libopenh264", "-profile:v", "main"));
      arguments.addAll(List.of("-rc_mode", "bitrate", "-b:v", Long.toString(rate)));
      arguments.addAll(List.of("-maxrate", Long.toString(rate * 2), "-threads", "2"));
    }
    return arguments;
  }
}
