package dev.slipway.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.media.probe.SourceStreams.SoundOnly;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The output of ffprobe about a file.
 *
 * @param json its output
 * @param warnings what it wrote to standard error
 */
record FfprobeReport(JsonNode json, String warnings) {
  static final String DECODER_FAILED = "Could not open codec for input stream";

  private static final Pattern REFUSED_DECODER =
      Pattern.compile("Codec \\((\\w[\\w-]{0,39})\\) not on whitelist");

  /** No decoder starts with a picture of several gigabytes. */
  private static final Pattern IMPOSSIBLE_PICTURE =
      Pattern.compile("Picture size (\\d{1,10}x\\d{1,10}) is invalid");

  private static final double MAX_FRAME_RATE = 1000;

  /** DVDs have 1.4, and anamorphic lenses make 2. */
  private static final double MAX_PIXEL_ASPECT = 4;

  private static final int FULL_TURN = 360;
  private static final int QUARTER_TURN = 90;
  private static final int MILLIS = 1000;
  private static final long MIN_START_MILLIS = 1000;

  /** The length of a message that people see. It can quote the file. */
  private static final int MAX_MESSAGE = 100;

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("(\\d{1,4}):(\\d\\d):(\\d\\d(?:\\.\\d{1,9})?)");

  private static final Pattern CODEC_NAME = Pattern.compile("[a-z0-9_]{1,40}");

  /** The fields that are read, in the syntax of the option {@code -show_entries}. */
  static final String ENTRIES =
      "format=duration,start_time"
          + ":stream=index,codec_type,codec_name,codec_tag_string,width,height,avg_frame_rate"
          + ",start_time,duration"
          + ",color_transfer,sample_aspect_ratio,pix_fmt"
          + ":stream_disposition=default,attached_pic,timed_thumbnails"
          + ":stream_side_data=side_data_type,rotation,dv_bl_signal_compatibility_id";

  /** More fields of what {@link #streams} returns. Matroska has the end of a stream in a tag. */
  static final String END_ENTRIES = "stream_tags=DURATION";

  /** The error that kept ffprobe from opening the file; empty if it did. */
  Optional<String> error() {
    return warnings.contains(DECODER_FAILED)
        ? Optional.of("A decoder could not be started")
        : Optional.ofNullable(json.path("error").path("string").textValue())
            .map(FfprobeReport::printable);
  }

  /** ffmpeg's name of the decoder that the file needs and that is not allowed. */
  Optional<String> refusedDecoder() {
    if (!warnings.contains(DECODER_FAILED)) {
      return Optional.empty();
    }
    // The last one; others before it were refused for the analysis only.
    return REFUSED_DECODER
        .matcher(warnings)
        .results()
        .map(result -> result.group(1))
        .reduce((one, other) -> other);
  }

  /** Whether ffprobe recognised a container that isn't supported, such as a playlist or MP3. */
  boolean hasUnsupportedFormat() {
    return warnings.contains("Format not on whitelist");
  }

  /** Width and height with which no decoder starts, such as {@code 65535x65535}. */
  Optional<String> impossiblePicture() {
    var found = IMPOSSIBLE_PICTURE.matcher(warnings);
    return warnings.contains(DECODER_FAILED) && found.find()
        ? Optional.of(found.group(1))
        : Optional.empty();
  }

  boolean ranOutOfMemory() {
    return warnings.contains("Cannot allocate memory")
        || error().filter(error -> error.contains("Cannot allocate memory")).isPresent();
  }

  /** The moving picture: the stream that is marked as default, or else the first. */
  Optional<JsonNode> video() {
    return streams("video")
        .filter(stream -> !isStillPicture(stream))
        .min((one, other) -> Boolean.compare(isDefault(other), isDefault(one)));
  }

  Optional<JsonNode> audio() {
    return streams("audio").min((one, other) -> Boolean.compare(isDefault(other), isDefault(one)));
  }

  String videoCodec() {
    return video().map(FfprobeReport::codec).orElse(null);
  }

  /** The code of four letters that the container has for the video codec. */
  String videoTag() {
    return video().map(video -> printable(video.path("codec_tag_string").asText(""))).orElse("");
  }

  String audioCodec() {
    return audio().map(FfprobeReport::codec).orElse(null);
  }

  Integer width() {
    return positive("width");
  }

  Integer height() {
    return positive("height");
  }

  /** Degrees clockwise; the matrix of MP4 counts counter-clockwise. */
  Integer rotation() {
    return video()
        .map(
            video ->
                elements(video.path("side_data_list"))
                    .filter(data -> data.has("rotation"))
                    .findFirst()
                    .map(data -> -data.path("rotation").asDouble())
                    .orElse(0.0))
        .map(degrees -> Math.floorMod(Math.round(degrees / QUARTER_TURN) * QUARTER_TURN, FULL_TURN))
        .orElse(null);
  }

  Double frameRate() {
    return video()
        .map(video -> video.path("avg_frame_rate").asText(""))
        .map(FfprobeReport::fraction)
        .filter(rate -> rate > 0 && rate <= MAX_FRAME_RATE)
        .orElse(null);
  }

  /** Milliseconds; null if ffprobe doesn't know, or has only estimated it from the bit rate. */
  Long durationMillis() {
    if (warnings.contains("Estimating duration from bitrate")) {
      return null;
    }
    var millis = formatMillis("duration");
    return millis > 0 ? millis : null;
  }

  /**
   * Milliseconds from the first timestamp on, of a file whose duration counts from zero; null if
   * that is unknown. Sound that begins a little after zero belongs to the duration.
   */
  Long durationMillisWithoutStart() {
    var millis = durationMillis();
    var start = formatMillis("start_time");
    if (millis == null || start < MIN_START_MILLIS) {
      return millis;
    }
    return millis > start ? millis - start : null;
  }

