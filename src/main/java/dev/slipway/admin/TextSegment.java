package dev.slipway.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a message: plain text, or something to copy literally, such as the name of a setting.
 */
record TextSegment(String text, boolean isCode) {
  /** Settings, permissions, ARNs, paths and URLs, without the punctuation after them. */
  private static final Pattern CODE =
      Pattern.compile(
          "[A-Z][A-Z0-9]*(?:_[A-Z0-9<>]+)+(?:=\\w+)?|s3:[A-Za-z]+(?:[:-][A-Za-z]+)*|arn:\\S*[^\\s.,)]"
              + "|https?://[^\\s)]*[^\\s.,:)]|(?<= )/[a-z][\\w/-]+|x-(?:amz|goog)-[a-z0-9-]+"
              + "|docs/[a-z]+\\.md|[A-Z]+(?:-[A-Z]+){2,}|mc event ls");

  /** Splits a message into plain text and code. */
  static List<TextSegment> split(String message) {
    var segments = new ArrayList<TextSegment>();
    var code = CODE.matcher(message);
    var end = 0;
    while (code.find()) {
      segments.add(new TextSegment(message.substring(end, code.start()), false));
      segments.add(new TextSegment(code.group(), true));
      end = code.end();
    }
    segments.add(new TextSegment(message.substring(end), false));
    return segments;
  }
}