  /** The width of a pixel divided by its height; 1 if the file doesn't say, or nothing possible. */
  double pixelAspect() {
    return video()
        .map(video -> fraction(video.path("sample_aspect_ratio").asText("").replace(':', '/')))
        .filter(aspect -> aspect >= 1 / MAX_PIXEL_ASPECT && aspect <= MAX_PIXEL_ASPECT)
        .orElse(1.0);
  }

  /** The facts for a transcoder; empty without a video stream of a known codec and size. */
  Optional<SourceStreams> streams(MediaInfo info) {
    if (videoCodec() == null || width() == null || height() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SourceStreams(
            info.container(),
            video().orElseThrow().path("index").asInt(),
            // The sound of a codec that isn't known can't be decoded.
            audio().filter(audio -> codec(audio) != null).map(FfprobeReport::index).orElse(null),
            videoCodec(),
            audioCodec(),
            width(),
            height(),
            rotation(),
            pixelAspect(),
            video().map(video -> video.path("pix_fmt").textValue()).orElse(null),
            video().map(video -> video.path("color_transfer").textValue()).orElse(null),
            frameRate(),
            info.durationMillis(),
            info.bitRate(),
            hdr(),
            soundOnly(info.durationMillis())));
  }

  /** The difference of the streams, as far as the file states when they begin and end. */
  private SoundOnly soundOnly(Long durationMillis) {
    if (video().isEmpty() || audio().isEmpty() || durationMillis == null) {
      return SoundOnly.NONE;
    }
    return new SoundOnly(
        within(start(video().get()) - start(audio().get()), durationMillis),
        within(end(audio().get()) - end(video().get()), durationMillis));
  }

  /** Also of a damaged file: 0 if the difference is unknown, negative, or impossible. */
  private static long within(double millis, long durationMillis) {
    return millis > 0 && millis <= durationMillis ? Math.round(millis) : 0;
  }

  private static double start(JsonNode stream) {
    return millis(stream.path("start_time").asText(""));
  }

  private static double end(JsonNode stream) {
    var duration = stream.path("duration").asText("");
    var tag = stream.path("tags").path("DURATION").asText("");
    return tag.isEmpty() ? start(stream) + millis(duration) : timeOfDay(tag);
  }

  /** Milliseconds of a number of seconds; not a number if it is unknown. */
  private static double millis(String seconds) {
    try {
      return Double.parseDouble(seconds) * MILLIS;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Milliseconds of a tag such as {@code 00:01:10.023000000}. */
  private static double timeOfDay(String tag) {
    var found = TIME_OF_DAY.matcher(tag);
    return found.matches()
        ? millis(found.group(1)) * 3600 + millis(found.group(2)) * 60 + millis(found.group(3))
        : Double.NaN;
  }

  private static int index(JsonNode stream) {
    return stream.path("index").asInt();
  }

  String hdr() {
    return video().map(FfprobeReport::hdr).orElse(null);
  }

  private static String hdr(JsonNode video) {
    if (dolbyVision(video).anyMatch(FfprobeReport::hasNoOtherPicture)) {
      return "dolby-vision";
    }
    return switch (video.path("color_transfer").asText("")) {
      case "smpte2084" -> "pq";
      case "arib-std-b67" -> "hlg";
      default -> dolbyVision(video).anyMatch(data -> !isOnSdr(data)) ? "dolby-vision" : null;
    };
  }

  /** Whether other decoders show the picture as SDR, such as that of profile 8.2. */
  private static boolean isOnSdr(JsonNode dolbyVision) {
    return compatibilityId(dolbyVision) == 2;
  }

  /** Such as profile 5, whose colours other decoders show green and purple. */
  private static boolean hasNoOtherPicture(JsonNode dolbyVision) {
    return compatibilityId(dolbyVision) == 0;
  }

  private static int compatibilityId(JsonNode dolbyVision) {
    return dolbyVision.path("dv_bl_signal_compatibility_id").asInt(-1);
  }

  private static Stream<JsonNode> dolbyVision(JsonNode video) {
    return elements(video.path("side_data_list"))
        .filter(data -> data.path("side_data_type").asText("").startsWith("DOVI"));
  }

  /** Milliseconds of a field of the file; 0 if there is none. */
  private long formatMillis(String field) {
    var text = json.path("format").path(field).asText("");
    try {
      return text.isEmpty() ? 0 : Math.round(Double.parseDouble(text) * MILLIS);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Stream<JsonNode> streams(String type) {
    return elements(json.path("streams"))
        .filter(stream -> stream.path("codec_type").asText("").equals(type));
  }

  private static String codec(JsonNode stream) {
    var name = stream.path("codec_name").asText("");
    var isName = CODEC_NAME.matcher(name).matches();
    return !isName || name.equals("unknown") || name.equals("none") ? null : name;
  }

  private static String printable(String text) {
    var shortened = text.substring(0, Math.min(MAX_MESSAGE, text.length()));
    return UNPRINTABLE.matcher(shortened).replaceAll("?");
  }

  private static boolean isStillPicture(JsonNode stream) {
    var disposition = stream.path("disposition");
    return disposition.path("attached_pic").asInt() == 1
        || disposition.path("timed_thumbnails").asInt() == 1;
  }

  private static boolean isDefault(JsonNode stream) {
    return stream.path("disposition").path("default").asInt() == 1;
  }

  private Integer positive(String field) {
    return video()
        .map(video -> video.path(field).asInt())
        .filter(pixels -> pixels > 0)
        .orElse(null);
  }

  private static double fraction(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      return 0;
    }
    try {
      var denominator = Double.parseDouble(text.substring(slash + 1));
      return denominator == 0 ? 0 : Double.parseDouble(text.substring(0, slash)) / denominator;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
